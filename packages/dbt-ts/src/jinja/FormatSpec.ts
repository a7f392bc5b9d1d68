/** Python's format specification, such as `>8.2f`, which both ways to format text share. */
import { asNumber, asWhole } from "./Numbers.ts"
import { str } from "./Print.ts"
import { fixed } from "./Round.ts"
import { fail } from "./TemplateError.ts"
import { typeName } from "./typeName.ts"
import { Float, type Value } from "./Value.ts"

export interface FormatSpec {
  readonly fill: string
  readonly align: string | undefined
  readonly sign: string
  readonly alternate: boolean
  readonly width: number
  readonly group: string
  readonly precision?: number | undefined
  readonly type: string
}

const exponent = (value: number, precision: number): string =>
  value.toExponential(precision).replace(/e([+-])(\d)$/, "e$10$2")

const general = (value: number, precision: number, alternate: boolean): string => {
  if (value === 0) return "0"
  const digits = precision === 0 ? 1 : precision
  const power = Number(value.toExponential(digits - 1).split("e")[1])
  const text = power < -4 || power >= digits ? exponent(value, digits - 1) : fixed(value, digits - 1 - power)
  return alternate || !text.includes(".") ? text : text.replace(/\.?0+(?=e|$)/, "")
}

const bases: Readonly<Record<string, readonly [number, string]>> = {
  b: [2, "0b"],
  o: [8, "0o"],
  x: [16, "0x"],
  X: [16, "0X"]
}

const inBase = (whole: bigint, [base, prefix]: readonly [number, string], { type, alternate }: FormatSpec): string => {
  const text = (alternate ? prefix : "") + whole.toString(base)
  return type === "X" ? text.toUpperCase() : text
}

const wholeText = (size: bigint, { precision }: FormatSpec): string => size.toString().padStart(precision ?? 0, "0")

/** The text of a size by type of format; types in upper case have the text of those in lower case. */
const floatTexts: Readonly<Record<string, (size: number, spec: FormatSpec) => string>> = {
  c: (size) => String.fromCodePoint(size),
  f: (size, { precision = 6 }) => fixed(size, precision),
  e: (size, { precision = 6 }) => exponent(size, precision),
  g: (size, { precision = 6, alternate }) => general(size, precision, alternate),
  "%": (size, { precision = 6 }) => `${fixed(size * 100, precision)}%`
}

/** Returns the text of a number without its sign; undefined for what is not a number. */
const numberText = (value: Value, spec: FormatSpec): string | undefined => {
  const integer = asWhole(value)
  const number = asNumber(value)
  if (number === undefined) return undefined
  const whole = integer !== undefined ? (integer < 0n ? -integer : integer) : undefined
  const size = Math.abs(number)
  const unknown = (type: string): string => fail(`Unknown format code '${spec.type}' for object of type '${type}'`)
  const base = bases[spec.type]
  if (base !== undefined) return whole === undefined ? unknown("float") : inBase(whole, base, spec)
  if (spec.type === "" || spec.type === "n") {
    if (whole !== undefined) return whole.toString()
    return spec.precision === undefined ? str(new Float(size)) : general(size, spec.precision, spec.alternate)
  }
  if ("diu".includes(spec.type)) return wholeText(whole ?? BigInt(Math.trunc(size)), spec)
  const text = floatTexts[spec.type.toLowerCase()]?.(size, spec)
  return text === undefined ? unknown(typeName(value)) : "EG".includes(spec.type) ? text.toUpperCase() : text
}

const grouped = (text: string, mark: string): string => {
  const [, digits, rest] = /^(\d+)([\s\S]*)$/.exec(text) ?? [text, text, ""]
  return (digits as string).replace(/\B(?=(\d{3})+$)/g, mark) + rest
}

const padded = (text: string, sign: string, spec: FormatSpec, standard: string): string => {
  const missing = spec.width - [...text].length - sign.length
  if (missing <= 0) return sign + text
  const align = spec.align ?? standard
  if (align === "=") return sign + spec.fill.repeat(missing) + text
  if (align === "<") return sign + text + spec.fill.repeat(missing)
  if (align === "^") {
    const left = Math.floor(missing / 2)
    return spec.fill.repeat(left) + sign + text + spec.fill.repeat(missing - left)
  }
  return spec.fill.repeat(missing) + sign + text
}

/** Returns the text of a value in a format. */
export const applySpec = (value: Value, spec: FormatSpec): string => {
  const text = numberText(value, spec)
  if (text === undefined) {
    if (spec.type !== "" && spec.type !== "s") {
      return fail(`Unknown format code '${spec.type}' for object of type '${typeName(value)}'`)
    }
    const shown = str(value)
    return padded(spec.precision === undefined ? shown : [...shown].slice(0, spec.precision).join(""), "", spec, "<")
  }
  const below = (asNumber(value) as number) < 0
  const sign = below ? "-" : spec.sign === "-" ? "" : spec.sign
  return padded(spec.group === "" ? text : grouped(text, spec.group), sign, spec, ">")
}

/** Reads `[[fill]align][sign][#][0][width][grouping][.precision][type]`. */
export const parseSpec = (text: string): FormatSpec => {
  const match = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su.exec(text)
  if (match === null) return fail("Invalid format specifier")
  const [, fill, align, sign, alternate, zero, width, group, precision, type] = match
  return {
    fill: fill ?? (zero === undefined ? " " : "0"),
    align: align ?? (zero === undefined ? undefined : "="),
    sign: sign ?? "-",
    alternate: alternate !== undefined,
    width: width === undefined ? 0 : Number(width),
    group: group ?? "",
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? ""
  }
}
