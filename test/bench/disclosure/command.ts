/**
 * `protect` as a user runs it, from a file to a file: UNODC's corridors by year with all margins, from a first year on, by sex and age too
 * and with periods of five years over the years where asked. `node test/bench/disclosure/command.ts [first year] [periods] [sex] [age]`;
 * without words all years. `2009 periods` is a table of 10,880 cells.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { labelsOf } from "../../../release/disclosure/tables/CountTable.ts"
import { tableOf } from "../../disclosure/tableOf.ts"
import { corridors, withPersons } from "./glotipCube.ts"

const words = process.argv.slice(2)
const from = Number(words.find((word) => /^\d+$/.test(word)) ?? 0)
const shares = { sex: [0.72, 0.28], age: [0.7, 0.3] }
const by = (["sex", "age"] as const).filter((name) => words.includes(name))
const leaves = corridors().filter(({ at, count }) => Number(at[2]) >= from && count > 0)
const names = ["origin", "destination", "year", ...by]
const persons =
  by.length === 0
    ? leaves
    : withPersons(
        leaves,
        by.map((name) => shares[name])
      )
const withPeriods = words.includes("periods")
const period = (year: string): string => {
  const first = Math.floor(Number(year) / 5) * 5
  return `${first} to ${first + 4}`
}
const margin = () => ["Total"]
const levels = names.map((name) =>
  name === "year" && withPeriods ? (code: string) => [period(code), "Total"] : margin
)
const table = tableOf("corridors", names, persons, levels)

const folder = mkdtempSync(join(tmpdir(), "corridor-protect-"))
try {
  const rows = Array.from({ length: table.rows }, (_, row) => [...labelsOf(table, row), table.count[row]].join(","))
  const [input, out] = [join(folder, "table.csv"), join(folder, "safe.csv")]
  writeFileSync(input, [[...names, "persons"].join(","), ...rows, ""].join("\n"))
  const verb = ["--input", input, "--count", "persons", "--dimensions", names.join(","), "--out", out, "--json"]
  if (withPeriods) {
    const years = [...new Set(leaves.map(({ at }) => at[2] as string))]
    const hierarchy = join(folder, "periods.csv")
    writeFileSync(
      hierarchy,
      ["dimension,child,parent", ...years.map((year) => `year,${year},${period(year)}`), ""].join("\n")
    )
    verb.push("--hierarchy", hierarchy)
  }
  const began = performance.now()
  const corridor = join(import.meta.dirname, "../../../infra/bootstrap.mjs")
  const run = spawnSync(process.execPath, [corridor, "protect", ...verb], { encoding: "utf8", maxBuffer: 2 ** 28 })
  const seconds = (performance.now() - began) / 1000
  const written = run.status === 0 ? readFileSync(out, "utf8").trimEnd().split("\n").length - 1 : 0
  console.log(JSON.stringify({ rows: table.rows, written, code: run.status, wallSeconds: seconds }), run.stdout)
  if (run.status !== 0) console.error(run.stderr.slice(-1000))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
