/** UNODC's corridors by year with all margins as a file of counts, as a user brings one. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { labelsOf } from "@corridor/disclosure/tables/CountTable"
import { tableOf } from "../../../packages/disclosure/test/fixtures/tableOf.ts"
import { corridors, withPersons } from "./glotipCube.ts"

/** What persons are also distinguished by, and their shares. */
const shares = { sex: [0.72, 0.28], age: [0.7, 0.3], form: [0.6, 0.4], partner: new Array<number>(12).fill(1 / 12) }

export interface CorridorFile {
  readonly input: string
  /** Of periods over years, where they were asked for. */
  readonly hierarchy: string | undefined
  readonly dimensions: ReadonlyArray<string>
  /** Column of the partner, where the file has a row for each cell and partner. */
  readonly contributor: string | undefined
  readonly rows: number
}

const period = (year: string): string => {
  const first = Math.floor(Number(year) / 5) * 5
  return `${first} to ${first + 4}`
}

/**
 * Draws the table that words ask for, into a folder: a first year, `sex`, `age`, `form`, `periods` of five years over the years, `partner`
 * for twelve with equal shares, and `tenfold` counts, so that more of the cells are safe by themselves.
 */
export const corridorFile = (words: ReadonlyArray<string>, folder: string): CorridorFile => {
  const from = Number(words.find((word) => /^\d+$/.test(word)) ?? 0)
  const by = (["sex", "age", "form", "partner"] as const).filter((name) => words.includes(name))
  const times = words.includes("tenfold") ? 10 : 1
  const leaves = corridors()
    .filter(({ at, count }) => Number(at[2]) >= from && count > 0)
    .map(({ at, count }) => ({ at, count: count * times }))
  const columns = ["origin", "destination", "year", ...by]
  const dimensions = columns.filter((name) => name !== "partner")
  const contributor = columns.find((name) => name === "partner")
  const persons =
    by.length === 0
      ? leaves
      : withPersons(
          leaves,
          by.map((name) => shares[name])
        )
  const withPeriods = words.includes("periods")
  const margin = () => ["Total"]
  const alone = () => []
  const levels = columns.map((name) => {
    if (name === "year" && withPeriods) return (code: string) => [period(code), "Total"]
    return name === contributor ? alone : margin
  })
  const table = tableOf("corridors", columns, persons, levels)
  const lines = Array.from({ length: table.rows }, (_, row) => [...labelsOf(table, row), table.count[row]].join(","))
  const input = join(folder, "table.csv")
  writeFileSync(input, [[...columns, "persons"].join(","), ...lines, ""].join("\n"))
  if (!withPeriods) return { input, hierarchy: undefined, dimensions, contributor, rows: table.rows }
  const hierarchy = join(folder, "periods.csv")
  const years = [...new Set(leaves.map(({ at }) => at[2] as string))]
  writeFileSync(
    hierarchy,
    ["dimension,child,parent", ...years.map((year) => `year,${year},${period(year)}`), ""].join("\n")
  )
  return { input, hierarchy, dimensions, contributor, rows: table.rows }
}
