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

/** Returns the rows of a route in the order of the numbers of their places; undefined if a row has none. */
const inOrderOfNumber = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> | undefined => {
  const at = plan.bindings.findIndex((binding) => binding.to === "leg-number" && binding.of === "place")
  const numberOf = ({ cells }: TableRow) => Number(cells[at]?.trim() || Number.NaN)
  return at === -1 || !rows.every((row) => Number.isInteger(numberOf(row)))
    ? undefined
    : rows.toSorted((a, b) => numberOf(a) - numberOf(b))
}

/**
 * Returns the rows of a route in the order of their dates, at the precision that all of them have; rows with the same date stay in the order of
 * the file. Without a date in each row, the order of the file counts.
 */
const inOrderOfTime = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> => {
  const isTime = (binding: Binding) =>
    binding.to === "leg-date" ||
    (plan.hasLegRows &&
      (binding.to === "legs-date" || (binding.to === "target" && binding.target.field.name === "year")))
  const at = plan.bindings.findIndex(isTime)
  const dates = rows.map(({ cells }) => readDate(cells[at]?.trim() ?? ""))
  if (at === -1 || !dates.every((read) => "date" in read)) return rows
  const precision = Math.min(...dates.map(({ date }) => date.length))
  const key = dates.map(({ date }) => date.slice(0, precision))
  return rows
    .map((row, i) => ({ row, date: key[i] as string }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ row }) => row)
}

/** Returns the rows of a route in the order of travel. */
export const inOrder = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> =>
  rows.length > 1 ? (inOrderOfNumber(plan, rows) ?? inOrderOfTime(plan, rows)) : rows
