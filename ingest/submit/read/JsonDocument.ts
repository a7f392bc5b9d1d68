/**
 * Reads a JSON document: a list of records, or an object with one, as the interfaces of KoboToolbox (`results`), ODK Central (`value`) and DHIS2
 * (`events`) return it; a list of rows, as that of Google Sheets does (`values`); or one record.
 */
import { FileRefused } from "./FileRefused.ts"
import type { FileRow } from "./FileRow.ts"
import type { FileSource } from "./FileSource.ts"
import { cellOfValue, isListOfObjects, isObject } from "./FlatRecord.ts"
import { deepestJson, largestDocument } from "./Limits.ts"
import { depthOf } from "./NdjsonLines.ts"
import { encodingOf, textOf } from "./TextEncoding.ts"

const isListOfRows = (value: unknown): value is ReadonlyArray<ReadonlyArray<unknown>> =>
  Array.isArray(value) && value.length > 0 && value.every(Array.isArray)

/** The records in a document; undefined if there is none. */
const listIn = (document: unknown): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(document)) return document
  if (!isObject(document)) return undefined
  const lists = Object.values(document).filter((value) => isListOfObjects(value) || isListOfRows(value))
  // An object with other values than those of a page of results is a record itself.
  const isRecord = "caseReference" in document || "record" in document
  return lists.length === 1 && !isRecord ? (lists[0] as ReadonlyArray<unknown>) : [document]
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

/** Returns the records of a document as rows, numbered from 1; undefined if the text is no such document. */
export const jsonRows = async (source: FileSource): Promise<ReadonlyArray<FileRow> | undefined> => {
  if (source.size > largestDocument) return undefined
  let text = ""
  for await (const piece of textOf(source, await encodingOf(source))) text += piece
  return listIn(documentOf(text))?.map(rowOf)
}
