import { boundColumns } from "../../../release/history/Bounds.ts"
import { hxlTag } from "../../../release/published/hxlTags.ts"
import type { TablePage } from "../tables/TablePage.ts"

export type FlatColumn = { readonly name: string; readonly hxl: string } & (
  | { readonly type: "text"; readonly values: ReadonlyArray<string> }
  /** Integers, or null if there is none. */
  | { readonly type: "number"; readonly values: ReadonlyArray<number | null> }
  | { readonly type: "boolean"; readonly values: ReadonlyArray<boolean> }
)

const numberOrNull = (number = Number.NaN) => (Number.isNaN(number) ? null : number)

/**
 * Returns the columns of a page of a table: its dimensions, `state`, the figure, `low` and `high` (bounds of a suppressed count),
 * `as_of` (the release that first published the figure), `release` and `invented`.
 *
 * Years are numbers if every label is a single year. The figure and `as_of` are null unless the cell is published; the bounds are
 * null unless it is suppressed.
 */
export const columnsOf = ({ release, table, places }: TablePage): ReadonlyArray<FlatColumn> => {
  const isPublished = (place: number) => table.states[place] === "published"
  const columns: ReadonlyArray<Omit<FlatColumn, "hxl">> = [
    ...table.columns.map(({ name, values, cells, isYears }) => {
      const labels = places.map((place) => values[cells[place] as number] as string)
      return isYears
        ? { name, type: "number" as const, values: labels.map(Number) }
        : { name, type: "text" as const, values: labels }
    }),
    { name: "state", type: "text", values: places.map((place) => table.states[place] as string) },
    {
      name: table.figure,
      type: "number",
      values: places.map((place) => (isPublished(place) ? (table.figures[place] as number) : null))
    },
    ...boundColumns.map((name) => ({
      name,
      type: "number" as const,
      values: places.map((place) => numberOrNull(table.bounds[name][place]))
    })),
    {
      name: "as_of",
      type: "number",
      values: places.map((place) => (isPublished(place) ? (table.asOf[place] as number) : null))
    },
    { name: "release", type: "number", values: places.map(() => release.release) },
    { name: "invented", type: "boolean", values: places.map(() => release.invented) }
  ]
  return columns.map((column) => ({ ...column, hxl: hxlTag(column.name) }) as FlatColumn)
}
