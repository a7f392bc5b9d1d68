/** From what ClickHouse answers in JSON to the values that dbt's tables hold. */

import { toJson } from "../jinja/Json.ts"
import { whole } from "../jinja/Numbers.ts"
import { ascii, printFloat } from "../jinja/Print.ts"
import { Dict, Float, type Value } from "../jinja/Value.ts"
import { Moment, momentOf } from "./modules/Moment.ts"

/** Returns a float as Python's Decimal prints it: digits, with an exponent only where it must be. */
const decimalText = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity"
  const text = printFloat(value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const [, sign, first, rest = "", exponent] = match
  const power = Number(exponent)
  if (power > 0 || power < -6) return `${sign}${first}${rest === "" ? "" : `.${rest}`}E${power > 0 ? "+" : ""}${power}`
  return `${sign}0.${"0".repeat(-power - 1)}${first}${rest}`
}

const decimal = (type: string, value: string): Float => {
  const scale = Number(/(\d+)\)$/.exec(type)?.[1] ?? 0)
  const [before, after = ""] = value.split(".")
  return new Float(Number(value), scale === 0 ? (before as string) : `${before}.${after.padEnd(scale, "0")}`)
}

const moment = (value: string): Value => {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?$/.exec(value)
  if (found === null) return value
  const [, year, month, day, hour, minute, second, fraction = ""] = found
  const fields = { year, month, day, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0 }
  const numbers = Object.fromEntries(Object.entries(fields).map(([name, part]) => [name, Number(part)]))
  const micros = momentOf({
    ...(numbers as unknown as Parameters<typeof momentOf>[0]),
    microsecond: Number(fraction.padEnd(6, "0").slice(0, 6))
  })
  return new Moment(hour === undefined ? "date" : "datetime", micros)
}

/** Settings with which no digit is lost. */
export const exactNumbers = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_denormals: 1
} as const

const isWhole = (type: string): boolean => /^U?Int/.test(type)
const isFloat = (type: string): boolean => type.startsWith("Float") || type === "BFloat16"

/** A float of 32 bits has more digits as Python reads it. */
const float = (type: string, value: unknown): number => {
  const number = value === "inf" ? Infinity : value === "-inf" ? -Infinity : Number(value)
  return type === "Float32" ? Math.fround(number) : number
}

const bare = (type: string): string => /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1] ?? type

/** Parts of a list, map or tuple, which becomes one text of JSON; only a list has the type of its parts. */
const part = (outer: string, value: unknown): Value => {
  const type = bare(bare(outer))
  if (value === null || value === undefined) return null
  if (isFloat(type)) return new Float(float(type, value))
  if (isWhole(type)) return whole(BigInt(value as string | number))
  const inner = /^Array\((.*)\)$/.exec(type)?.[1] ?? ""
  if (Array.isArray(value)) return value.map((each) => part(inner, each))
  if (typeof value === "number") return Number.isInteger(value) ? value : new Float(value)
  if (typeof value !== "object") return value as string | boolean
  return Dict.of(Object.entries(value).map(([key, item]) => [key, part("", item)]))
}

/** Bytes of a fixed length, as Python shows them. */
const bytes = (value: string): string => `b${ascii(value)}`

export const readCell = (outer: string, value: unknown): Value => {
  const type = bare(bare(outer))
  if (value === null || value === undefined) return null
  if (isWhole(type)) return whole(BigInt(value as string | number))
  if (type.startsWith("Decimal")) return decimal(type, String(value))
  if (isFloat(type)) return new Float(float(type, value), decimalText(float(type, value)))
  if (typeof value === "boolean") return value
  if (typeof value === "object") return toJson(part(type, value))
  if (type.startsWith("FixedString")) return bytes(String(value))
  return /^Date(?!Time.*'.*')/.test(type) ? moment(String(value)) : String(value)
}
