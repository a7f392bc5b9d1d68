import type { CountTable } from "../tables/CountTable.ts"
import { type TableProblem, TableRefused } from "../tables/TableRefused.ts"
import type { BrokenSum, LinkedTables } from "../tables/toSystem.ts"

/** Problems that are told; the number of the rest is in the message. */
const told = 200

const expectedOf = {
  "duplicate-cell": "each cell once",
  "same-cell-other-count": "the same count wherever the same cell stands"
} as const

/** A sum that fails in words, by its labels. */
export const brokenWords = ({ dimension, label, where }: BrokenSum): string =>
  `'${label}' of ${dimension} is not the sum of its parts${where.length === 0 ? "" : ` at ${where.join(", ")}`}`

/** Cells that stand in two tables with different counts, or twice in one. */
export const clashProblems = (
  tables: ReadonlyArray<CountTable>,
  { joined }: LinkedTables
): ReadonlyArray<TableProblem> =>
  joined.clashes.map(({ table, row, rule }) => ({
    file: (tables[table] as CountTable).name,
    row: 0,
    column: labels(tables[table] as CountTable, row),
    rule,
    expected: expectedOf[rule]
  }))

const labels = (table: CountTable, row: number): string =>
  table.dimensions
    .map((name, d) => `${name}=${table.codes[d]?.[table.key[row * table.dimensions.length + d] as number]}`)
    .join(", ")

/**
 * Tables that do not add up cannot be protected: what contradicts itself would look safe. Answers the refusal that names each sum that
 * fails by its labels and never a count; undefined where all is well.
 */
export const additivityRefusal = (
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables
): TableRefused | undefined => {
  const clashes = clashProblems(tables, linked)
  const file = tables.map((table) => table.name).join(", ")
  const sums = linked.broken.map((broken) => ({
    file,
    row: 0,
    column: broken.dimension,
    rule: "not-additive",
    expected: brokenWords(broken)
  }))
  const problems = [...clashes, ...sums]
  if (problems.length === 0) return undefined
  const first = (problems[0] as TableProblem).expected
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`
  return new TableRefused({ message: `The table does not add up: ${first}${more}`, problems: problems.slice(0, told) })
}
