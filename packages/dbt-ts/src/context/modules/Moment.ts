/** Dates and times as Python's `datetime` has them, counted in microseconds of one calendar without time zones. */
import { type Arguments, count, text } from "../../jinja/Arguments.ts"
import { type Methods, methodOf } from "../../jinja/MethodOf.ts"
import { divide } from "../../jinja/Numbers.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { Float, HostObject, Tuple, type Value } from "../../jinja/Value.ts"
import { type Fields, fieldNames, isoWeek, pad, strftime, weekday } from "./DateFormat.ts"
import { perDay, perSecond, TimeDelta } from "./TimeDelta.ts"

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
  override readonly module = "datetime"
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

const replaced = (moment: Moment, args: Arguments): Moment => {
  const found = args.bind(...fieldNames, "tzinfo")
  const utc = found[fieldNames.length]
  if (utc === null) return new Moment(moment.typeName, moment.micros)
  const fields = { ...moment.fields } as Record<keyof Fields, number>
  fieldNames.forEach((name, index) => {
    fields[name] = count(found[index], fields[name])
  })
  return new Moment(moment.typeName, momentOf(fields), moment.utc || utc !== undefined)
}

const methods: Methods<Moment> = {
  astimezone: (moment) =>
    moment.utc
      ? moment
      : fail("astimezone() of a time without a zone is not supported: the machine's zone is not asked"),
  date: (moment) => new Moment("date", BigInt(moment.days) * perDay),
  isocalendar: (moment) => new Tuple([...isoWeek(moment), weekday(moment) + 1], ["year", "week", "weekday"]),
  isoformat: (moment, args) => moment.iso(text(args.bind("sep")[0], "T")),
  isoweekday: (moment) => weekday(moment) + 1,
  replace: replaced,
  strftime: (moment, args) => strftime(moment, text(args.bind("format")[0])),
  timestamp: (moment) => new Float(divide(moment.micros, perSecond)),
  toordinal: (moment) => moment.days + 719_163,
  weekday: (moment) => weekday(moment)
}

/** Methods that only a date with a time has. */
const ofTimes = new Set(["astimezone", "date", "timestamp"])

const momentMethod = (moment: Moment, name: string): Value | undefined =>
  moment.isDate && ofTimes.has(name) ? undefined : methodOf(methods, moment, name, ["isoformat", "replace"])
