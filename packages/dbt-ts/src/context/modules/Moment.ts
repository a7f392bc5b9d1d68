/** Dates and times as Python's `datetime` has them, counted in microseconds of one calendar without time zones. */
import { fail } from "../../jinja/TemplateError.ts"
import { HostObject, type Value } from "../../jinja/Value.ts"
import { momentMethod } from "./MomentMethods.ts"
import { TimeDelta } from "./TimeDelta.ts"

export const perSecond = 1_000_000n
export const perDay = 86_400n * perSecond

const pad = (value: number, width = 2): string => String(value).padStart(width, "0")

export interface Fields {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
}

/** Microseconds since 1970; an impossible date is an error in Python's words. */
export const momentOf = ({ year, month, day, hour, minute, second, microsecond }: Fields): bigint => {
  if (year < 1 || year > 9999) fail(`year ${year} is out of range`)
  if (month < 1 || month > 12) fail("month must be in 1..12")
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second))
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || day < 1) fail("day is out of range for month")
  if (hour > 23 || hour < 0) fail("hour must be in 0..23")
  if (minute > 59 || minute < 0) fail("minute must be in 0..59")
  if (second > 59 || second < 0) fail("second must be in 0..59")
  return BigInt(date.getTime()) * 1000n + BigInt(microsecond)
}

/** A date, or a date and time; one in UTC says so when it prints. */
export class Moment extends HostObject {
  readonly typeName: "date" | "datetime"
  readonly micros: bigint
  readonly utc: boolean
  constructor(typeName: "date" | "datetime", micros: bigint, utc = false) {
    super()
    this.typeName = typeName
    this.micros = micros
    this.utc = utc
  }
  override get module(): string {
    return "datetime"
  }
  get isDate(): boolean {
    return this.typeName === "date"
  }
  get fields(): Fields {
    const ms = this.micros / 1000n - (this.micros % 1000n < 0n ? 1n : 0n)
    const date = new Date(Number(ms))
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      microsecond: Number(this.micros - BigInt(Math.floor(Number(ms) / 1000)) * perSecond)
    }
  }
  /** Days since 1970-01-01. */
  get days(): number {
    const days = this.micros / perDay
    return Number(this.micros % perDay < 0n ? days - 1n : days)
  }
  iso(separator = "T"): string {
    const { year, month, day, hour, minute, second, microsecond } = this.fields
    const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
    if (this.isDate) return date
    const fraction = microsecond === 0 ? "" : `.${pad(microsecond, 6)}`
    return `${date}${separator}${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${this.utc ? "+00:00" : ""}`
  }
  override print(): string {
    return this.iso(" ")
  }
  override repr(): string {
    const { year, month, day, hour, minute, second, microsecond } = this.fields
    const times = [
      hour,
      minute,
      ...(second + microsecond > 0 ? [second] : []),
      ...(microsecond > 0 ? [microsecond] : [])
    ]
    const parts = [
      year,
      month,
      day,
      ...(this.isDate ? [] : times),
      ...(this.utc ? ["tzinfo=datetime.timezone.utc"] : [])
    ]
    return `datetime.${this.typeName}(${parts.join(", ")})`
  }
  override attribute(name: string): Value | undefined {
    const fields = this.fields as unknown as Readonly<Record<string, number>>
    const known = this.isDate ? ["year", "month", "day"] : Object.keys(fields)
    if (known.includes(name)) return fields[name] as number
    return momentMethod(this, name)
  }
  override equals(other: HostObject): boolean {
    return other instanceof Moment && other.typeName === this.typeName && other.micros === this.micros
  }
  override key(): string {
    return `${this.typeName} ${this.micros}`
  }
  #sameKind(other: Value): other is Moment {
    if (!(other instanceof Moment) || other.typeName !== this.typeName) return false
    return other.utc === this.utc ? true : fail("can't compare offset-naive and offset-aware datetimes")
  }
  override order(other: Value): number | undefined {
    if (!this.#sameKind(other)) return undefined
    return this.micros < other.micros ? -1 : this.micros > other.micros ? 1 : 0
  }
  moved(by: bigint): Moment {
    // A date takes whole days of a span and leaves its hours.
    const whole = this.isDate ? (by / perDay - (by % perDay < 0n ? 1n : 0n)) * perDay : by
    return new Moment(this.typeName, this.micros + whole, this.utc)
  }
  override plus(other: Value): Value | undefined {
    return other instanceof TimeDelta ? this.moved(other.micros) : undefined
  }
  override minus(other: Value): Value | undefined {
    if (other instanceof TimeDelta) return this.moved(-other.micros)
    return this.#sameKind(other) ? new TimeDelta(this.micros - other.micros) : undefined
  }
}
