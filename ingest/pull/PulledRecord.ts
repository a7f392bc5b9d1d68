/** A record as a tool for data collection returns it, made a row with the columns of its form. */
import { hash } from "node:crypto"
import { marksOf } from "../submit/columns/MarkedRows.ts"
import { isOfSurveyTool } from "../submit/columns/ToolColumns.ts"
import { cellOfValue, flatRecord } from "../submit/read/FlatRecord.ts"
import { isObject, type Json } from "../submit/values/JsonObject.ts"
import { ToolUnusable } from "./ToolClient.ts"

/** Returns whether a record, as names and values, does not count in the tool. */
const isMarked = (cells: ReadonlyArray<readonly [string, unknown]>): boolean => {
  const answers = cells.map(([, value]) => cellOfValue(value))
  return marksOf(cells.map(([name]) => name)).some(({ isMark }) => isMark(answers))
}

/** Returns whether a record of the tool does not count there. */
export const isMarkedRecord = (record: Json): boolean => isMarked([...flatRecord(record)])

/** A new or changed record. */
export interface PulledRecord {
  /** The tool's id of the record. */
  readonly id: string
  /** When the tool received or changed it: ISO 8601, as the tool writes it. */
  readonly at: string
  readonly row: Json
  /** Whether it does not count in the tool: a reviewer rejected it, it is marked as deleted or a duplicate, or the event has not taken place. */
  readonly isLeftOut: boolean
}

/** The records of one answer, oldest first. */
export type Page = ReadonlyArray<PulledRecord>

/** Returns the list of an answer. Fails if it has none: the tool's interface differs from its documents. */
export const listOf = (answer: unknown, ...names: ReadonlyArray<string>): ReadonlyArray<Json> => {
  const list = isObject(answer) ? names.map((name) => answer[name]).find(Array.isArray) : undefined
  if (list === undefined || !list.every(isObject))
    throw new ToolUnusable({ message: "The tool's answer has no list of records. Check the address and the form." })
  return list
}

/**
 * Returns a record as a row: groups in names (`group/field`), repeats as places, without what the tool adds. The record id is a hash of the tool's, so a changed
 * record is a correction and the tool's id is not sent.
 */
export const pulledRecord = (form: string, id: string, at: string, record: Json): PulledRecord => {
  const cells = [...flatRecord(record)]
  return {
    id,
    at,
    row: {
      recordId: hash("sha256", `${form}\0${id}`).slice(0, 32),
      ...Object.fromEntries(cells.filter(([name]) => !isOfSurveyTool(name)))
    },
    isLeftOut: isMarked(cells)
  }
}

/** Returns a text of a record. Fails if it is missing, because the next run could not continue after it. */
export const textOf = (record: Json, ...names: ReadonlyArray<string>): string => {
  for (const name of names) if (typeof record[name] === "string" && record[name] !== "") return record[name]
  throw new ToolUnusable({ message: "A record of the tool has no id or no time. Check the address and the form." })
}

const cellOf = (value: unknown): string => `"${cellOfValue(value).replaceAll('"', '""')}"`

/** Returns rows as a table with the columns of all of them, so that they are read as an export of the tool is. */
export const csvOf = (rows: ReadonlyArray<Json>): string => {
  const columns = [...new Set(rows.flatMap(Object.keys))]
  return [columns.map(cellOf), ...rows.map((row) => columns.map((column) => cellOf(row[column])))]
    .map((cells) => `${cells.join(",")}\r\n`)
    .join("")
}
