import { type Granularity, parsePeriod, periodName } from "./Period.ts"
import type { Timeline } from "./timeline.ts"

/** First and last month that a year, month or day may be, counted from year 0. */
const monthsOf = (date: string): readonly [number, number] | undefined => {
  const year = Number(date.slice(0, 4))
  if (/^\d{4}$/.test(date)) return [year * 12, year * 12 + 11]
  if (/^\d{4}-\d{2}/.test(date)) {
    const month = year * 12 + Number(date.slice(5, 7)) - 1
    return [month, month]
  }
  return undefined
}

const perYear: Partial<Record<Granularity, number>> = { year: 1, quarter: 4, month: 12 }

/**
 * Returns the indices in a timeline that a date may fall on. There are several if the date is less exact than the timeline. The date is
 * the name of a period, a day, a month or a year. Returns an empty list if it is outside the timeline and undefined if it cannot be placed.
 */
export const positionsOfDate = (timeline: Timeline, date: string): ReadonlyArray<number> | undefined => {
  const named = timeline.periods.indexOf(date)
  if (named >= 0) return [named]
  const parsed = parsePeriod(date)
  const first = parsePeriod(timeline.periods[0] as string)
  if (parsed === undefined || first === undefined) return undefined
  if (timeline.granularity === "day" || timeline.granularity === "week") {
    if (parsed.granularity !== "day") return undefined
    const width = timeline.granularity === "week" ? 7 : 1
    const place = Math.floor((parsed.step - first.step) / (width * timeline.every))
    return place >= 0 && place < timeline.periods.length ? [place] : []
  }
  const each = perYear[timeline.granularity]
  const quarter = parsed.granularity === "quarter" ? ([parsed.step * 3, parsed.step * 3 + 2] as const) : undefined
  const months = quarter ?? monthsOf(parsed.granularity === "day" ? periodName("day", parsed.step) : date)
  if (each === undefined || months === undefined) return undefined
  const width = (12 / each) * timeline.every
  const start = first.step * (12 / each)
  const from = Math.floor((months[0] - start) / width)
  const to = Math.floor((months[1] - start) / width)
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(
    (place) => place >= 0 && place < timeline.periods.length
  )
}
