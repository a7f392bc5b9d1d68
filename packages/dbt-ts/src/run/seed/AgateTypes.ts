/**
 * Types of a seed's columns as dbt finds them (agate's tester, with dbt's types in dbt's order), and values as dbt then
 * writes them for ClickHouse. A blank and the word null are missing values.
 */

export interface SeedType {
  readonly name: "number" | "date" | "datetime" | "iso" | "boolean" | "text"
  /** The value as it is written; null for no value; undefined when it is not of this type. */
  readonly cast: (text: string) => string | null | undefined
}

const isNone = (text: string): boolean => text === "" || text.toLowerCase() === "null"

const currencies = "؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫"

/** Removes all repetitions of a character from both ends. */
const strip = (text: string, character: string): string => {
  let [from, to] = [0, text.length]
  while (from < to && text[from] === character) from++
  while (to > from && text[to - 1] === character) to--
  return text.slice(from, to)
}

interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

const decimal = (written: string): Decimal | undefined => {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(written.trim().replaceAll("_", ""))
  if (found === null) return undefined
  const [, sign, whole = "", part = "", power = "0"] = found
  if (whole === "" && part === "") return undefined
  const digits = `${whole}${part}`.replace(/^0+(?=\d)/, "")
  return { negative: sign === "-", digits, exponent: Number(power) - part.length }
}

/** Python's `str` of a decimal: plain where no zeros would have to be added, with an exponent otherwise. */
const decimalText = ({ negative, digits, exponent }: Decimal): string => {
  const sign = negative ? "-" : ""
  const adjusted = exponent + digits.length - 1
  if (exponent <= 0 && adjusted >= -6) {
    if (exponent === 0) return sign + digits
    const padded = digits.padStart(1 - exponent, "0")
    return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
  }
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
  return `${sign}${mantissa}E${adjusted < 0 ? "" : "+"}${adjusted}`
}

const number = (text: string): string | null | undefined => {
  let rest = text.trim()
  if (isNone(rest)) return null
  rest = strip(rest, "%")
  const negative = rest.startsWith("-")
  if (negative) rest = rest.slice(1)
  for (const symbol of currencies) rest = strip(rest, symbol)
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(rest)
  if (special !== null) return (special[2] as string).toLowerCase() === "nan" ? "NaN" : `${negative ? "-" : ""}Infinity`
  const value = decimal(rest.replaceAll(",", ""))
  return value === undefined ? undefined : decimalText({ ...value, negative: value.negative !== negative })
}

/** Returns true when a number as `number` writes it has decimal places that are not zero. */
export const hasDecimals = (written: string): boolean => {
  const [mantissa = "", power = "0"] = written.split("E")
  const places = (mantissa.split(".")[1] ?? "").replace(/0+$/, "").length
  return /\d/.test(mantissa) && places - Number(power) > 0 && /[1-9]/.test(mantissa)
}

const two = (value: number): string => String(value).padStart(2, "0")

const day = (year: string, month: string, date: string): string | undefined => {
  const [y, m, d] = [Number(year), Number(month), Number(date)]
  const time = new Date(Date.UTC(y, m - 1, d))
  time.setUTCFullYear(y)
  const isReal = y >= 1 && m >= 1 && m <= 12 && d >= 1 && time.getUTCMonth() === m - 1 && time.getUTCDate() === d
  return isReal ? `${year}-${two(m)}-${two(d)}` : undefined
}

const clock = (hours: string, minutes: string, seconds: string): string | undefined => {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)]
  return h < 24 && m < 60 && s < 62 ? `${two(h)}:${two(m)}:${two(s)}` : undefined
}

/** Casts what has a form; `read` gets the form's groups. */
const formed =
  (form: RegExp, read: (groups: ReadonlyArray<string | undefined>) => string | undefined): SeedType["cast"] =>
  (text) => {
    const rest = text.trim()
    if (isNone(rest)) return null
    const found = form.exec(rest)
    return found === null ? undefined : read(found.slice(1))
  }

const date = formed(/^(\d{4})-(\d{1,2})-(\d{1,2})$/, ([year = "", month = "", on = ""]) => day(year, month, on))

const datetime = formed(
  /^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})$/,
  ([year = "", month = "", on = "", hour = "", minute = "", second = ""]) => {
    const [date, time] = [day(year, month, on), clock(hour, minute, second)]
    return date !== undefined && time !== undefined ? `${date}T${time}` : undefined
  }
)

const isoForm =
  /^(\d{4})-?(\d{2})-?(\d{2})T(\d{2})(?::?(\d{2}))?(?::?(\d{2}))?(?:[.,](\d+))?(Z|[+-]\d{2}(?::?\d{2})?)?$/

const iso = formed(
  isoForm,
  ([year = "", month = "", on = "", hour = "", minute = "0", second = "0", fraction, zone]) => {
    const [date, time] = [day(year, month, on), clock(hour, minute, second)]
    if (date === undefined || time === undefined) return undefined
    const micros = fraction === undefined ? "" : fraction.slice(0, 6).padEnd(6, "0")
    const shift =
      zone === undefined
        ? ""
        : zone === "Z"
          ? "+00:00"
          : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`
    return `${date}T${time}${/[1-9]/.test(micros) ? `.${micros}` : ""}${shift}`
  }
)

const boolean = (text: string): string | null | undefined => {
  const word = text.replaceAll(",", "").trim().toLowerCase()
  if (isNone(word)) return null
  return word === "true" ? "True" : word === "false" ? "False" : undefined
}

const text = (value: string): string | null => (isNone(value.trim()) ? null : value)

export const textType: SeedType = { name: "text", cast: text }

/** In the order in which they are tried; every value is a text. */
export const seedTypes: ReadonlyArray<SeedType> = [
  { name: "number", cast: number },
  { name: "date", cast: date },
  { name: "datetime", cast: datetime },
  { name: "iso", cast: iso },
  { name: "boolean", cast: boolean },
  textType
]
