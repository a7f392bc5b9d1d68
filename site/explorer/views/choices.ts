/** What a reader may choose in a view: labels that the release has, and nothing else. */
import { type Cell, isYear, labelOf, labelsOf, type Table } from "../cells/Table.ts"
import type { FilterName } from "../state/State.ts"
import type { Control, ViewProps } from "./View.ts"

/** Years of a table, as text. */
export const yearsOf = (table: Table): ReadonlyArray<string> => labelsOf(table, "year").filter(isYear)

/** The reader's choice where it is one of the options, else `usual`. */
export const chosen = (
  { filters }: ViewProps,
  filter: FilterName,
  options: ReadonlyArray<string>,
  usual: string
): string => {
  const asked = filters[filter]
  return asked !== undefined && options.includes(asked) ? asked : usual
}

/** The year that is shown: where none is chosen, the last one of which a figure of `cells` is published. */
export const yearControl = (props: ViewProps, table: Table, cells: ReadonlyArray<Cell> = table.cells): Control => {
  const years = yearsOf(table)
  const told = new Set(cells.filter(({ state }) => state === "published").map((cell) => labelOf(table, cell, "year")))
  const usual = years.findLast((year) => told.has(year)) ?? years.at(-1) ?? ""
  return {
    filter: "year",
    label: props.t("year"),
    value: chosen(props, "year", years, usual),
    options: years.map((year) => [year, year] as const),
    plays: true
  }
}

/** Labels with their names, in the order of the names. */
export const named = (
  labels: Iterable<string>,
  nameOf: (label: string) => string
): ReadonlyArray<readonly [string, string]> =>
  [...new Set(labels)].map((label) => [label, nameOf(label)] as const).sort(([, a], [, b]) => a.localeCompare(b))

/** A control over all and each of some labels; "" is all. */
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
