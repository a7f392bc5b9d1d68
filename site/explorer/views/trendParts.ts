/** The parts of a trend's picture: its years or parts of years, who reported, the constant panel, and policy events. */
import { periodName } from "@corridor/flow-statistics/series/Period"
import { numberFormat } from "@corridor/page/formats"
import { firstMonthOf, partIn, partsOfYear } from "../../../release/catalogue/timeLabels.ts"
import { monthsOf, type SeriesUnit } from "../../../release/trends/SeriesUnit.ts"
import { type Cell, cellAt, labelsOf, type Table } from "../cells/Table.ts"
import { coverageNameWidth } from "../drawings/coverageBars.ts"
import type { Mark } from "../drawings/El.ts"
import { timeSeries } from "../drawings/timeSeries.ts"
import { withinSentence } from "../words/Names.ts"
import { cellWords } from "./cellWords.ts"
import { type Interval, panelCells, partnersAt, type TrendAnswer } from "./TrendAnswer.ts"
import type { ViewProps } from "./View.ts"
import { timeWords } from "./verdictBox.ts"

/** Returns the position of a date on an axis of years: the middle of the year or of the month. */
export const eventAt = (date: string): number | undefined => {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/.exec(date) ?? []
  if (year === undefined) return undefined
  return Number(year) + (month === undefined ? 0 : (Number(month) - 6.5) / 12)
}

/** Returns the slope per period with its interval; undefined if the verdict has none. */
export const slopeOf = ({ verdict }: TrendAnswer): Interval | undefined => {
  const { value, low, high } = verdict.slope ?? { value: null, low: null, high: null }
  return value === null || low === null || high === null ? undefined : { value, low, high }
}

/** Returns where a year or part of one begins, in units since year 0, so that neighbours of one unit differ by one. */
const stepOf = (label: string, unit: SeriesUnit): number | undefined => {
  const month = firstMonthOf(label)
  return month === undefined ? undefined : month / monthsOf(unit)
}

const letters = "ABCDEFGHIJ"

/** Returns the change points of a trend, each with the letter that marks it; at most ten. */
export const breaksIn = (trend: TrendAnswer | undefined) =>
  (trend?.verdict.breaks ?? []).slice(0, letters.length).map((one, i) => ({ ...one, letter: letters[i] as string }))

const withCapital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The years of a series without gaps, or its parts of years if it has any. */
interface TrendPeriods {
  readonly unit: SeriesUnit
  readonly perYear: number
  readonly nameOf: (when: string) => string
  readonly periods: ReadonlyArray<{
    /** In units since year 0, so that neighbours differ by one. */
    readonly year: number
    readonly when: string
    readonly cell: Cell
    readonly mark: Mark
  }>
}

/** Returns the periods of a series from its first to its last, with a cell for each; those that the table lacks have no value. */
export const periodsOf = (
  { t, names }: ViewProps,
  table: Table,
  where: Readonly<Record<string, string>>
): TrendPeriods => {
  const labels = labelsOf(table, "year")
  const unit = partsOfYear.find((part) => labels.some((one) => partIn(one)?.part === part)) ?? "year"
  const all = labels.flatMap((one) => ((partIn(one)?.part ?? "year") === unit ? (stepOf(one, unit) ?? []) : []))
  const first = Math.min(...all)
  const nameOf = (when: string) => withCapital(timeWords(t, names, when))
  const periods = Array.from({ length: Math.max(...all) - first + 1 }, (_, i) => {
    const year = first + i
    const when = periodName(unit, year)
    const cell = cellAt(table, { ...where, year: when })
    return { year, when, cell, mark: { words: `${nameOf(when)}: ${cellWords(t, cell)}` } }
  })
  return { unit, perYear: 12 / monthsOf(unit), nameOf, periods }
}

/** Policy events within the series. */
export const eventsIn = ({ names }: ViewProps, { perYear, periods }: TrendPeriods) => {
  const [first = 0, last = 0] = [periods[0]?.year, periods.at(-1)?.year]
  return names.milestones.flatMap(({ date, label: what }) => {
    const inYears = eventAt(date)
    // The middle of a year, among its parts.
    const at = inYears === undefined ? undefined : inYears * perYear + (perYear - 1) / 2
    return at === undefined || at < first - 0.5 || at > last + 0.5 ? [] : [{ at, date, what }]
  })
}

/** The number of reporting partners in each period; none if it is not known. */
export const partnersIn = ({ t }: ViewProps, { nameOf, periods }: TrendPeriods, trend: TrendAnswer | undefined) =>
  trend === undefined || trend.reporting.length === 0
    ? []
    : periods.map(({ year, when }) => {
        const cell = partnersAt(trend, when)
        const words = t("partnersWords", { year: nameOf(when), figure: String(cell.value ?? "–") })
        return { year, cell, mark: { words } }
      })

/** Returns the same series of the partners that reported throughout; none if all of them did. */
export const panelIn = ({ t }: ViewProps, { nameOf, periods }: TrendPeriods, trend: TrendAnswer | undefined) =>
  trend === undefined || trend.verdict.reporting.length === 0
    ? []
    : panelCells(trend).flatMap((cell, i) => {
        const { year, when } = periods[i] ?? { year: 0, when: "" }
        return [{ year, cell, mark: { words: t("panelMark", { year: nameOf(when), figure: cellWords(t, cell) }) } }]
      })

export interface TrendParts {
  readonly periods: TrendPeriods
  readonly trend: TrendAnswer | undefined
  readonly partners: ReturnType<typeof partnersIn>
  readonly panel: ReturnType<typeof panelIn>
  readonly events: ReturnType<typeof eventsIn>
  /** The rounding error of the figures, if they are rounded. */
  readonly give: number | undefined
  /** The kind of the counted records. */
  readonly kind: string
}

/** Draws a series with its slope, change points, events, reporting partners and panel. */
export const drawTrend = (
  { t, names, width, language }: ViewProps,
  { periods: { unit, perYear, periods }, trend, partners, panel, events, give, kind }: TrendParts
) => {
  const first = periods[0]?.year ?? 0
  const coverageName = t("partnersName", { kind: withinSentence("record_kind", names.label("record_kind", kind)) })
  return timeSeries({
    picture: "trend",
    years: give === undefined ? periods : periods.map((one) => ({ ...one, give })),
    panel,
    coverage: partners,
    // The page names the kind of record; the picture does too if it has room.
    coverageName: coverageNameWidth(coverageName) > width ? t("partnersHead") : coverageName,
    events: events.map(({ at }, i) => ({ at, number: i + 1 })),
    // For parts of years, the slope is estimated for each part separately, so no single line represents it.
    slope: trend === undefined || unit !== "year" ? undefined : slopeOf(trend),
    ticks:
      unit === "year"
        ? undefined
        : periods.flatMap(({ year }) =>
            year % perYear === Math.floor(perYear / 2) ? [{ at: year, text: String(Math.floor(year / perYear)) }] : []
          ),
    breaks: breaksIn(trend).map(({ letter, ...one }) => ({
      letter,
      at: stepOf(one.at, unit) ?? first,
      low: stepOf(one.low, unit) ?? first,
      high: stepOf(one.high, unit) ?? first
    })),
    width,
    write: numberFormat(language).format
  })
}
