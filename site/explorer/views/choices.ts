import { type Cell, isYear, labelOf, labelsOf, type Table } from "../cells/Table.ts"
import type { FilterName } from "../state/State.ts"
import type { Control, ViewProps } from "./View.ts"

export const yearsOf = (table: Table): ReadonlyArray<string> => labelsOf(table, "year").filter(isYear)

/** Returns the reader's choice if it is one of the options, otherwise the default. */
export const chosen = (
  { filters }: ViewProps,
  filter: FilterName,
  options: ReadonlyArray<string>,
  defaultOption: string
): string => {
  const choice = filters[filter]
  return choice !== undefined && options.includes(choice) ? choice : defaultOption
}

/** Returns the control for the year. The default is the last year in which one of `cells` is published. */
export const yearControl = (props: ViewProps, table: Table, cells: ReadonlyArray<Cell> = table.cells): Control => {
  const years = yearsOf(table)
  const published = new Set(
    cells.filter(({ state }) => state === "published").map((cell) => labelOf(table, cell, "year"))
  )
  const lastYear = years.findLast((year) => published.has(year)) ?? years.at(-1) ?? ""
  return {
    filter: "year",
    label: props.t("year"),
    value: chosen(props, "year", years, lastYear),
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
