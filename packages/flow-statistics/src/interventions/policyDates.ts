import { readCodeList } from "../../../../schemas/CodeLists.ts"
import { milestones } from "../../../../schemas/Places.ts"
import type { Timeline } from "../series/Series.ts"
import { type Granularity, parsePeriod, periodName } from "../table/Period.ts"

/** A date at which policy changed. */
export interface PolicyDate {
  readonly code: string
  readonly label: string
  /** A year, month or day as exact as its source; "" where none is stated. */
  readonly date: string
}

/** Days on which countries joined the European Union, from the code list of place groups, since 2000. */
const enlargements = (): ReadonlyArray<PolicyDate> =>
  [
    ...new Set(
      readCodeList("place-groups")
        .filter((row) => row["group"] === "EU")
        .map((row) => row["from"] ?? "")
    )
  ]
    .filter((day) => day >= "2000")
    .sort()
    .map((date) => ({
      code: `EuEnlargement${date.slice(0, 4)}`,
      label: `Enlargement of the European Union, ${date}`,
      date
    }))

/** The milestones of the programme's field and the enlargements of the Union. */
export const policyDates: ReadonlyArray<PolicyDate> = [
  ...milestones.map(({ code, label, date }) => ({ code, label, date })),
  ...enlargements()
]

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
 * Places on a timeline that a date (a period's name, a day or a less exact date) may be: several where the date is less exact
 * than the timeline, a day's period where it is more so. Empty when it lies outside, undefined when it cannot be placed.
 */
export const placesOf = (timeline: Timeline, date: string): ReadonlyArray<number> | undefined => {
  const named = timeline.periods.indexOf(date)
  if (named >= 0) return [named]
  const parsed = parsePeriod(date)
  const first = parsePeriod(timeline.periods[0] as string)
  if (parsed === undefined || first === undefined) return undefined
  if (timeline.granularity === "day" || timeline.granularity === "week") {
    if (parsed.granularity !== "day") return undefined
    const start = first.step
    const width = timeline.granularity === "week" ? 7 : 1
    const place = Math.floor((parsed.step - start) / (width * timeline.every))
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
