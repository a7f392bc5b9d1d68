/**
 * Reads a JSON document with a list of records: an array, or an object with one array of objects, as the interfaces of KoboToolbox (`results`), ODK
 * Central (`value`) and DHIS2 (`events`) return it.
 */
import { FileRefused } from "./FileRefused.ts"
import type { FileRow } from "./FileRow.ts"
import type { FileSource } from "./FileSource.ts"
import { deepestJson, largestDocument } from "./Limits.ts"
import { depthOf } from "./NdjsonLines.ts"
import { encodingOf, textOf } from "./TextEncoding.ts"

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const isListOfObjects = (value: unknown): value is ReadonlyArray<Json> =>
  Array.isArray(value) && value.length > 0 && value.every(isObject)

/** The list of records in a document; undefined if there is none, or more than one. */
const listIn = (document: unknown): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(document)) return document
  if (!isObject(document)) return undefined
  const lists = Object.values(document).filter(isListOfObjects)
  return lists.length === 1 ? lists[0] : undefined
}

/** The value of a DHIS2 data element or attribute: `{"dataElement": "gender", "value": "F"}`. */
const namedValue = (item: Json): readonly [string, unknown] | undefined => {
  const name = item["dataElement"] ?? item["attribute"]
  return typeof name === "string" && Object.hasOwn(item, "value") ? [name, item["value"]] : undefined
}

/**
 * Returns an object with the nested ones in the same level, as `group/field`. Lists of objects stay, because they are legs of a route; lists of DHIS2's
 * named values become fields. Empty objects and lists are left out.
 */
export const flattened = (object: Json, prefix = ""): Json => {
  const flat: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) {
    const name = `${prefix}${key}`
    if (isObject(value)) Object.assign(flat, flattened(value, `${name}/`))
    else if (isListOfObjects(value) && value.every((item) => namedValue(item) !== undefined))
      for (const item of value) {
        const [element, of] = namedValue(item) as readonly [string, unknown]
        flat[element] = of
      }
    else if (!(Array.isArray(value) && value.length === 0)) flat[name] = value
  }
  return flat
}

const documentOf = (text: string): unknown => {
  if (depthOf(text) > deepestJson) throw new FileRefused("json-too-deep")
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns the records of a document as rows, numbered from 1; undefined if the text is no such document. */
export const jsonRows = async (source: FileSource): Promise<ReadonlyArray<FileRow> | undefined> => {
  if (source.size > largestDocument) return undefined
  let text = ""
  for await (const piece of textOf(source, await encodingOf(source))) text += piece
  return listIn(documentOf(text))?.map((item, i) =>
    isObject(item) ? { row: i + 1, object: flattened(item) } : { row: i + 1, broken: "json-malformed" }
  )
}
