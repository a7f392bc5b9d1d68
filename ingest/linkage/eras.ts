/** Dates of calendars other than the Gregorian one, by their years: Solar Hijri (Afghanistan, Iran), lunar Hijri, Buddhist era (Thailand). */
import { millisOfDay } from "../../ports/days.ts"

const isHijri = (year: number): boolean => year >= 1_300 && year < 1_460

/** Years that are lunar Hijri because they are in the future of the Solar Hijri calendar. */
const isLunar = (year: number): boolean => isHijri(year) && year > new Date().getUTCFullYear() - 621

const isBuddhist = (year: number): boolean => year > 2_440 && year < 2_600

/** The share of a file's dates that have years of a calendar, if it is used in the file. Fewer are typing errors. */
const minShare = 0.03

/** The share of Hijri years that are certainly lunar, if all are. */
const minLunar = 0.1

interface Calendar {
  /** Gregorian years before its first one. */
  readonly epoch: number
  readonly daysOfYear: number
  /** Returns year, month and day of a time, joined by `-`. */
  readonly read: (time: number) => string
}

const calendar = (name: string, epoch: number, daysOfYear: number): Calendar => {
  const parts = { year: "numeric", month: "numeric", day: "numeric" } as const
  const format = new Intl.DateTimeFormat("en-u-nu-latn", { calendar: name, timeZone: "UTC", ...parts })
  const read = (time: number): string => {
    const found = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number.parseInt(value, 10)]))
    return [found.get("year"), found.get("month"), found.get("day")].join("-")
  }
  return { epoch, daysOfYear, read }
}

const solar = calendar("persian", 621.22, 365.2422)
const lunar = calendar("islamic-umalqura", 621.54, 354.367)

/** Returns the Gregorian date of a day of a calendar; undefined if it has no such day. */
const gregorianOf = ({ epoch, daysOfYear, read }: Calendar, year: number, month: number, day: number) => {
  const written = [year, month, day].join("-")
  const around = Math.round((epoch - 1_969) * 365.2425 + (year - 1 + (month - 1) / 12) * daysOfYear + day)
  for (let i = around - 8; i <= around + 8; i++)
    if (read(i * millisOfDay) === written) return new Date(i * millisOfDay).toISOString().slice(0, 10)
  return undefined
}

/** Returns a date; of one without a day the year, in which most of its days are. */
const converted = (hijri: Calendar, [year = 0, month = 0, day = 0]: ReadonlyArray<number>): string | undefined =>
  month > 0 && day > 0 ? gregorianOf(hijri, year, month, day) : gregorianOf(hijri, year, month || 6, 15)?.slice(0, 4)

/**
 * Returns what gives dates of a file in the Gregorian calendar, given all of them. Years such as 1375 are Solar Hijri, unless others of the file are
 * lunar. Undefined for a day that its calendar does not have.
 */
export const gregorianReader = (dates: Iterable<string>): ((date: string) => string | undefined) => {
  const years = Array.from(dates, (date) => Number(date.slice(0, 4)))
  const count = (isOf: (year: number) => boolean) => years.filter(isOf).length
  const [hijris, buddhists, least] = [count(isHijri), count(isBuddhist), minShare * years.length]
  const hijri = count(isLunar) > minLunar * hijris ? lunar : solar
  const known = new Map<string, string | undefined>()
  return (date) => {
    const parts = date.split("-").map(Number)
    const [year = 0] = parts
    if (isBuddhist(year) && buddhists >= least) return `${year - 543}${date.slice(4)}`
    if (!isHijri(year) || hijris < least) return date
    if (!known.has(date)) known.set(date, converted(hijri, parts))
    return known.get(date)
  }
}
