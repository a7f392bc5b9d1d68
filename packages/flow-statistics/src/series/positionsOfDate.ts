import { monthsPer, type Period, parsePeriod, periodName } from "./Period.ts"
import type { Timeline } from "./timeline.ts"

/** Returns the first and last month of a period, counted from year 0; undefined for weeks and plain numbers. */
const monthsOf = ({ granularity, step }: Period): readonly [number, number] | undefined => {
  if (granularity === "day") return monthsOf(parsePeriod(periodName("day", step).slice(0, 7)) as Period)
  const months = monthsPer[granularity]
  return months === undefined ? undefined : [step * months, (step + 1) * months - 1]
}

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
  const each = monthsPer[timeline.granularity]
  const months = monthsOf(parsed)
  if (each === undefined || months === undefined) return undefined
  const width = each * timeline.every
  const start = first.step * each
  const from = Math.floor((months[0] - start) / width)
  const to = Math.floor((months[1] - start) / width)
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(
    (place) => place >= 0 && place < timeline.periods.length
  )
}
