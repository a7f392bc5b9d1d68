import type { Breaks } from "../breaks/findBreaks.ts"
import type { Forecast } from "../forecast/forecastSeries.ts"
import type { Intervention } from "../interventions/analyseIntervention.ts"
import type { Pooled } from "../model/poolTrends.ts"
import type { NowcastOfAll } from "../nowcast/nowcastReporters.ts"
import { medianOf } from "../numeric/selectKth.ts"
import type { Seasonality } from "../seasonality/analyseSeasonality.ts"
import type { Series } from "../series/Series.ts"
import type { Trend } from "../trend/analyseTrend.ts"
import { seriesPicture } from "./seriesPicture.ts"

/** Draws the series with Sen's line through the medians of time and value (Conover 1980). */
export const trendPicture = (series: Series, { slope, verdict }: Trend): string => {
  const there = Array.from(series.value).flatMap((value, i) => (Number.isNaN(value) ? [] : [[i, value] as const]))
  const start =
    medianOf(Float64Array.from(there, ([, value]) => value)) -
    slope.value * medianOf(Float64Array.from(there, ([i]) => i))
  return seriesPicture({
    title: `Trend: ${verdict.direction}`,
    series,
    lines: [{ name: "Sen's line", start: 0, values: series.periods.map((_, i) => start + slope.value * i) }]
  })
}

/** Draws the series with STL's trend, and with trend and season. */
export const seasonPicture = (series: Series, { decomposition, peak, trough }: Seasonality): string =>
  seriesPicture({
    title: `Season: peak ${peak.name}, trough ${trough.name}`,
    series,
    lines: [
      { name: "trend", start: 0, values: [...decomposition.trend] },
      {
        name: "trend and season",
        start: 0,
        values: [...decomposition.trend.map((value, i) => value + (decomposition.seasonal[i] as number))]
      }
    ]
  })

/** Draws the series with the mean of each segment, and each break with its interval. */
export const breaksPicture = (series: Series, { segments, intervals }: Breaks): string =>
  seriesPicture({
    title: `${intervals.length === 1 ? "1 break" : `${intervals.length} breaks`}`,
    series,
    lines: segments.slice(0, 1).map(() => ({
      name: "mean of each segment",
      start: 0,
      values: segments.flatMap(({ start, end, mean }) => new Array<number>(end - start).fill(mean))
    })),
    marks: intervals
  })

/** Draws the series with the line before the date, continued. */
export const interventionPicture = (series: Series, { at, counterfactual }: Intervention): string =>
  seriesPicture({
    title: `Before and after ${series.periods[at]}`,
    series,
    lines: [{ name: "line before the date, continued", start: at, values: counterfactual }],
    marks: [{ at, low: at, high: at }]
  })

/** Draws the series and its forecast with intervals. */
export const forecastPicture = (series: Series, { points, method }: Forecast): string => {
  const start = series.periods.length
  return seriesPicture({
    title: `Forecast by ${method === "dampedSmoothing" ? "damped smoothing" : "the value one cycle before"}`,
    series,
    lines: [{ name: "forecast", start, values: points.map(({ value }) => value) }],
    band: { start, low: points.map(({ low }) => low), high: points.map(({ high }) => high) }
  })
}

/** Draws what is loaded so far, and the estimates of recent periods with intervals. */
export const nowcastPicture = (loaded: Series, { first, points }: NowcastOfAll): string => {
  const estimated = points.filter(({ value }) => value !== undefined)
  const start = (estimated[0]?.step ?? 0) - first
  const line = (value: (point: NowcastOfAll["points"][number]) => number | undefined) =>
    points.slice(points.length - estimated.length).map((point) => value(point) ?? Number.NaN)
  return seriesPicture({
    title: "Records loaded so far, and expected",
    series: loaded,
    lines: estimated.length === 0 ? [] : [{ name: "estimate", start, values: line(({ value }) => value) }],
    band: estimated.length === 0 ? undefined : { start, low: line(({ low }) => low), high: line(({ high }) => high) }
  })
}

/** Draws the growth of each series per period in per cent with its interval, from the smallest to the largest, and the typical growth. */
export const pooledPicture = (names: ReadonlyArray<string>, { estimates, typical }: Pooled): string => {
  const sorted = estimates.map((one, i) => ({ ...one, name: names[i] as string })).sort((a, b) => a.value - b.value)
  const percent = (value: (one: (typeof sorted)[number]) => number) =>
    Float64Array.from(sorted, (one) => 100 * Math.expm1(value(one)))
  return seriesPicture({
    title: "Change per period in per cent, estimated from all series together",
    series: {
      granularity: "index",
      every: 1,
      periods: sorted.map(({ name }) => name),
      value: percent(({ value }) => value),
      low: percent(({ low }) => low),
      high: percent(({ high }) => high)
    },
    lines: [
      { name: "typical", start: 0, values: sorted.map(() => 100 * Math.expm1(typical.value)) },
      { name: "no change", start: 0, values: sorted.map(() => 0) }
    ]
  })
}
