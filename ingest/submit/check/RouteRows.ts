/** Rows that are places of one route: which belong together, and in which order. */
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { canonicalCaseNumber } from "../../keys/CaseNumber.ts"
import type { Binding, FileFormat } from "../columns/Binding.ts"
import type { ColumnPlan } from "../columns/ColumnPlan.ts"
import type { TableRow } from "../read/FileRow.ts"
import { readDate } from "../values/DateText.ts"

/** Returns whether the columns describe the first leg and no other. */
const hasOneLeg = ({ bindings }: ColumnPlan): boolean => {
  const legs = bindings.flatMap((binding) =>
    (binding.to === "target" || binding.to === "leg-date") && binding.target.list !== undefined
      ? [binding.target.index]
      : []
  )
  return legs.length > 0 && legs.every((index) => index === 0)
}

/** Returns the case number, and the number of the route if there is one, of a row that is one place of a route; undefined if rows are whole records. */
export const routeOfRow = (
  kind: RecordKind,
  plan: ColumnPlan,
  format: FileFormat,
  { cells }: TableRow
): string | undefined => {
  if (kind !== "route" || !(plan.hasLegRows || (format === "htcds" && hasOneLeg(plan)))) return undefined
  const at = plan.columnOfPath("caseReference")
  if (at === undefined) return undefined
  const route = plan.bindings.findIndex((binding) => binding.to === "leg-number" && binding.of === "route")
  return `${canonicalCaseNumber(cells[at] ?? "")}\0${cells[route]?.trim() ?? ""}`
}

/** Returns the rows of a route without a case number, if others have it: a number may be written once for several rows, or be missing. */
export const rowsWithoutNumber = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> => {
  const at = plan.columnOfPath("caseReference") ?? -1
  const found = rows.length < 2 ? [] : rows.filter(({ cells }) => (cells[at]?.trim() ?? "") === "")
  return found.length === rows.length ? [] : found
}

/** Returns the rows of a route in the order of the numbers of their places; undefined if a row has no number, or the number of another row. */
const inOrderOfNumber = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> | undefined => {
  const at = plan.bindings.findIndex((binding) => binding.to === "leg-number" && binding.of === "place")
  const numberOf = ({ cells }: TableRow) => Number(cells[at]?.trim() || Number.NaN)
  const isNumbered = rows.every((row) => Number.isInteger(numberOf(row)))
  return at === -1 || !isNumbered || new Set(rows.map(numberOf)).size < rows.length
    ? undefined
    : rows.toSorted((a, b) => numberOf(a) - numberOf(b))
}

/** Returns the dates of the rows of a route, at the precision that all of them have; undefined if a row has none. */
const datesOf = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<string> | undefined => {
  const isTime = (binding: Binding) =>
    binding.to === "leg-date" ||
    (plan.hasLegRows &&
      (binding.to === "legs-date" || (binding.to === "target" && binding.target.field.name === "year")))
  const at = plan.bindings.findIndex(isTime)
  const dates = rows.map(({ cells }) => readDate(cells[at]?.trim() ?? ""))
  if (at === -1 || !dates.every((read) => "date" in read)) return undefined
  const precision = Math.min(...dates.map(({ date }) => date.length))
  return dates.map(({ date }) => date.slice(0, precision))
}

/**
 * Returns the rows of a route in the order of their dates; rows with the same date stay in the order of the file. Without a date in each row,
 * the order of the file counts.
 */
const inOrderOfTime = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> => {
  const key = datesOf(plan, rows)
  if (key === undefined) return rows
  return rows
    .map((row, i) => ({ row, date: key[i] as string }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ row }) => row)
}

/** Returns the rows of a route in the order of travel. */
export const inOrder = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> =>
  rows.length > 1 ? (inOrderOfNumber(plan, rows) ?? inOrderOfTime(plan, rows)) : rows

/** Returns whether the partner says that the rows are one journey: by the journey's number, or by a number for each place. */
const isOneJourney = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): boolean => {
  const at = plan.bindings.findIndex((binding) => binding.to === "leg-number" && binding.of === "route")
  return (rows[0]?.cells[at]?.trim() ?? "") !== "" || inOrderOfNumber(plan, rows) !== undefined
}

/**
 * Returns the rows of each journey of a case. `rows` are in the order of travel, with the roles of their places. A place of origin behind another
 * place begins a journey if its date is later; if it is not, nothing separates the journeys, and the answer is undefined.
 */
export const journeysOf = (
  plan: ColumnPlan,
  rows: ReadonlyArray<TableRow>,
  roles: ReadonlyArray<unknown>
): ReadonlyArray<ReadonlyArray<TableRow>> | undefined => {
  const isOrigin = (at: number) => roles[at] === "Origin"
  const starts = rows.flatMap((_, at) => (at > 0 && isOrigin(at) && !isOrigin(at - 1) ? [at] : []))
  if (starts.length === 0 || !isOrigin(0) || isOneJourney(plan, rows)) return [rows]
  const dates = datesOf(plan, rows)
  if (dates === undefined || starts.some((at) => (dates[at] as string) <= (dates[at - 1] as string))) return undefined
  return [0, ...starts].map((from, i) => rows.slice(from, starts[i]))
}
