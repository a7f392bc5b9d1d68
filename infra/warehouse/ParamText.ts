/** Encodes values for `{name:Type}` placeholders. */
import { escapeText, sqlString } from "../../ports/sqlString.ts"
import type { Param } from "../../ports/Warehouse.ts"

const number = (value: number) =>
  Number.isNaN(value) ? "nan" : value === Infinity ? "+inf" : value === -Infinity ? "-inf" : String(value)

const insideArray = (value: Param): string => {
  if (value === null) return "NULL"
  if (typeof value === "string") return sqlString(value)
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE"
  return paramText(value)
}

/** Returns the value in the format of HTTP's `param_name`: a TSV-escaped scalar, or an array literal. */
export const paramText = (value: Param): string => {
  if (value === null) return "\\N"
  if (typeof value === "number") return number(value)
  if (typeof value === "bigint") return String(value)
  if (typeof value === "boolean") return value ? "1" : "0"
  if (typeof value === "string") return escapeText(value)
  return `[${value.map(insideArray).join(",")}]`
}
