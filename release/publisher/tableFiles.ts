/** Writes tables of a release as files, from published cells only. */

import { Effect } from "effect"
import { sqlString } from "../../ports/sqlString.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { commonMeanings, dimensionMeaning, figureMeaning } from "../catalogue/columnMeanings.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { tableTitle } from "../catalogue/tableTitle.ts"
import { boundColumns, boundsShown } from "../history/Bounds.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import { csvLine } from "../published/csvLine.ts"
import { hxlTag } from "../published/hxlTags.ts"
import { tableWorkbook } from "../published/tableWorkbook.ts"

export const fileFormats = ["csv", "xlsx", "json", "parquet", "arrow"] as const
type FileFormat = (typeof fileFormats)[number]

/** Returns the name of the column with figures. */
export const figureColumn = ({ table }: TableChoice): string => releaseTables.get(table)?.cube.count ?? "persons"

/** Returns the file name of a choice. A second choice of the same table has a number appended. */
export const fileNameOf = (choices: ReadonlyArray<TableChoice>, c: number): string => {
  const name = choices[c]?.table as string
  return choices.findIndex(({ table }) => table === name) === c ? name : `${name}-${c + 1}`
}

/** Returns the columns of a file: labels, state, figure, bounds, and release in which the figure was current. */
const columnsOf = (choice: TableChoice) => [...choice.by, "state", figureColumn(choice), ...boundColumns, "as_of"]

/** Returns the numbers of a cell; null for an empty field. */
const numbersOf = ({ shown, bounds }: ReleaseCell): ReadonlyArray<number | null> => {
  const [figure, asOf] = shown.state === "published" ? [shown.victims, shown.asOf] : [null, null]
  return [figure, ...boundsShown(bounds), asOf]
}

/** Returns a table as CSV: labels, state, figure and bounds. With `hxl`, a row of HXL tags is below the header. */
export const tableCsv = (choice: TableChoice, cells: ReadonlyArray<ReleaseCell>, options = { hxl: false }): string => {
  const columns = columnsOf(choice)
  return [
    columns.join(","),
    ...(options.hxl ? [columns.map((name) => hxlTag(name)).join(",")] : []),
    ...cells.map((cell) => csvLine([...cell.labels, cell.shown.state, ...numbersOf(cell)])),
    ""
  ].join("\n")
}

const tableJson = (choice: TableChoice, cells: ReadonlyArray<ReleaseCell>, invented: boolean): string =>
  `${JSON.stringify({
    table: choice.table,
    title: tableTitle(choice.table, choice.by),
    choice,
    invented,
    cells: cells.map((cell) => ({
      ...Object.fromEntries(choice.by.map((name, d) => [name, cell.labels[d]])),
      state: cell.shown.state,
      ...Object.fromEntries(
        numbersOf(cell).flatMap((one, n) => (one === null ? [] : [[columnsOf(choice)[choice.by.length + 1 + n], one]]))
      )
    }))
  })}\n`

/** What a workbook of a demonstration says. */
export const inventedFigures = "These figures come from the fictitious records of a demonstration."

/** Returns the workbook of a table: its cells, and what they mean. */
const tableXlsx = (
  choice: TableChoice,
  cells: ReadonlyArray<ReleaseCell>,
  { invented, hxl }: { readonly invented: boolean; readonly hxl: boolean }
): Uint8Array => {
  const meanings: Readonly<Record<string, string>> = commonMeanings
  return tableWorkbook({
    columns: columnsOf(choice).map((name) => ({
      name,
      hxl: hxlTag(name),
      meaning:
        meanings[name] ??
        (name === figureColumn(choice) ? figureMeaning(choice.table) : dimensionMeaning(choice.table, name))
    })),
    rows: cells.map((cell) => [...cell.labels, cell.shown.state, ...numbersOf(cell)]),
    hxl,
    notes: [
      ["table", tableTitle(choice.table, choice.by)],
      ["counts", releaseTables.get(choice.table)?.cube.unit ?? ""],
      ...(invented ? [["invented", inventedFigures] as const] : [])
    ]
  })
}

/** Maximum number of rows per `SELECT`. */
const maxRows = 20_000

/** Returns a Parquet or Arrow IPC file, written by the store from published cells. */
const tableBytes = Effect.fn("tableFiles.bytes")(function* (
  choice: TableChoice,
  cells: ReadonlyArray<ReleaseCell>,
  format: "Parquet" | "Arrow"
) {
  const warehouse = yield* Warehouse
  const list = (values: ReadonlyArray<string>, type: string) => `CAST([${values.join(",")}], 'Array(${type})')`
  const parts: Array<string> = []
  for (let at = 0; at === 0 || at < cells.length; at += maxRows) {
    const some = cells.slice(at, at + maxRows)
    const numbers = some.map(numbersOf)
    const column = (n: number) => numbers.map((chosen) => (chosen[n] === null ? "NULL" : String(chosen[n])))
    const lists = [
      ...choice.by.map((_, d) =>
        list(
          some.map(({ labels }) => sqlString(labels[d] as string)),
          "String"
        )
      ),
      list(
        some.map(({ shown }) => sqlString(shown.state)),
        "String"
      ),
      ...["UInt64", "UInt64", "UInt64", "Int64"].map((type, n) => list(column(n), `Nullable(${type})`))
    ]
    const names = columnsOf(choice)
    parts.push(
      `SELECT ${names.map((name, d) => `row.${d + 1} AS ${name}`).join(", ")} FROM (SELECT arrayJoin(arrayZip(${lists.join(", ")})) AS row)`
    )
  }
  return yield* warehouse.queryBytes(parts.join(" UNION ALL "), format, {
    settings: {
      output_format_arrow_compression_method: "none",
      output_format_arrow_string_as_string: 1,
      output_format_parquet_string_as_string: 1,
      max_query_size: 268_435_456
    }
  })
})

/** Returns a file's name and bytes. */
export const tableFile = Effect.fn("tableFile")(function* (
  {
    choices,
    cells,
    invented
  }: {
    readonly choices: ReadonlyArray<TableChoice>
    readonly cells: ReadonlyArray<ReleaseCell>
    readonly invented: boolean
  },
  c: number,
  format: FileFormat,
  options = { hxl: false }
) {
  const choice = choices[c] as TableChoice
  const chosen = cells.filter((cell) => cell.choice === c)
  const name = `${fileNameOf(choices, c)}.${format}`
  const text = (content: string) => new TextEncoder().encode(content)
  if (format === "csv") return { name, bytes: text(tableCsv(choice, chosen, options)) }
  if (format === "xlsx") return { name, bytes: tableXlsx(choice, chosen, { invented, ...options }) }
  if (format === "json") return { name, bytes: text(tableJson(choice, chosen, invented)) }
  return { name, bytes: yield* tableBytes(choice, chosen, format === "arrow" ? "Arrow" : "Parquet") }
})
