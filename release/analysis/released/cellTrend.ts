import { type Series, seriesOf } from "../series/Series.ts"
import { type Cell, exact, silent } from "../table/Cell.ts"
import { type ScoreBounds, scoreBounds } from "../trend/scoreBounds.ts"
import { type Trend, trendOf } from "../trend/trendOf.ts"
import { significance } from "../trend/verdict.ts"

/** A released cell of one year of a series. */
export interface YearCell {
  readonly year: number
  readonly state: "published" | "suppressed" | "not_reported" | "not_collected"
  /** There where the state is published. */
  readonly value: number | undefined
}

/** What released cells say of one series' trend. */
export interface CellTrend {
  readonly published: number
  readonly suppressed: number
  /** `undecided`: what the suppressed cells are would decide. */
  readonly direction: Trend["verdict"]["direction"] | "undecided"
  readonly words: string
  /** Of the published years alone. */
  readonly tests: Trend["tests"]
  /** Sen's slope a year with its interval at 0.95, of the published years alone. */
  readonly slope: Trend["slope"]
  /** Of Mann-Kendall's test over all that suppressed cells may be. */
  readonly bounds: ScoreBounds
}

/**
 * A suppressed cell of a release is 1 at least and of any size: a large one may be hidden to protect a small one. It has no middle, so
 * it is left out of the tests and stands in the bounds.
 */
const hidden: Cell = { state: "suppressed", value: Number.NaN, low: 1, high: Number.POSITIVE_INFINITY }

const toCell = ({ state, value }: YearCell): Cell =>
  state === "published" ? exact(value ?? 0) : state === "suppressed" ? hidden : silent(state)

const judged = (trend: Trend, bounds: ScoreBounds, suppressed: number): Pick<CellTrend, "direction" | "words"> => {
  const { direction, words } = trend.verdict
  if (suppressed === 0 || direction === "too few points") return { direction, words }
  const { z, p } = bounds
  const holds = direction === "no trend" ? p.low >= significance : p.high < significance && (z.low > 0 || z.high < 0)
  return holds
    ? { direction, words: `${words} Whatever the ${suppressed} suppressed years are, the first test says the same.` }
    : {
        direction: "undecided",
        words: `What the ${suppressed} suppressed years are decides: no verdict. Of the published years alone: ${words}`
      }
}

const seriesFrom = (cells: ReadonlyArray<YearCell>, first: number, count: number): Series => {
  const byYear = new Map(cells.map((cell) => [cell.year, toCell(cell)]))
  const years = Array.from({ length: count }, (_, i) => first + i)
  return seriesOf(
    { granularity: "year", every: 1, periods: years.map(String) },
    years.map((year) => byYear.get(year) ?? silent())
  )
}

/**
 * The trend of a series of `count` years from `first` on, from what a release shows and nothing else: no frozen or raw count. Undefined
 * where fewer than two years are published.
 */
export const cellTrend = (cells: ReadonlyArray<YearCell>, first: number, count: number): CellTrend | undefined => {
  const published = cells.filter(({ state }) => state === "published").length
  const suppressed = cells.filter(({ state }) => state === "suppressed").length
  if (published < 2) return undefined
  const series = seriesFrom(cells, first, count)
  const trend = trendOf({ ...series, low: series.value, high: series.value }, { season: 1 })
  const bounds = scoreBounds(series)
  return { published, suppressed, ...judged(trend, bounds, suppressed), tests: trend.tests, slope: trend.slope, bounds }
}
