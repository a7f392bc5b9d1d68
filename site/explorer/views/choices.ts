import { isYear } from "../../../release/catalogue/timeLabels.ts"
import { overviewOf } from "../cells/Overview.ts"
import { labelsOf, type Overview, type Table } from "../cells/Table.ts"
import type { FilterName, Filters } from "../state/State.ts"
import type { Control, ViewModel, ViewProps } from "./View.ts"

/** Returns the whole years that a table has, without totals and parts of years. */
export const yearsOf = (table: Table): ReadonlyArray<string> => labelsOf(table, "year").filter(isYear)

/** Returns the reader's choice if it is one of the options, otherwise the default. */
export const chosen = (
  { filters }: Pick<ViewProps, "filters">,
  filter: FilterName,
  options: ReadonlyArray<string>,
  defaultOption: string
): string => {
  const choice = filters[filter]
  return choice !== undefined && options.includes(choice) ? choice : defaultOption
}

const yearIn = (filters: Filters, years: ReadonlyArray<string>, { publishedYears }: Overview): string =>
  chosen({ filters }, "year", years, publishedYears.at(-1) ?? years.at(-1) ?? "")

/** Returns the labels of the cells of the chosen year; undefined if the table has no years. */
export const partOfYear = (filters: Filters, overview: Overview) => {
  const year = yearIn(filters, (overview.labels["year"] ?? []).filter(isYear).sort(), overview)
  return year === "" ? undefined : { year }
}

/** Returns the downloads of a view of one year: that year of the table, and all of it. */
export const filesOfYear = (table: string, year: string): ViewModel["files"] => [
  { table, parameters: { from: year, to: year } },
  { table, parameters: {} }
]

/** Returns the control for the year. The default is the last year in which one of the cells of `own` is published. */
export const yearControl = (props: ViewProps, table: Table, own: Table = table): Control => {
  const years = yearsOf(table)
  return {
    filter: "year",
    label: props.t("year"),
    value: yearIn(props.filters, years, overviewOf(own)),
    options: years.map((year) => [year, year] as const),
    plays: true
  }
}

/** Returns places with their names, in the order of the reader's alphabet. */
export const namedPlaces = (
  { names, language }: Pick<ViewProps, "names" | "language">,
  places: Iterable<string>
): ReadonlyArray<readonly [string, string]> =>
  [...new Set(places)]
    .map((place) => [place, names.place(place)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, language))

/** Returns a control for one of some labels or all of them (""). */
export const anyControl = (
  props: ViewProps,
  filter: FilterName,
  label: string,
  options: ReadonlyArray<readonly [string, string]>
): Control => ({
  filter,
  label,
  value: chosen(
    props,
    filter,
    options.map(([value]) => value),
    ""
  ),
  options: [["", props.t("all")], ...options]
})
