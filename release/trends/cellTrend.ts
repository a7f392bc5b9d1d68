import { type Cell, exact, notReported } from "@corridor/flow-statistics/cells/Cell"
import { type Change, type ChangeOptions, isChange } from "@corridor/flow-statistics/model/describeChange"
import { isDateOpen } from "@corridor/flow-statistics/model/findStep"
import type { Need as ModelNeed } from "@corridor/flow-statistics/model/Need"
import { defaultSeason, periodName } from "@corridor/flow-statistics/series/Period"
import { type Series, seriesOf } from "@corridor/flow-statistics/series/Series"
import { modelTrend, type Trend, testTrend } from "@corridor/flow-statistics/trend/analyseTrend"
import { type ScoreBounds, scoreBounds, seasonalScoreBounds } from "@corridor/flow-statistics/trend/scoreBounds"
import { type Verdict, verdictOf } from "@corridor/flow-statistics/trend/verdict"
import { overSuppressed } from "./overSuppressed.ts"
import { type Interval, type Need, type PartnersVerdict, panelVerdict, type StatedVerdict } from "./panelVerdict.ts"
import { monthsOf, type SeriesUnit, unitNames } from "./SeriesUnit.ts"

/** A released cell of one year, or part of one, of a series. */
export interface YearCell {
  readonly year: number
  /** The first month of the half-year or quarter, or the month, from 1; undefined if the series is by year. */
  readonly month?: number | undefined
  readonly state: "published" | "suppressed" | "not_reported" | "not_collected"
  /** Defined if the cell is published. */
  readonly value: number | undefined
  /** Published bounds of a suppressed cell; undefined or NaN if it has none. */
  readonly low?: number | undefined
  readonly high?: number | undefined
}

/** What released cells say about the change of a series. */
export interface CellTrend extends PartnersVerdict {
  readonly published: number
  readonly suppressed: number
  /** Months in which partners began or ceased to report, within the series. */
  readonly reporting: ReadonlyArray<string>
  /** Years within the series in which one large partner's records changed while those of the others did not: no change is stated. */
  readonly ownChanges: ReadonlyArray<string>
  /** What the constant panel shows; undefined if reporting did not change within the series, or the panel is not published. */
  readonly panel: PanelTrend | undefined
  /** Computed from the published years or months only. */
  readonly tests: Trend["tests"]
  /** Sen's slope per year with its interval at 0.95, of the published cells only. */
  readonly slope: Trend["slope"]
  /** Bounds of Mann-Kendall's test over all values of the suppressed cells. */
  readonly bounds: ScoreBounds
}

/** What the released cells of the partners that reported throughout say. */
type PanelTrend = StatedVerdict & Pick<CellTrend, "published" | "suppressed">

export interface CellTrendOptions {
  /** The default is years. */
  readonly unit?: SeriesUnit
  /** Months, counted from year 0, from which other partners report than before. */
  readonly reporting?: ReadonlyArray<number>
  /** Years in which one large partner's records changed while those of the others did not. */
  readonly ownChanges?: ReadonlyArray<number>
  /** Released cells of the constant panel, if there are any. */
  readonly panel?: ReadonlyArray<YearCell> | undefined
}

const yearList = new Intl.ListFormat("en-GB")

/** Factor by which a suppressed cell without a published upper bound may exceed the largest published one. */
const unboundedFactor = 10

const toCell = ({ state, value, low, high }: YearCell, most: number): Cell => {
  if (state === "published") return exact(value ?? 0)
  if (state !== "suppressed") return notReported(state)
  const [from, to] = [low ?? Number.NaN, high ?? Number.NaN].map((bound, i) =>
    Number.isNaN(bound) ? [1, Number.POSITIVE_INFINITY][i] : bound
  ) as [number, number]
  return { state, value: Number.NaN, low: from, high: to === Number.POSITIVE_INFINITY ? most : to }
}

/** Returns a year or part of one as a number of steps since year 0. */
export const stepOf = ({ year, month = 1 }: Pick<YearCell, "year" | "month">, unit: SeriesUnit): number =>
  Math.floor((year * 12 + month - 1) / monthsOf(unit))

/** From the first to the last year or part of one, in steps since year 0. */
export interface Span {
  readonly first: number
  readonly count: number
  readonly unit: SeriesUnit
}

const seriesFrom = (cells: ReadonlyArray<YearCell>, { first, count, unit }: Span, most: number): Series => {
  const byStep = new Map(cells.map((cell) => [stepOf(cell, unit), toCell(cell, most)]))
  const steps = Array.from({ length: count }, (_, i) => first + i)
  return seriesOf(
    { granularity: unit, every: 1, periods: steps.map((step) => periodName(unit, step)) },
    steps.map((step) => byStep.get(step) ?? notReported())
  )
}

/** Months between changes of reporting below which they are one: the series could not distinguish them. */
const oneChange = 6

/** Returns the changes of reporting within a series, in order. */
const monthsWithin = (months: ReadonlyArray<number>, { first, count, unit }: Span): ReadonlyArray<number> => {
  const scale = monthsOf(unit)
  return [...months].sort((a, b) => a - b).filter((month) => month > first * scale && month < (first + count) * scale)
}

/** Returns the changes of reporting within a series that it could distinguish. */
export const changesWithin = (months: ReadonlyArray<number>, span: Span): ReadonlyArray<number> => {
  const kept: Array<number> = []
  for (const month of monthsWithin(months, span))
    if (month - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= oneChange) kept.push(month)
  return kept
}

/** Returns the share of each year, or part of one, that lies after a month. */
export const shareAfter = (month: number, { first, count, unit }: Span): Float64Array => {
  const scale = monthsOf(unit)
  return Float64Array.from({ length: count }, (_, i) =>
    Math.min(1, Math.max(0, ((first + i + 1) * scale - month) / scale))
  )
}

const mapInterval = ({ value, low, high }: Interval, map: (value: number) => number): Interval => ({
  value: map(value),
  low: map(low),
  high: map(high)
})

const rateOf = ({ trend }: Change, unit: SeriesUnit): Interval | undefined =>
  trend === undefined ? undefined : mapInterval(trend, (log) => Math.expm1((12 / monthsOf(unit)) * log))

/** Returns what a verdict needs, in years. */
const needOf = ({ points, cases }: ModelNeed, unit: SeriesUnit): Need => ({
  years: points === undefined ? undefined : Math.ceil((points * monthsOf(unit)) / 12),
  cases
})

/** What the model says, over all values of the suppressed cells. */
interface Modelled {
  readonly change: Change | undefined
  readonly verdict: Verdict
  readonly widened: number | undefined
  /** Whether other values of the suppressed cells would make another verdict. */
  readonly isOpen: boolean
}

/** Returns what holds for the values that suppressed cells can have. */
const modelled = (
  series: Series,
  published: Series,
  suppressed: number,
  unit: SeriesUnit,
  options: ChangeOptions
): Modelled => {
  if (suppressed === 0) {
    const { model, verdict } = modelTrend(published, options)
    return { change: model, verdict, widened: undefined, isOpen: false }
  }
  const { change, isSame, widened } = overSuppressed(series, options)
  const [one, cells] = [unitNames[unit], `${suppressed} suppressed ${unitNames[unit]}${suppressed === 1 ? "" : "s"}`]
  const wider = change.trend === undefined ? "" : ` They make the interval ${widened.toFixed(1)} times as wide.`
  if (isSame) {
    const { direction, words } = verdictOf(change, series)
    const holds = `${words} This holds for the values that the ${cells} can have.${wider}`
    return { change, verdict: { direction, words: holds }, widened, isOpen: false }
  }
  const { words } = modelTrend(published, options).verdict
  const open = `Cannot say: it depends on the ${cells}.${wider} For the published ${one}s only: ${words}`
  return { change, verdict: { direction: "cannot say", words: open }, widened, isOpen: true }
}

const isPublished = ({ state }: YearCell): boolean => state === "published"

type TrendAlone = Omit<CellTrend, "reporting" | "ownChanges" | "panel" | "partners">

/** Returns those of some years that a series has. */
const yearsWithin = (years: ReadonlyArray<number>, { first, count, unit }: Span): ReadonlyArray<string> => {
  const scale = monthsOf(unit)
  return years
    .filter((year) => year * 12 + 11 >= first * scale && year * 12 < (first + count) * scale)
    .map((year) => periodName("year", year))
}

/** Takes a change back if one partner's records changed within the series while those of the others did not (decision 0324). */
const unlessOwn = (trend: TrendAlone, years: ReadonlyArray<string>): TrendAlone =>
  years.length === 0 || !isChange(trend.direction)
    ? trend
    : {
        ...trend,
        direction: "cannot say",
        breaks: [],
        need: undefined,
        words: `Cannot say: in ${yearList.format(years)}, the number of records of one large partner changed while that of the others did not. All together: ${trend.words}`
      }

/** Returns what a series says by itself. */
const trendAlone = (
  cells: ReadonlyArray<YearCell>,
  span: Span,
  changes: ReadonlyArray<number>,
  ownYears: ReadonlyArray<string>
): { readonly trend: TrendAlone; readonly isOpen: boolean } => {
  const { unit } = span
  const published = cells.filter(isPublished)
  const suppressed = cells.filter(({ state }) => state === "suppressed").length
  const most = unboundedFactor * Math.max(1, ...published.map(({ value }) => value ?? 0))
  const series = seriesFrom(cells, span, most)
  const season = defaultSeason(unit)
  const options = { season, reporting: changes.map((month) => shareAfter(month, span)) }
  const ofPublished = { ...series, low: series.value, high: series.value }
  // The bounds are proved for any value: a suppressed cell may be large because it protects another.
  const open = { ...series, high: series.high.map((high) => (high === most ? Number.POSITIVE_INFINITY : high)) }
  const { change, verdict, widened, isOpen } = modelled(series, ofPublished, suppressed, unit, options)
  const step = change?.step
  const nameOf = (at: number) => series.periods[at] as string
  const trend = {
    published: published.length,
    suppressed,
    ...verdict,
    rate: change === undefined ? undefined : rateOf(change, unit),
    widened,
    apart: change?.apart === undefined ? undefined : nameOf(change.apart),
    // More years do not help where suppressed cells decide.
    need: isOpen || change?.need === undefined ? undefined : needOf(change.need, unit),
    ...testTrend(ofPublished, season),
    bounds: season > 1 ? seasonalScoreBounds(open, season) : scoreBounds(open),
    breaks:
      change?.trend === undefined
        ? undefined
        : verdict.direction === "change of level" && step !== undefined
          ? [
              {
                at: nameOf(step.at),
                low: nameOf(step.low),
                high: nameOf(step.high),
                factor: mapInterval(step.change, Math.exp),
                isOpen: isDateOpen(step, span.count),
                none: step.none
              }
            ]
          : []
  }
  return { trend: unlessOwn(trend, ownYears), isOpen }
}

/** Returns the cells of all partners with suppressed ones at the fewest persons that are published: at least those of the constant panel. */
const atFewest = (
  cells: ReadonlyArray<YearCell>,
  panelCells: ReadonlyArray<YearCell>,
  unit: SeriesUnit
): ReadonlyArray<YearCell> => {
  const least = ({ value, low = Number.NaN }: YearCell) => value ?? (Number.isNaN(low) ? 1 : low)
  const ofPanel = new Map(panelCells.map((cell) => [stepOf(cell, unit), least(cell)]))
  return cells.map((cell) =>
    cell.state === "suppressed"
      ? { ...cell, state: "published", value: Math.max(least(cell), ofPanel.get(stepOf(cell, unit)) ?? 0) }
      : cell
  )
}

/**
 * States how a series of `count` years or months from `first` changes, using released cells only. Months are counted from year 0. Where other
 * partners reported than before, a change is stated only if the constant panel shows it too, and none is stated across a year in which one large
 * partner's records changed alone. Returns undefined if fewer than two cells are published, of the series and of its panel.
 */
export const cellTrend = (
  cells: ReadonlyArray<YearCell>,
  first: number,
  count: number,
  { unit = "year", reporting = [], ownChanges = [], panel: panelCells = [] }: CellTrendOptions = {}
): CellTrend | undefined => {
  const span = { first, count, unit }
  const changes = changesWithin(reporting, span)
  const isPanelKnown = changes.length > 0 && panelCells.filter(isPublished).length > 1
  if (cells.filter(isPublished).length < 2 && !isPanelKnown) return undefined
  const years = yearsWithin(ownChanges, span)
  const { trend: all, isOpen } = trendAlone(cells, span, changes, years)
  if (changes.length === 0) return { ...all, partners: "all", reporting: [], ownChanges: years, panel: undefined }
  const panel = isPanelKnown ? trendAlone(panelCells, span, [], years).trend : undefined
  const names = monthsWithin(reporting, span).map((month) => periodName("month", month))
  const fewest = isOpen && panel ? trendAlone(atFewest(cells, panelCells, unit), span, changes, years).trend : undefined
  return { ...all, ...panelVerdict(all, panel, names, fewest), reporting: names, ownChanges: years, panel }
}
