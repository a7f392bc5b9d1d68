/**
 * What partners cost: UNODC's corridors split over twelve partners, protected without them, with the number of partners of each cell, and
 * with what each has, each in a process of its own.
 * `node test/bench/disclosure/partners.ts [local | few] [keyed] [seed=N] [without] [number] [with] [size …]`; without sizes all.
 */

import { spawnSync } from "node:child_process"
import { availableParallelism } from "node:os"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import { cellFacts } from "@corridor/disclosure/rules/CellFacts"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import { attackFunctions, loadSolver } from "@corridor/disclosure/solver/Solver"
import { keyedChoice, withDecoys } from "@corridor/disclosure/suppress/keyedChoice"
import { lossByValue } from "@corridor/disclosure/suppress/SuppressionProblem"
import { suppressUntilSafe } from "@corridor/disclosure/suppress/suppressUntilSafe"
import { cellName } from "@corridor/disclosure/tables/cellName"
import { toSystem } from "@corridor/disclosure/tables/toSystem"
import { WorkerThread } from "@corridor/disclosure/worker/WorkerThread"
import { Redacted } from "effect"
import { tableOf } from "../../../packages/disclosure/test/fixtures/tableOf.ts"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { countsBy, persons } from "./methodsData.ts"

const names = ["origin", "destination", "year", "sex", "age", "form"] as const
type Name = (typeof names)[number]

/** The first year, and the dimensions. */
const sizes: Readonly<Record<string, { readonly from: number; readonly by: ReadonlyArray<Name> }>> = {
  "1k": { from: 2016, by: ["origin", "destination"] },
  "2k": { from: 2016, by: ["origin", "destination", "year"] },
  "4k": { from: 2014, by: ["origin", "destination", "year"] },
  "6k": { from: 2012, by: ["origin", "destination", "year"] },
  "9k": { from: 2009, by: ["origin", "destination", "year"] },
  "12k": { from: 2014, by: ["origin", "destination", "sex", "age"] },
  "16k": { from: 0, by: ["origin", "destination", "sex", "age"] },
  "24k": { from: 0, by: ["origin", "destination", "year", "sex"] },
  "33k": { from: 2014, by: ["origin", "destination", "year", "sex", "age"] },
  "50k": { from: 2010, by: ["origin", "destination", "year", "sex", "age"] }
}

const { values, positionals: words } = scriptArguments(import.meta.filename, {
  allowPositionals: true,
  options: { one: { type: "boolean", default: false } }
})

/**
 * With `local`, the persons of a destination belong to three of the twelve partners, with `few` to one to four;
 * otherwise each to any.
 */
const partnersAt = (destination: string): number => {
  const hash = [...destination].reduce((sum, letter) => sum * 33 + letter.charCodeAt(0), 5)
  return words.includes("local") ? 3 : words.includes("few") ? 1 + (hash % 4) : 12
}
const seed = Number(words.find((word) => word.startsWith("seed="))?.slice(5) ?? 1)

const localPartner = (destination: string, partner: string): string => {
  const first = [...destination].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 12
  return String((first + (Number(partner) % partnersAt(destination))) % 12)
}

type Partners = "without" | "number" | "with"

const tableFor = (name: string, partners: Partners) => {
  const { from, by } = sizes[name] as (typeof sizes)[string]
  const columns = by.map((one) => names.indexOf(one))
  const local = persons(seed)
    .filter(({ at }) => Number(at[2]) >= from)
    .map(({ at, count }) => ({ at: at.with(6, localPartner(at[1] as string, at[6] as string)), count }))
  const counted = countsBy(local, columns)
  const leaves = partners === "without" ? counted.map(({ at, count }) => ({ at, count })) : counted
  return tableOf(
    "corridors",
    by,
    leaves,
    by.map(() => () => ["Total"])
  )
}

const one = async (name: string, partners: Partners) => {
  const tables = [tableFor(name, partners)]
  const linked = toSystem(tables, [], { total: "Total" })
  const { system } = linked
  const stated = cellFacts(tables, linked)
  const facts = partners === "number" ? { ...stated, contributions: undefined } : stated
  const { primary, need } = primaryCells(system, defaultProfile, facts)
  const key = Redacted.make("a secret of the bench")
  const keyed = keyedChoice(system, (cell) => cellName(linked, cell), key, defaultProfile.threshold)
  const problem = {
    system,
    primary: words.includes("keyed") ? withDecoys(system, primary, need, keyed.decoys) : primary,
    need,
    known: publicKnowledge(system),
    cost: words.includes("keyed") ? keyed.cost : lossByValue(system)
  }
  const second = availableParallelism() > 1 ? new WorkerThread({ preload: [attackFunctions] }) : undefined
  await second?.started()
  const solver = await loadSolver(second)
  const before = process.cpuUsage()
  const began = performance.now()
  const { hidden, failing, rounds, insiders } = suppressUntilSafe(solver, problem, contributionsOf(facts))
  const spent = process.cpuUsage(before)
  await second?.stop()
  const all = system.value.reduce((sum, v) => sum + v, 0)
  const isUnsafe = (cell: number) => primary[cell] !== 0
  const hiddenCells = [...hidden.keys()].filter((cell) => hidden[cell] !== 0)
  const share = (cells: ReadonlyArray<number>) =>
    Number((cells.reduce((sum, cell) => sum + (system.value[cell] as number), 0) / all).toFixed(4))
  return {
    size: name,
    partners,
    cells: system.cells,
    primary: hiddenCells.filter(isUnsafe).length,
    secondary: hiddenCells.filter((cell) => !isUnsafe(cell)).length,
    primaryValue: share(hiddenCells.filter(isUnsafe)),
    secondaryValue: share(hiddenCells.filter((cell) => !isUnsafe(cell))),
    failing: failing.length,
    rounds,
    attacks: insiders?.attacks,
    cpuSeconds: Number(((spent.user + spent.system) / 1e6).toFixed(1)),
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024)
  }
}

const chosen = <A extends string>(all: ReadonlyArray<A>): ReadonlyArray<A> => {
  const asked = all.filter((word) => words.includes(word))
  return asked.length > 0 ? asked : all
}

if (values.one) console.log(JSON.stringify(await one(words[0] as string, words[1] as Partners)))
else
  for (const name of chosen(Object.keys(sizes)))
    for (const partners of chosen<Partners>(["without", "number", "with"])) {
      const run = spawnSync(process.execPath, [import.meta.filename, "--one", name, partners, ...words], {
        encoding: "utf8"
      })
      console.log(run.status === 0 ? run.stdout.trimEnd() : `${name} ${partners}: ${run.stderr.slice(-300)}`)
    }
