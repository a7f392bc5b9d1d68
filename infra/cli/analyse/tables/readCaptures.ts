/** Reads a table of linked lists: one 0/1 column for each list, and a column with the number of persons of each combination. */

import type { Problems } from "@corridor/disclosure/tables/Problems"
import type { Cell } from "@corridor/flow-statistics/cells/Cell"
import { type CaptureTable, maxLists } from "@corridor/flow-statistics/hidden/CaptureTable"
import { Effect } from "effect"
import type { CellRules } from "./parseCell.ts"
import { type Columns, readColumns } from "./readColumns.ts"

/** Known names of the column of persons. */
const countNames = ["n", "count", "frequency"]

/** Columns that are neither a list nor the count. */
const stateNames = ["state", "low", "high"]

export interface CaptureRequest {
  readonly input: string
  /** Column of persons, if it is none of `n`, `count` and `frequency`. */
  readonly count?: string | undefined
  readonly rules?: CellRules | undefined
}

const lower = (text: string) => text.toLowerCase()

const countColumn = (header: ReadonlyArray<string>, named: string | undefined): string =>
  named ?? header.find((column) => countNames.includes(lower(column))) ?? "count"

/** Parses 1 and 0 as spreadsheets write them; undefined for anything else. */
const onList = (field: string): boolean | undefined =>
  /^1(\.0*)?$/.test(field) ? true : /^0(\.0*)?$/.test(field) ? false : undefined

const cellOf = (columns: Columns, count: string, at: number, rules: CellRules): Cell | undefined => {
  const cell = columns.cell(at, { value: count, state: "state", low: "low", high: "high" }, rules)
  if (cell === undefined) return undefined
  if (cell.state === "not_reported" || cell.state === "not_collected")
    columns.reject(
      at,
      count,
      "no-count",
      "a whole number of persons: a combination that was not collected cannot be modelled"
    )
  else if (![cell.low, cell.high].every((bound) => Number.isSafeInteger(bound) && bound >= 0))
    columns.reject(at, count, "no-count", "a whole number of persons of at least 0, or whole bounds")
  else return cell
  return undefined
}

const historyOf = (columns: Columns, lists: ReadonlyArray<string>, at: number): number | undefined => {
  let history = 0
  for (const [j, list] of lists.entries()) {
    const on = onList(columns.field(list, at))
    if (on === undefined) {
      columns.reject(at, list, "no-membership", "1 for persons on the list, 0 for the others")
      return undefined
    }
    if (on) history |= 1 << j
  }
  return history
}

const checkLists = (problems: Problems, lists: ReadonlyArray<string>): void => {
  if (lists.length > maxLists) problems.add(1, "", "too-many-lists", `at most ${maxLists} lists: merge similar ones`)
  if (lists.some((list) => list === "" || /[:,]/.test(list)))
    problems.add(1, "", "list-name", "a name without colon and comma for each list")
}

/** Reads the table and adds up the rows of each combination. Fails with `TableRefused`, which lists all problems without values. */
export const readCaptures = Effect.fn("readCaptures")(function* ({ input, count, rules = {} }: CaptureRequest) {
  const columns = yield* readColumns(input, (header) => {
    const counted = countColumn(header, count)
    const lists = header.filter((column) => column !== counted && !stateNames.includes(lower(column)))
    return { required: [...lists, counted], optional: stateNames }
  })
  const counted = countColumn(columns.header, count)
  const lists = columns.header.filter((column) => column !== counted && !stateNames.includes(lower(column)))
  checkLists(columns.problems, lists)
  if (columns.problems.count > 0) return yield* columns.problems.refusal("the table cannot be read")
  const cells = { low: new Float64Array(2 ** lists.length), high: new Float64Array(2 ** lists.length) }
  for (let at = 0; at < columns.rows.length; at++) {
    const history = historyOf(columns, lists, at)
    const cell = cellOf(columns, counted, at, rules)
    if (history === undefined || cell === undefined) continue
    if (history === 0 && cell.high > 0) {
      columns.reject(at, "", "on-no-list", "no row for persons on no list: their number is what is estimated")
      continue
    }
    cells.low[history] = (cells.low[history] as number) + cell.low
    cells.high[history] = (cells.high[history] as number) + cell.high
  }
  if (columns.problems.count > 0) return yield* columns.problems.refusal("the table cannot be read")
  const counts = cells.low.map((low, history) => Math.floor((low + (cells.high[history] as number)) / 2))
  return { lists, counts, ...cells } satisfies CaptureTable
})
