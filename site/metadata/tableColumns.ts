import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"
import { dimensionOf } from "../../release/catalogue/Cube.ts"
import { commonMeanings, dimensionMeaning, figureMeaning } from "../../release/catalogue/columnMeanings.ts"
import { releaseTables } from "../../release/catalogue/releaseTables.ts"
import { boundColumns } from "../../release/history/Bounds.ts"
import { hxlTag } from "../../release/published/hxlTags.ts"
import type { TableFacts } from "../../release/published/PublishedTable.ts"

export type ColumnRole = "dimension" | "state" | "figure" | "bound" | "asOf" | "release" | "invented"

/** A column of a table in a file. */
export interface TableColumn {
  readonly name: string
  readonly role: ColumnRole
  readonly type: "text" | "number" | "boolean"
  readonly meaning: string
  /** Whether every row has a value. */
  readonly required: boolean
  /** All values that a label can have, for columns with few. */
  readonly values?: ReadonlyArray<CellState>
  /** Code list with the names of the labels (`/v1/codelists/…`). */
  readonly codeList?: string
  /** Tag of the Humanitarian Exchange Language. */
  readonly hxl: string
}

/** Returns the columns of a table in the order of files. `isYears`: whether the labels of a dimension are single years, so numbers. */
export const tableColumns = (
  { table, figure, dimensions }: Pick<TableFacts, "table" | "figure" | "dimensions">,
  isYears: (dimension: string) => boolean
): ReadonlyArray<TableColumn> => {
  const cube = releaseTables.get(table)?.cube
  const columns: ReadonlyArray<Omit<TableColumn, "hxl">> = [
    ...dimensions.map((name) => {
      const codeList = cube && dimensionOf(cube, name)?.codeList
      return {
        name,
        role: "dimension" as const,
        type: isYears(name) ? ("number" as const) : ("text" as const),
        meaning: dimensionMeaning(table, name),
        required: true,
        ...(codeList === undefined ? {} : { codeList })
      }
    }),
    { name: "state", role: "state", type: "text", meaning: commonMeanings.state, required: true, values: cellStates },
    { name: figure, role: "figure", type: "number", meaning: figureMeaning(table), required: false },
    ...boundColumns.map((name) => ({
      name,
      role: "bound" as const,
      type: "number" as const,
      meaning: commonMeanings[name],
      required: false
    })),
    { name: "as_of", role: "asOf", type: "number", meaning: commonMeanings.as_of, required: false },
    { name: "release", role: "release", type: "number", meaning: "number of this release", required: true },
    {
      name: "invented",
      role: "invented",
      type: "boolean",
      meaning: "whether the figures come from the fictitious records of a demonstration",
      required: true
    }
  ]
  return columns.map((column) => ({ ...column, hxl: hxlTag(column.name) }))
}
