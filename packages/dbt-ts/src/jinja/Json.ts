/** JSON as Python's `json` module writes it. */

import { order } from "./Operators.ts"
import { str } from "./Print.ts"
import { fail } from "./TemplateError.ts"
import { typeName } from "./typeName.ts"
import { Dict, Float, HostObject, Tuple, type Value } from "./Value.ts"

const text = (value: string): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)

export interface JsonOptions {
  readonly sortKeys?: boolean
  readonly indent?: number | undefined
}

/** Returns a value as JSON text. Fails the template for a value that JSON does not have. */
export const toJson = (value: Value, options: JsonOptions = {}, depth = 0): string => {
  const inner = (item: Value): string => toJson(item, options, depth + 1)
  const enclosed = (open: string, items: ReadonlyArray<string>, close: string): string => {
    if (items.length === 0) return open + close
    if (options.indent === undefined) return open + items.join(", ") + close
    const pad = (by: number): string => `\n${" ".repeat((options.indent ?? 0) * by)}`
    return open + pad(depth + 1) + items.join(`,${pad(depth + 1)}`) + pad(depth) + close
  }
  if (value === null) return "null"
  if (typeof value === "boolean") return String(value)
  if (typeof value === "string") return text(value)
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) return str(value)
  if (Array.isArray(value)) return enclosed("[", value.map(inner), "]")
  if (value instanceof Tuple) return enclosed("[", value.items.map(inner), "]")
  if (value instanceof Dict) {
    const entries = [...value.entries()]
    if (options.sortKeys === true) entries.sort(([a], [b]) => order(a, b))
    const name = (key: Value): string => (typeof key === "string" ? text(key) : `"${toJson(key)}"`)
    return enclosed(
      "{",
      entries.map(([key, item]) => `${name(key)}: ${inner(item)}`),
      "}"
    )
  }
  return fail(`Object of type ${typeName(value)} is not JSON serializable`)
}

/** Returns a value of the host's (parsed JSON or YAML) as a value of templates. A number that is not whole becomes a float. */
export const fromHost = (value: unknown): Value => {
  if (value === null || value === undefined) return null
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value
  if (typeof value === "number") return Number.isInteger(value) ? value : new Float(value)
  if (Array.isArray(value)) return value.map(fromHost)
  if (value instanceof HostObject || value instanceof Dict || value instanceof Tuple || value instanceof Float) {
    return value
  }
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return Dict.of(Object.entries(value as Record<string, unknown>).map(([key, item]) => [key, fromHost(item)]))
}

/** The other way: for files and settings. */
export const toHost = (value: Value): unknown => {
  if (value instanceof Float) return value.value
  if (typeof value === "bigint") return Number(value)
  if (Array.isArray(value)) return value.map(toHost)
  if (value instanceof Tuple) return value.items.map(toHost)
  if (value instanceof Dict) return Object.fromEntries(value.entries().map(([key, item]) => [str(key), toHost(item)]))
  return value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : str(value)
}
