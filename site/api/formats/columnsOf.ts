/** A page of a table as columns, for formats that have columns. */
import { boundColumns } from "../../../release/history/Bounds.ts"
import { hxlTag } from "../../../release/published/hxlTags.ts"
import type { TablePage } from "../tables/TablePage.ts"

export type FlatColumn = { readonly name: string; readonly hxl: string } & (
  | { readonly type: "text"; readonly values: ReadonlyArray<string> }
  /** Whole numbers; null where there is none. */
  | { readonly type: "number"; readonly values: ReadonlyArray<number | null> }
  | { readonly type: "boolean"; readonly values: ReadonlyArray<boolean> }
)

const numberOrNull = (number = Number.NaN) => (Number.isNaN(number) ? null : number)

/**
 * Dimensions, state, figure, `low` and `high` (bounds of a suppressed count), `as_of` (number of the release whose figure it is), release,
 * invented. Years are numbers where every label of the table is a single year. A cell that is not shown has nulls in the place of figure
 * and `as_of`, all others in that of bounds.
 */
export const columnsOf = ({ release, table, places }: TablePage): ReadonlyArray<FlatColumn> => {
  const shown = (place: number) => table.states[place] === "published"
  const made: ReadonlyArray<Omit<FlatColumn, "hxl">> = [
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
      values: places.map((place) => (shown(place) ? (table.figures[place] as number) : null))
    },
    ...boundColumns.map((name) => ({
      name,
      type: "number" as const,
      values: places.map((place) => numberOrNull(table.bounds[name][place]))
    })),
    {
      name: "as_of",
      type: "number",
      values: places.map((place) => (shown(place) ? (table.asOf[place] as number) : null))
    },
    { name: "release", type: "number", values: places.map(() => release.release) },
    { name: "invented", type: "boolean", values: places.map(() => release.invented) }
  ]
  return made.map((column) => ({ ...column, hxl: hxlTag(column.name) }) as FlatColumn)
}
