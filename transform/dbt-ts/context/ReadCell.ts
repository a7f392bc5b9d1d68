/** From what ClickHouse answers in JSON to the values that dbt's tables hold. */
import { Dict } from "../jinja/Dict.ts"
import { toJson } from "../jinja/Json.ts"
import { whole } from "../jinja/Numbers.ts"
import { printFloat } from "../jinja/Print.ts"
import { Float, type Value } from "../jinja/Value.ts"
import { Moment, momentOf } from "./modules/Moment.ts"

/** A float as Python's Decimal prints it: digits, with an exponent only where it must be. */
const decimalText = (value: number): string => {
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

/** Parts of a list, map or tuple, which becomes one text of JSON; types inside of it say nothing more. */
const part = (value: unknown): Value => {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(part)
  if (typeof value === "number") return Number.isInteger(value) ? value : new Float(value)
  if (typeof value !== "object") return value as string | boolean
  return Dict.of(Object.entries(value).map(([key, item]) => [key, part(item)]))
}

export const readCell = (type: string, value: unknown): Value => {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1]
  if (inner !== undefined) return readCell(inner, value)
  if (value === null || value === undefined) return null
  if (/^U?Int/.test(type)) return whole(BigInt(value as string | number))
  if (type.startsWith("Decimal")) return decimal(type, String(value))
  if (type.startsWith("Float") || type === "BFloat16") return new Float(Number(value), decimalText(Number(value)))
  if (typeof value === "boolean") return value
  if (typeof value === "object") return toJson(part(value))
  return /^Date(?!Time.*'.*')/.test(type) ? moment(String(value)) : String(value)
}
