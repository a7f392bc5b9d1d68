/**
 * A JSON record of a tool with its groups, repeats and named values on one level, as the tool's tables have them: `group/field` for groups, `leg2.country`
 * for the second item of a route, and the values of all items for any other repeat.
 */
import { namesInRepeat } from "../columns/OtherPersons.ts"
import { isObject, type Json } from "../values/JsonObject.ts"
import { itemColumns } from "./Repeats.ts"

/** Returns whether a JSON value is a repeat: a list of objects, at least one. */
export const isListOfObjects = (value: unknown): value is ReadonlyArray<Json> =>
  Array.isArray(value) && value.length > 0 && value.every(isObject)

/** Returns the value of a DHIS2 data element or attribute: `{"dataElement": "gender", "value": "F"}`. Attributes have a name for people too. */
const namedValue = (item: Json): readonly [string, unknown] | undefined => {
  const name = item["displayName"] ?? item["dataElement"] ?? item["attribute"]
  return typeof name === "string" && Object.hasOwn(item, "value") ? [name, item["value"]] : undefined
}

/** Returns the value of MongoDB's extended JSON: `{"$date": "2023-01-02T00:00:00Z"}`. */
const typedValue = (object: Json): unknown => {
  const [key, ...others] = Object.keys(object)
  return key !== undefined && others.length === 0 && /^\$(?:date|oid|number\w+)$/.test(key) ? object[key] : undefined
}

type Flat = Map<string, unknown>

/** Adds a value; several values of one name are several answers, which only some fields may have. */
const put = (flat: Flat, name: string, value: unknown): void => {
  const known = flat.get(name)
  flat.set(name, known === undefined || known === null ? value : [known, value].flat())
}

/** Lists of DHIS2 about the same person, which repeat its answers; and about others: the tracked entity of a trafficker. */
const ofSamePerson = /^(?:enrollments|events)$/
const ofOtherPersons = /^relationships$/

const addItems = (flat: Flat, list: string, items: ReadonlyArray<Json>): void => {
  const values = items.map((item) => namedValue(item) ?? flatMap(item))
  const names = new Set(values.flatMap((item) => (item instanceof Map ? [...item.keys()] : [])))
  const nameOf = namesInRepeat(list, [...names])
  const columnOf = itemColumns([...names].map(nameOf))
  for (const [n, item] of values.entries())
    if (!(item instanceof Map)) put(flat, ...item)
    else
      for (const [name, value] of item) {
        if (ofOtherPersons.test(list)) put(flat, `${list}/${name}`, value)
        else if (!ofSamePerson.test(list) || flat.get(name) !== value)
          put(flat, columnOf(nameOf(name)).of(n + 1), value)
      }
}

const addObject = (flat: Flat, object: Json, prefix: string): void => {
  for (const [key, value] of Object.entries(object)) {
    const name = `${prefix}${key}`
    const typed = isObject(value) ? typedValue(value) : undefined
    if (typed !== undefined) put(flat, name, typed)
    else if (isObject(value)) addObject(flat, value, `${name}/`)
    else if (isListOfObjects(value)) addItems(flat, name, value)
    else if (!(Array.isArray(value) && value.length === 0)) put(flat, name, value)
  }
}

const flatMap = (object: Json): Flat => {
  const flat: Flat = new Map()
  addObject(flat, object, "")
  return flat
}

/** Returns the values of a record by name: texts, numbers, booleans, and lists of them. Empty groups and lists are left out. */
export const flatRecord = (object: Json): ReadonlyMap<string, unknown> => flatMap(object)

/** Returns a value as the cell of a table. Several answers are separated by semicolons; objects are not cells. */
export const cellOfValue = (value: unknown): string => {
  // Lists in a list, such as two routes, do not become one.
  if (Array.isArray(value))
    return value.map((item) => (Array.isArray(item) ? item.map(cellOfValue).join(" > ") : cellOfValue(item))).join(";")
  return value === null || value === undefined || typeof value === "object" ? "" : String(value)
}
