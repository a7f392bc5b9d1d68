/** `strftime` and `strptime`: the directives of Python that need no locale and no time zone. */
import { fail } from "../../jinja/TemplateError.ts"

export const fieldNames = ["year", "month", "day", "hour", "minute", "second", "microsecond"] as const

/** The parts of a date and time. */
export type Fields = Readonly<Record<(typeof fieldNames)[number], number>>

/** What is formatted: a date and time in UTC or without a time zone. */
export interface Timestamp {
  readonly fields: Fields
  /** Days since 1970-01-01. */
  readonly days: number
  /** Microseconds since 1970-01-01. */
  readonly micros: bigint
  readonly utc: boolean
}

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
const months = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"]
]
/** Returns a number with leading zeros. */
export const pad = (value: number, width = 2): string => String(value).padStart(width, "0")

/** 0 is Monday. */
export const weekday = (moment: Timestamp): number => (((moment.days + 3) % 7) + 7) % 7

const dayOfYear = (moment: Timestamp): number => {
  const { year, month, day } = moment.fields
  return (Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86_400_000 + 1
}

/** ISO year and week: the week belongs to the year of its Thursday. */
export const isoWeek = (moment: Timestamp): readonly [number, number] => {
  const thursday = new Date((moment.days - weekday(moment) + 3) * 86_400_000)
  const year = thursday.getUTCFullYear()
  return [year, 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000))]
}

const written: Readonly<Record<string, (moment: Timestamp, fields: Fields) => string>> = {
  a: (moment) => (days[weekday(moment)] as string).slice(0, 3),
  A: (moment) => days[weekday(moment)] as string,
  b: (_, { month }) => (months[month - 1] as string).slice(0, 3),
  B: (_, { month }) => months[month - 1] as string,
  d: (_, { day }) => pad(day),
  D: (_, { year, month, day }) => `${pad(month)}/${pad(day)}/${pad(year % 100)}`,
  e: (_, { day }) => String(day).padStart(2),
  f: (_, { microsecond }) => pad(microsecond, 6),
  F: (_, { year, month, day }) => `${year}-${pad(month)}-${pad(day)}`,
  G: (moment) => String(isoWeek(moment)[0]),
  H: (_, { hour }) => pad(hour),
  I: (_, { hour }) => pad(hour % 12 === 0 ? 12 : hour % 12),
  j: (moment) => pad(dayOfYear(moment), 3),
  m: (_, { month }) => pad(month),
  M: (_, { minute }) => pad(minute),
  p: (_, { hour }) => (hour < 12 ? "AM" : "PM"),
  s: (moment) => String(moment.micros / 1_000_000n),
  S: (_, { second }) => pad(second),
  T: (_, { hour, minute, second }) => `${pad(hour)}:${pad(minute)}:${pad(second)}`,
  u: (moment) => String(weekday(moment) + 1),
  U: (moment) => pad(Math.floor((dayOfYear(moment) + 6 - ((weekday(moment) + 1) % 7)) / 7)),
  V: (moment) => pad(isoWeek(moment)[1]),
  w: (moment) => String((weekday(moment) + 1) % 7),
  W: (moment) => pad(Math.floor((dayOfYear(moment) + 6 - weekday(moment)) / 7)),
  y: (_, { year }) => pad(year % 100),
  Y: (_, { year }) => String(year),
  z: (moment) => (moment.utc ? "+0000" : ""),
  Z: (moment) => (moment.utc ? "UTC" : ""),
  "%": () => "%"
}

/** Returns a moment in a format. Fails the template for other directives. */
export const strftime = (moment: Timestamp, format: string): string =>
  format.replace(/%(-?)([\s\S])/g, (_, bare: string, directive: string) => {
    const write = Object.hasOwn(written, directive) ? written[directive] : undefined
    if (write === undefined) return fail(`strftime() with '%${directive}' is not supported`)
    const text = write(moment, moment.fields)
    return bare === "" ? text : text.replace(/^[0 ]+(?=.)/, "")
  })

const read: Readonly<Record<string, string>> = {
  a: "[A-Za-z]{3}",
  A: "[A-Za-z]+",
  b: "[A-Za-z]{3}",
  B: "[A-Za-z]+",
  d: "\\d{1,2}",
  f: "\\d{1,6}",
  H: "\\d{1,2}",
  I: "\\d{1,2}",
  j: "\\d{1,3}",
  m: "\\d{1,2}",
  M: "\\d{1,2}",
  p: "[AaPp][Mm]",
  S: "\\d{1,2}",
  y: "\\d{2}",
  Y: "\\d{4}"
}

/** Returns what `strptime` reads: the fields of a date and time. */
export const strptime = (text: string, format: string): Fields => {
  const directives: Array<string> = []
  const pattern = format.replace(/%([\s\S])|\s+|[.*+?^${}()|[\]\\/]/g, (all, directive: string | undefined) => {
    if (directive === undefined) return /^\s/.test(all) ? "\\s+" : `\\${all}`
    if (directive === "%") return "%"
    const part = read[directive] ?? fail(`strptime() with '%${directive}' is not supported`)
    directives.push(directive)
    return `(${part})`
  })
  const match = new RegExp(`^${pattern}$`).exec(text)
  if (match === null) return fail(`time data '${text}' does not match format '${format}'`)
  const found = new Map(directives.map((directive, index) => [directive, match[index + 1] as string]))
  const number = (directive: string): number | undefined => {
    const part = found.get(directive)
    return part === undefined ? undefined : Number(part)
  }
  const named = found.get("B") ?? found.get("b")
  const month = named === undefined ? number("m") : months.findIndex((each) => matches(each, named)) + 1
  const short = number("y")
  const year = number("Y") ?? (short === undefined ? 1900 : short < 69 ? 2000 + short : 1900 + short)
  const hour = number("H") ?? ((number("I") ?? 0) % 12) + (found.get("p")?.toLowerCase() === "pm" ? 12 : 0)
  const inYear = number("j")
  const date = inYear === undefined ? undefined : new Date(Date.UTC(year, 0, inYear))
  return {
    year,
    month: month ?? (date === undefined ? 1 : date.getUTCMonth() + 1),
    day: number("d") ?? date?.getUTCDate() ?? 1,
    hour,
    minute: number("M") ?? 0,
    second: number("S") ?? 0,
    microsecond: Number((found.get("f") ?? "0").padEnd(6, "0"))
  }
}

const matches = (name: string, written: string): boolean =>
  name.toLowerCase() === written.toLowerCase() || name.slice(0, 3).toLowerCase() === written.toLowerCase()
