/**
 * Reads a JSON document: a list of records, or an object with one, as the interfaces of KoboToolbox (`results`), ODK Central (`value`) and DHIS2
 * (`events`, or `headers` and `rows` of its analyses) return it, or a program under `data`; the features of GeoJSON; a list of rows, as that of Google Sheets does (`values`); a list for each sheet of a workbook, or for
 * each column; records under their case numbers; or one record.
 */

import { isObject } from "../values/JsonObject.ts"
import { FileRefused } from "./FileRefused.ts"
import type { FileRow } from "./FileRow.ts"
import type { FileSource } from "./FileSource.ts"
import { cellOfValue, isListOfObjects } from "./FlatRecord.ts"
import { deepestJson, largestDocument, maxColumns } from "./Limits.ts"
import { depthOf } from "./NdjsonLines.ts"
import { encodingOf, textOf } from "./TextEncoding.ts"

const isListOfRows = (value: unknown): value is ReadonlyArray<ReadonlyArray<unknown>> =>
  Array.isArray(value) && value.length > 0 && value.every(Array.isArray)

/** Records under the name of their sheet; "" for a document of one list. */
export interface JsonSheet {
  readonly name: string
  readonly rows: ReadonlyArray<FileRow>
  /** True if the document says that it has only one page of the records. */
  readonly hasMore?: boolean
}

/** Names under which an interface gives the next page: KoboToolbox, Airtable, OData and others. */
const nextPage = [
  "next",
  "offset",
  "@odata.nextLink",
  "nextLink",
  "next_page",
  "nextPage",
  "nextPageToken",
  "nextToken"
]

/** Returns whether a document, or its `pager` (DHIS2), says that further pages follow. */
const saysMore = (document: unknown): boolean => {
  if (!isObject(document)) return false
  const { page, pageCount, has_more: hasMore } = document
  return (
    nextPage.some((name) => typeof document[name] === "string" && document[name] !== "") ||
    hasMore === true ||
    (typeof page === "number" && typeof pageCount === "number" && page < pageCount) ||
    saysMore(document["pager"])
  )
}

const isList = (value: unknown): value is ReadonlyArray<unknown> => isListOfObjects(value) || isListOfRows(value)

/** A few long columns among many empty ones would become very many cells. */
const maxTransposed = 10_000_000

/** Returns rows of a table that is given by its columns, as the interface of Google Sheets can. */
const transposed = (columns: ReadonlyArray<ReadonlyArray<unknown>>): ReadonlyArray<ReadonlyArray<unknown>> => {
  const length = columns.reduce((most, column) => Math.max(most, column.length), 0)
  if (columns.length > maxColumns || length * columns.length > maxTransposed) throw new FileRefused("columns-too-many")
  return Array.from({ length }, (_, row) => columns.map((column) => column[row] ?? ""))
}

/** Names under which programs return an object with the list of records. */
const wrapper = /^(?:data|response|result|payload|body|content|export|_embedded)$/i

/** Returns the values and the place of a feature of GeoJSON. */
const valuesOfFeature = (item: unknown): unknown =>
  isObject(item) && item["type"] === "Feature" && isObject(item["properties"])
    ? { ...item["properties"], ...(item["geometry"] == null ? {} : { geometry: item["geometry"] }) }
    : item

const isScalar = (value: unknown): boolean => typeof value !== "object" || value === null

/** The values of a column in a list, or by the numbers of their rows, as pandas writes it. */
const valuesOfColumn = (column: unknown): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(column)) return column.every(isScalar) ? column : undefined
  if (!isObject(column) || !Object.keys(column).every((key, i) => key === String(i))) return undefined
  return Object.values(column).every(isScalar) ? Object.values(column) : undefined
}

/** Returns the rows of a document that has a list for each column, below their names; undefined for any other. */
const rowsOfColumns = (document: Readonly<Record<string, unknown>>): ReadonlyArray<unknown> | undefined => {
  const { columns, data } = document
  if (Array.isArray(columns) && columns.every(isScalar) && isListOfRows(data)) return [columns, ...data]
  const values = Object.values(document).map(valuesOfColumn)
  const known = values.filter((column) => column !== undefined)
  const length = known[0]?.length ?? 0
  if (known.length < 2 || length === 0 || known.length < values.length) return undefined
  return known.every((column) => column.length === length) ? [Object.keys(document), ...transposed(known)] : undefined
}

/** Returns the rows of a grid of DHIS2 below the names of its columns: of a query of events, and of its analyses. Undefined for any other document. */
const rowsOfGrid = ({
  headers,
  rows
}: Readonly<Record<string, unknown>>): ReadonlyArray<ReadonlyArray<unknown>> | undefined => {
  if (!isListOfObjects(headers) || !isListOfRows(rows)) return undefined
  const names = headers.map(({ column, name }) => column ?? name)
  return names.every((name) => typeof name === "string") ? [names, ...rows] : undefined
}

/** The column of the names under which records are, such as their case numbers: `{ "A-1": { … }, "A-2": { … } }`. */
const keyColumn = "(key)"

/** Returns records under names that are not names of groups: they have the same fields. Undefined for any other document. */
const recordsByKey = (document: Readonly<Record<string, unknown>>): ReadonlyArray<unknown> | undefined => {
  const entries = Object.entries(document)
  const records = entries.flatMap(([, value]) => (isObject(value) ? [value] : []))
  if (records.length < entries.length || entries.length === 0) return undefined
  const fields = records.map((record) => new Set(Object.keys(record)))
  const all = new Set(fields.flatMap((names) => [...names]))
  const shared = [...all].filter((name) => fields.every((names) => names.has(name)))
  const isNumbered = entries.every(([key]) => /\d/.test(key))
  if (shared.length === 0 || shared.length * 2 < all.size || (entries.length < 2 && !isNumbered)) return undefined
  return entries.map(([key], i) => ({ [keyColumn]: key, ...records[i] }))
}

/** Returns the records in a document; undefined if there is none. */
const sheetsIn = (document: unknown): ReadonlyArray<JsonSheet> | undefined => {
  const sheet = (name: string, list: ReadonlyArray<unknown>): JsonSheet => ({ name, rows: list.map(rowOf) })
  if (Array.isArray(document)) return [sheet("", document)]
  if (!isObject(document)) return undefined
  const { values, features } = document
  if (document["type"] === "FeatureCollection" && Array.isArray(features))
    return [sheet("", features.map(valuesOfFeature))]
  if (document["majorDimension"] === "COLUMNS" && isListOfRows(values)) return [sheet("", transposed(values))]
  const grid = rowsOfGrid(document)
  if (grid !== undefined) return [sheet("", grid)]
  const lists = Object.entries(document).filter(([, value]) => isList(value)) as Array<[string, ReadonlyArray<unknown>]>
  // An object with other values than those of a page of results is a record itself.
  if ("caseReference" in document || "record" in document) return [sheet("", [document])]
  const [inner, ...others] = Object.entries(document).filter(([name, value]) => wrapper.test(name) && isObject(value))
  if (lists.length === 0 && inner !== undefined && others.length === 0) return sheetsIn(inner[1])
  const arranged = lists.length === 0 ? (rowsOfColumns(document) ?? recordsByKey(document)) : rowsOfColumns(document)
  if (arranged !== undefined) return [sheet("", arranged)]
  if (lists.length === 1) return [sheet("", lists[0]?.[1] ?? [])]
  const isWorkbook = Object.values(document).every(
    (value) => isList(value) || (Array.isArray(value) && value.length === 0)
  )
  return isWorkbook && lists.length > 1 ? lists.map(([name, list]) => sheet(name, list)) : [sheet("", [document])]
}

const documentOf = (text: string): unknown => {
  if (depthOf(text) > deepestJson) throw new FileRefused("json-too-deep")
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const rowOf = (item: unknown, i: number): FileRow => {
  const row = i + 1
  if (isObject(item)) return { row, object: item }
  return Array.isArray(item) ? { row, cells: item.map(cellOfValue) } : { row, broken: "json-malformed" }
}

/** Returns the records of a document as rows, numbered from 1 in each sheet; undefined if the text is not such a document. */
export const jsonSheets = async (source: FileSource): Promise<ReadonlyArray<JsonSheet> | undefined> => {
  if (source.size > largestDocument) return undefined
  let text = ""
  for await (const piece of textOf(source, await encodingOf(source))) text += piece
  const document = documentOf(text)
  const sheets = sheetsIn(document)
  // A single record may have a field of such a name.
  const isOneRecord =
    isObject(document) && sheets?.length === 1 && sheets[0]?.rows.length === 1 && !Object.values(document).some(isList)
  return saysMore(document) && !isOneRecord ? sheets?.map((sheet) => ({ ...sheet, hasMore: true })) : sheets
}
