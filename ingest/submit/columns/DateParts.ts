/** Columns with a part of a date, next to the column with its year: `Year` and `Week`, or `Registration year`, `Month` and `Day`. */
import type { Binding, DatePart } from "./Binding.ts"
import { datePartOf } from "./RouteColumns.ts"

const isDate = (binding: Binding) =>
  binding.to === "target" && binding.target.list === undefined && binding.target.field.pattern === "partial-date"

/**
 * Returns the bindings of a file's columns, where a column that is nothing but a week, month or day completes the only date of the record, or the
 * time of a route.
 */
export const withDateParts = (
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  const [date, ...otherDates] = bindings.filter(isDate)
  const hasWay = bindings.some((binding) => binding.to === "legs-date" && binding.part === "date")
  if (!hasWay && (date?.to !== "target" || otherDates.length > 0)) return bindings
  const taken = new Set<DatePart>()
  return bindings.map((binding, i): Binding => {
    const part = binding.to === "unknown" ? datePartOf(names[i] ?? "") : undefined
    if (part === undefined || taken.has(part) || (hasWay && part !== "week")) return binding
    taken.add(part)
    if (hasWay) return { to: "legs-date", part: "week", isDeparture: false }
    return date?.to === "target" ? { to: "date-part", part, field: date.target.field } : binding
  })
}
