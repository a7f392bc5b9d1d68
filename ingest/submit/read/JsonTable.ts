/** JSON records of other tools as one table, whose columns are the names of all records. */
import { recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { isReportColumn } from "../columns/OwnColumns.ts"
import { isObject } from "../values/JsonObject.ts"
import { FileRefused } from "./FileRefused.ts"
import type { FileRow, ObjectRow, TableRow } from "./FileRow.ts"
import { findHeader, type Header, type HeaderScore } from "./FindHeader.ts"
import { cellOfValue, flatRecord, isListOfObjects } from "./FlatRecord.ts"
import { maxColumns } from "./Limits.ts"

type Rows = () => AsyncGenerator<ReadonlyArray<FileRow>>

const fieldNames = new Set(recordKinds.flatMap((kind) => recordSchema(kind).fields.map(({ name }) => name)))

/** Returns whether a record has another structure than Corridor's: groups, other lists, or other names of fields. */
const isOfATool = ({ object }: ObjectRow, score: HeaderScore): boolean =>
  Object.entries(object).some(([name, value]) => {
    if (fieldNames.has(name) || isReportColumn(name)) return false
    return isObject(value) || isListOfObjects(value) || (name !== "record" && score([name]) > 0)
  })

/** Returns a record's values by name, without what a report of ours added. */
const valuesOf = ({ object }: ObjectRow): ReadonlyMap<string, unknown> =>
  flatRecord(Object.fromEntries(Object.entries(object).filter(([name]) => !isReportColumn(name))))

/** The names of all records, in the order in which they appear. */
const namesIn = async (rows: Rows): Promise<ReadonlyArray<string>> => {
  const names = new Set<string>()
  for await (const batch of rows())
    for (const row of batch) {
      if ("object" in row) for (const name of valuesOf(row).keys()) names.add(name)
      if (names.size > maxColumns) throw new FileRefused("columns-too-many", row.row)
    }
  return [...names]
}

interface JsonTable {
  readonly header: Header | undefined
  readonly rows: Rows
}

const mapped = (rows: Rows, change: (row: FileRow) => FileRow): Rows =>
  async function* () {
    for await (const batch of rows()) yield batch.map(change)
  }

/** Returns a table whose rows are lists, the first of them its header. */
const tableOfLists = (rows: Rows, first: ReadonlyArray<TableRow>, score: HeaderScore): JsonTable => {
  const header = findHeader(first, score)
  const recordOf = (cells: ReadonlyArray<string>) =>
    Object.fromEntries(header?.names.map((name, i) => [name, cells[i] ?? ""]) ?? [])
  const change = (row: FileRow): FileRow => {
    if (!("cells" in row)) return { row: row.row, broken: "json-malformed" }
    return row.row > (header?.row ?? 0) ? { ...row, of: recordOf(row.cells) } : row
  }
  return { header, rows: mapped(rows, change) }
}

const tableOfRecords = async (rows: Rows, score: HeaderScore): Promise<JsonTable> => {
  const names = await namesIn(rows)
  const change = (row: FileRow): FileRow => {
    if (!("object" in row)) return "cells" in row ? { row: row.row, broken: "json-malformed" } : row
    const values = valuesOf(row)
    return { row: row.row, cells: names.map((name) => cellOfValue(values.get(name))), of: row.object }
  }
  const data = mapped(rows, change)
  return {
    header: { row: 0, names, known: score(names) },
    rows: async function* () {
      yield [{ row: 0, cells: names }]
      yield* data()
    }
  }
}

/** Returns the first rows, and those of them that are lists. */
const firstOf = async (rows: Rows) => {
  const first: ReadonlyArray<FileRow> = (await rows().next()).value ?? []
  return { first, lists: first.flatMap((row) => ("cells" in row ? [row] : [])) }
}

/** Returns records of any structure, or rows of which one is the header, as a table. */
export const sheetTable = async (rows: Rows, score: HeaderScore): Promise<JsonTable> => {
  const { lists } = await firstOf(rows)
  return lists.length > 0 ? tableOfLists(rows, lists, score) : tableOfRecords(rows, score)
}

/** Returns the records as a table if one of the first has another structure than Corridor's; otherwise as they are. */
export const jsonTable = async (rows: Rows, score: HeaderScore): Promise<JsonTable> => {
  const { first, lists } = await firstOf(rows)
  return lists.length > 0 || first.some((row) => "object" in row && isOfATool(row, score))
    ? sheetTable(rows, score)
    : { header: undefined, rows }
}
