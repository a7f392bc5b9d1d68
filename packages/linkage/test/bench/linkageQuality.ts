/**
 * Recall and precision of the linkage rules beside splink and clkhash with anonlink on the same records, as Markdown:
 *
 *     node packages/linkage/test/bench/linkageQuality.ts [people] [seed]
 *
 * Of so many invented people with this seed alone, or of all sets. Needs Python 3 with venv, and PyPI. Takes some ten minutes.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { scriptArguments } from "../../../scriptArguments.ts"
import { pythonFolder } from "../../../test/PythonFolder.ts"
import { linkageRules } from "../../src/keys/rules.ts"
import { inventPeople } from "../fixtures/invented/inventPeople.ts"
import { febrl, spellingsFile, type TrueRecord } from "../fixtures/linkageData.ts"
import { keysPerRecord, linkQuality, type Tokenised, tokenise } from "../fixtures/linkQuality.ts"

const [people, seedOfPeople = 1] = scriptArguments(import.meta.filename, { allowPositionals: true }).positionals.map(
  Number
)
const { has, python } = pythonFolder("linkage-python", join(import.meta.dirname, "requirements.txt"))
if (!has(true)) throw new Error("Python 3 with venv and PyPI are needed.")
const folder = mkdtempSync(join(tmpdir(), "corridor-linkage-"))
process.on("exit", () => rmSync(folder, { recursive: true, force: true }))

interface Quality {
  readonly recall: number
  readonly precision: number
  readonly f: number
  readonly recallAtPrecision995?: number
  readonly cpuSeconds: number
}

const quoted = (text: string | undefined) => `"${(text ?? "").replaceAll('"', '""')}"`

const inPython = (records: ReadonlyArray<TrueRecord>, isDedupe: boolean, options: ReadonlyArray<string>) => {
  const file = join(folder, "records.csv")
  const rows = records.map(({ person, source, record }, i) =>
    [
      `r${i}`,
      source,
      person,
      record.givenNames,
      record.familyNames,
      record.birthDate,
      record.sex,
      record.citizenship,
      record.documentNumber
    ]
      .map(quoted)
      .join(",")
  )
  const header = "unique_id,source,person,given_name,family_name,birth_date,sex,citizenship,document"
  writeFileSync(file, `${[header, ...rows].join("\n")}\n`)
  const script = join(import.meta.dirname, "plain_text.py")
  const printed = execFileSync(python, [script, file, isDedupe ? "dedupe" : "link", ...options], { encoding: "utf8" })
  return JSON.parse(printed.trim().split("\n").at(-1) ?? "{}") as Readonly<Record<string, Quality>>
}

const line = (...cells: ReadonlyArray<string | number>) => console.log(`| ${cells.join(" | ")} |`)
const four = (value: number) => value.toFixed(4)
const show = (set: string, linker: string, { recall, precision, f, recallAtPrecision995, cpuSeconds }: Quality) =>
  line(set, linker, four(recall), four(precision), four(f), recallAtPrecision995?.toFixed(4) ?? "", cpuSeconds)

const compare = (
  set: string,
  records: ReadonlyArray<TrueRecord>,
  isDedupe: boolean,
  others: ReadonlyArray<readonly [name: string, options: ReadonlyArray<string>]>
): Tokenised => {
  const start = process.cpuUsage()
  const tokenised = tokenise(records, isDedupe)
  const quality = linkQuality(tokenised)
  const { user, system } = process.cpuUsage(start)
  show(set, `Corridor, ${keysPerRecord(tokenised).toFixed(1)} keys`, {
    ...quality,
    cpuSeconds: Number(((user + system) / 1e6).toFixed(1))
  })
  for (const [name, options] of others)
    for (const other of Object.values(inPython(records, isDedupe, options))) show(set, name, other)
  return tokenised
}

const invented = (count: number, seed: number): ReadonlyArray<TrueRecord> =>
  inventPeople(count, seed, spellingsFile()).map(({ person, partner, record }) => ({
    person: String(person),
    source: partner,
    record
  }))

/** All born in these years, so that many share a date and a name. */
const bornWithin = (years: number, records: ReadonlyArray<TrueRecord>): ReadonlyArray<TrueRecord> =>
  records.map(({ record, ...rest }) => {
    const { birthDate, ...others } = record
    const within = birthDate?.replace(/^\d{4}/, (year) => String(1990 + (Number(year) % years)))
    return { ...rest, record: within === undefined ? others : { ...others, birthDate: within } }
  })

const [splink, romanised, anonlink] = [
  ["splink", ["splink"]],
  ["splink, romanised", ["splink", "romanised"]],
  ["anonlink, romanised", ["anonlink", "romanised"]]
] as const

line("records", "linker", "recall", "precision", "F", "recall at precision 0.995", "CPU s")
line(..."-------".split(""))
const compareAll = () => {
  for (const set of [1, 2, 3])
    compare(`FEBRL ${set}`, febrl(`dataset${set}`), true, [splink, ["anonlink", ["anonlink"]]])
  const four4 = compare("FEBRL 4", [...febrl("dataset4a"), ...febrl("dataset4b")], false, [
    splink,
    ["anonlink", ["anonlink"]]
  ])
  for (const seed of [1, 2])
    compare(`20,000 people, seed ${seed}`, invented(20_000, seed), false, [splink, romanised, anonlink])
  for (const years of [1, 5])
    compare(`20,000 people born within ${years}`, bornWithin(years, invented(20_000, 1)), false, [romanised])
  const many = compare("100,000 people, seed 1", invented(100_000, 1), false, [])
  const heldOut = compare("100,000 people, seed 3", invented(100_000, 3), false, [splink, romanised, anonlink])

  console.log("\nEach rule alone:\n")
  line("rule", "FEBRL 4 recall", "precision", "seed 1 recall", "precision", "seed 3 recall", "precision")
  line(..."-------".split(""))
  for (const { name } of linkageRules)
    line(
      `\`${name}\``,
      ...[four4, many, heldOut].flatMap((tokenised) => {
        const { recall, precision } = linkQuality(tokenised, [name])
        return [four(recall), Number.isNaN(precision) ? "" : four(precision)]
      })
    )
}

if (people === undefined) compareAll()
else
  compare(`${people} people, seed ${seedOfPeople}`, invented(people, seedOfPeople), false, [
    splink,
    romanised,
    anonlink
  ])
