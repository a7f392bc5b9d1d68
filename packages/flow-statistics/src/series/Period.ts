import { isoPeriod } from "./isoPeriod.ts"

/** Units of time between points, from the coarsest. `index` is a plain number. */
const granularities = ["year", "half_year", "quarter", "month", "week", "day", "index"] as const
export type Granularity = (typeof granularities)[number]

/** Months of the granularities that are made of months. */
export const monthsPer: Readonly<Partial<Record<Granularity, number>>> = {
  year: 12,
  half_year: 6,
  quarter: 3,
  month: 1
}

/** A period as a number of steps of its granularity since year 0 (months), 1970 (weeks, days) or 0 (years, plain numbers). */
export interface Period {
  readonly granularity: Granularity
  readonly step: number
}

const dayMs = 86_400_000

/** Returns the first day of a period, from 1970-01-01; undefined for plain numbers. */
const firstDay = ({ granularity, step }: Period): number | undefined => {
  const months = monthsPer[granularity]
  if (months !== undefined) return new Date(0).setUTCFullYear(0, step * months, 1) / dayMs
  return granularity === "index" ? undefined : granularity === "week" ? step * 7 + 4 : step
}

/**
 * Returns whether a period is before (-1), in (0) or after (1) another, such as a month and a year; undefined if the other is of a finer kind, or only one of
 * them is a plain number. A week is in the month in which it begins.
 */
export const placeIn = (period: Period, other: Period): -1 | 0 | 1 | undefined => {
  const compare = (a: number, b: number) => Math.sign(a - b) as -1 | 0 | 1
  const [inner, within] = [period, other].map(({ granularity }) => granularities.indexOf(granularity)) as [
    number,
    number
  ]
  const isPlain = [period, other].every(({ granularity }) => granularity === "year" || granularity === "index")
  if (inner === within || isPlain) return compare(period.step, other.step)
  const [day, first, next] = [period, other, { ...other, step: other.step + 1 }].map(firstDay)
  if (inner < within || day === undefined || first === undefined || next === undefined) return undefined
  return day < first ? -1 : day < next ? 0 : 1
}

/** Weeks are counted from Monday 1970-01-05. */
const weekOfDay = (day: number) => Math.floor((day - 4) / 7)

const dayOf = (year: number, month: number, day: number): number | undefined => {
  const time = Date.UTC(year, month - 1, day)
  const date = new Date(time)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / dayMs : undefined
}

/** ISO week 1 is the week with 4 January. */
const isoWeek = (year: number, week: number): number => weekOfDay(Date.UTC(year, 0, 4) / dayMs) + week - 1

/** What `parsePeriod` accepts, for messages. */
export const periodForms =
  "a year, 2016-H2, 2016-Q3 or Q3 2016, 2016-07, 07.2016 or July 2016 (in English, Russian, Ukrainian or Romanian), 2016-W27, 2016-07-01 or 01.07.2016, or a whole number; not 7/2016, 01/07/2016 or Jul-16, which may mean two things, unless another row of the column decides"

/**
 * Parses a period: `2016`, `2016-H2`, `2016-Q3`, `2016-07` (also `201607`), `2016-W27`, `2016-07-01` (also `20160701`; a time of day is ignored) or a whole
 * number, or as people write them (`isoPeriod`): `July 2016`, `07.2016`, `Q3 2016`, `01.07.2016`. Returns undefined for anything else. `07/01/2016` is not accepted
 * because it is ambiguous.
 */
export const parsePeriod = (text: string): Period | undefined => {
  // As a plain number, December and January would be 89 steps apart.
  const joined = /^((?:19|20)\d\d)(0[1-9]|1[0-2])(\d\d)?$/.exec(text)
  if (joined !== null)
    return parsePeriod(
      joined
        .slice(1)
        .filter((part) => part !== undefined)
        .join("-")
    )
  const whole = /^-?\d{1,9}$/.exec(text)
  if (whole !== null)
    return /^[12]\d{3}$/.test(text)
      ? { granularity: "year", step: Number(text) }
      : { granularity: "index", step: Number(text) }
  const quarter = /^(\d{4})[- ]?[Qq]([1-4])$/.exec(text)
  if (quarter !== null) return { granularity: "quarter", step: Number(quarter[1]) * 4 + Number(quarter[2]) - 1 }
  const half = /^(\d{4})[- ]?[HhSs]([12])$/.exec(text)
  if (half !== null) return { granularity: "half_year", step: Number(half[1]) * 2 + Number(half[2]) - 1 }
  const month = /^(\d{4})[-/.Mm](0[1-9]|1[0-2])$/.exec(text)
  if (month !== null) return { granularity: "month", step: Number(month[1]) * 12 + Number(month[2]) - 1 }
  const week = /^(\d{4})-?[Ww](0[1-9]|[1-4]\d|5[0-3])$/.exec(text)
  if (week !== null) {
    const [year, number] = [Number(week[1]), Number(week[2])]
    // Week 53 of a year with 52 would be the first of the next.
    return isoWeek(year, number) < isoWeek(year + 1, 1)
      ? { granularity: "week", step: isoWeek(year, number) }
      : undefined
  }
  const day = /^(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]+Z?)?$/.exec(text)
  if (day !== null) {
    const step = dayOf(Number(day[1]), Number(day[2]), Number(day[3]))
    return step === undefined ? undefined : { granularity: "day", step }
  }
  const iso = isoPeriod(text)
  return iso === undefined ? undefined : parsePeriod(iso)
}

const partsOfDay = (day: number) => {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() }
}

/**
 * Returns the coarsest granularity of some days: years, quarters or months if all are first days of these, weeks if they are a whole
 * number of weeks apart.
 */
export const coarsest = (
  days: ReadonlyArray<number>
): { readonly granularity: Granularity; readonly steps: ReadonlyArray<number> } => {
  const parts = days.map(partsOfDay)
  if (parts.every(({ date }) => date === 1)) {
    if (parts.every(({ month }) => month === 0)) return { granularity: "year", steps: parts.map(({ year }) => year) }
    if (parts.every(({ month }) => month % 3 === 0))
      return { granularity: "quarter", steps: parts.map(({ year, month }) => year * 4 + month / 3) }
    return { granularity: "month", steps: parts.map(({ year, month }) => year * 12 + month) }
  }
  const first = days[0] as number
  if (new Set(days).size > 1 && days.every((day) => (day - first) % 7 === 0))
    return { granularity: "week", steps: days.map(weekOfDay) }
  return { granularity: "day", steps: days }
}

const two = (value: number) => String(value).padStart(2, "0")

/** Returns the name of a step as `parsePeriod` reads it, such as `2016-Q3`; a week by the date of its first day. */
export const periodName = (granularity: Granularity, step: number): string => {
  if (granularity === "quarter") return `${Math.floor(step / 4)}-Q${(step % 4) + 1}`
  if (granularity === "half_year") return `${Math.floor(step / 2)}-H${(step % 2) + 1}`
  if (granularity === "month") return `${Math.floor(step / 12)}-${two((step % 12) + 1)}`
  if (granularity === "day" || granularity === "week") {
    const { year, month, date } = partsOfDay(granularity === "day" ? step : step * 7 + 4)
    return `${year}-${two(month + 1)}-${two(date)}`
  }
  return String(step)
}

/** Returns the usual number of points in a cycle: 12 for months, 7 for days; 1 where there is no season. */
export const defaultSeason = (granularity: Granularity): number =>
  ({ year: 1, half_year: 2, quarter: 4, month: 12, week: 52, day: 7, index: 1 })[granularity]
