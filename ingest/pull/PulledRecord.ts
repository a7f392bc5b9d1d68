/** A record as a tool for data collection returns it, made a row with the columns of its form. */
import { hash } from "node:crypto"
import { flattened } from "../submit/read/JsonDocument.ts"
import { ToolUnusable } from "./ToolClient.ts"

export type Json = Readonly<Record<string, unknown>>

/** A new or changed record. */
export interface PulledRecord {
  /** The tool's id of the record. */
  readonly id: string
  /** When the tool received or changed it: ISO 8601, as the tool writes it. */
  readonly at: string
  readonly row: Json
}

/** The records of one answer, oldest first. */
export type Page = ReadonlyArray<PulledRecord>

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Returns the list of an answer. Fails if it has none: the tool's interface differs from its documents. */
export const listOf = (answer: unknown, ...names: ReadonlyArray<string>): ReadonlyArray<Json> => {
  const list = isObject(answer) ? names.map((name) => answer[name]).find(Array.isArray) : undefined
  if (list === undefined || !list.every(isObject))
    throw new ToolUnusable({ message: "The tool's answer has no list of records. Check the address and the form." })
  return list
}

/** What the tools add to each record about the device, the person who filled the form in, and themselves. */
const ofTheTool =
  /^(?:_|__)|(?:^|\/)(?:meta|formhub|__system|deviceid|device_id|username|subscriberid|simserial|phonenumber|audit|instanceid|instanceName|start|end|today)(?:\/|$)|@odata/i

/** Returns the name without the groups before it. */
const ownName = (name: string) => name.slice(name.lastIndexOf("/") + 1)

/** A repeated group becomes the columns of the n-th place: records have no other list. */
const withRepeats = (row: Json): Json => {
  const flat: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (!Array.isArray(value) || !value.every(isObject)) flat[name] = value
    else
      for (const [i, item] of value.entries())
        for (const [inner, cell] of Object.entries(flattened(item)))
          if (!isOfTheTool(inner)) flat[`leg${i + 1}.${ownName(inner)}`] = cell
  }
  return flat
}

const isOfTheTool = (name: string) => ofTheTool.test(name)

/**
 * Returns a record as a row: groups in names (`group/field`), repeats as places, without what the tool adds. The record id is a hash of the tool's, so a changed
 * record is a correction and the tool's id is not sent.
 */
export const rowOf = (form: string, id: string, record: Json): Json => ({
  recordId: hash("sha256", `${form}\0${id}`).slice(0, 32),
  ...Object.fromEntries(Object.entries(withRepeats(flattened(record))).filter(([name]) => !isOfTheTool(name)))
})

/** Returns a text of a record. Fails if it is missing, because the next run could not continue after it. */
export const textOf = (record: Json, ...names: ReadonlyArray<string>): string => {
  for (const name of names) if (typeof record[name] === "string" && record[name] !== "") return record[name]
  throw new ToolUnusable({ message: "A record of the tool has no id or no time. Check the address and the form." })
}

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return ""
  const text = Array.isArray(value) ? value.join(";") : typeof value === "object" ? "" : String(value)
  return `"${text.replaceAll('"', '""')}"`
}

/** Returns rows as a table with the columns of all of them, so that they are read as an export of the tool is. */
export const csvOf = (rows: ReadonlyArray<Json>): string => {
  const columns = [...new Set(rows.flatMap(Object.keys))]
  return [columns.map(cellOf), ...rows.map((row) => columns.map((column) => cellOf(row[column])))]
    .map((cells) => `${cells.join(",")}\r\n`)
    .join("")
}
