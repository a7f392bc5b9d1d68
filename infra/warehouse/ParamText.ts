/** Values of `{name:Type}` placeholders as ClickHouse reads them, and SQL literals. */
import type { Param } from "../../ports/Warehouse.ts"

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "'": "\\'", "\t": "\\t", "\n": "\\n", "\r": "\\r" }

const escape = (text: string) => text.replace(/[\\'\t\n\r]/g, (char) => escapes[char] as string)

/** A text in single quotes, as SQL. */
export const sqlString = (text: string): string => `'${escape(text)}'`

const number = (value: number) =>
  Number.isNaN(value) ? "nan" : value === Infinity ? "+inf" : value === -Infinity ? "-inf" : String(value)

const insideArray = (value: Param): string => {
  if (value === null) return "NULL"
  if (typeof value === "string") return sqlString(value)
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE"
  return paramText(value)
}

/** The text that HTTP's `param_name` carries: tab-separated escapes for a single value, a literal for an array. */
export const paramText = (value: Param): string => {
  if (value === null) return "\\N"
  if (typeof value === "number") return number(value)
  if (typeof value === "bigint") return String(value)
  if (typeof value === "boolean") return value ? "1" : "0"
  if (typeof value === "string") return escape(value)
  return `[${value.map(insideArray).join(",")}]`
}
