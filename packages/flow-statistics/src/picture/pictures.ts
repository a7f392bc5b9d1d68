import type { Breaks } from "../breaks/findBreaks.ts"
import type { Interval } from "../cells/Interval.ts"
import type { FlowReport } from "../flowReport/FlowReport.ts"
import type { Forecast } from "../forecast/forecastSeries.ts"
import type { HiddenEstimate } from "../hidden/HiddenEstimate.ts"
import type { Intervention } from "../interventions/analyseIntervention.ts"
import type { Pooled } from "../model/poolTrends.ts"
import type { NowcastOfAll } from "../nowcast/nowcastReporters.ts"
import { medianOf } from "../numeric/selectKth.ts"
import type { Seasonality } from "../seasonality/analyseSeasonality.ts"
import type { Series } from "../series/Series.ts"
import type { Transit } from "../transit/analyseTransit.ts"
import type { Trend } from "../trend/analyseTrend.ts"
import { intervalPicture } from "./intervalPicture.ts"
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
export const seasonPicture = (series: Series, { decomposition, peak, trough, verdict }: Seasonality): string =>
  seriesPicture({
    title: verdict.startsWith("There is a season")
      ? `Season: peak ${peak.name}, trough ${trough.name}`
      : (verdict.split(":")[0] as string),
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

/** Draws the largest corridors by their share, with intervals and the share that the model expects. */
export const flowPicture = ({ persons, ranking: { corridors, level } }: FlowReport, top: number): string =>
  intervalPicture({
    title: "Corridors by their share of persons",
    axis: `per cent of persons with both ends known; ${Math.round(level * 100)} % joint intervals${corridors.some(({ expected }) => expected !== undefined) ? "; ring: expected" : ""}`,
    rows: corridors.slice(0, top).map(({ origin, destination, share, interval, expected }) => ({
      label: `${origin} > ${destination}`,
      ...(share.low === share.high ? { value: 100 * share.value } : {}),
      low: 100 * interval.low,
      high: 100 * interval.high,
      ...(expected === undefined ? {} : { expected: (100 * expected.expected) / persons.value })
    }))
  })

/** Draws the places through which most persons were moved, with bounds. */
export const transitPicture = ({ places }: Transit, top: number): string =>
  intervalPicture({
    title: "Persons moved through a place on the way elsewhere",
    axis: "persons",
    rows: places
      .filter(({ through }) => through.high > 0)
      .toSorted((a, b) => b.through.value - a.through.value)
      .slice(0, top)
      .map(({ place, through: { value, low, high } }) => ({
        label: place,
        low,
        high,
        ...(low === high ? { value } : {})
      }))
  })

/**
 * Draws all estimates of the total, with the observed persons first and the union of the intervals last. An interval without an upper bound ends
 * where the largest bounded one does.
 */
export const hiddenPicture = (found: HiddenEstimate): string => {
  const { observed, model, stepwise, averaged, lowerBounds, latentClasses, supported } = found
  const lower = lowerBounds.chaoOfLists
  const isOpen = latentClasses === undefined || latentClasses.isUnbounded
  const limit = Math.max(
    model.interval.high,
    stepwise.interval.high,
    averaged?.total.high ?? 0,
    observed + lower.high,
    latentClasses?.total.value ?? 0
  )
  const bounds = ({ low, high }: Interval) => ({ low, high: isOpen ? Math.min(high, limit) : high })
  const openMark = isOpen ? ", no upper bound" : ""
  return intervalPicture({
    title: "Total number of persons by all models",
    axis: "persons, including those on the lists",
    rows: [
      {
        label: "on the lists",
        ...(found.observedWithin ?? { value: observed, low: observed, high: observed })
      },
      {
        label: "lower bound",
        value: observed + lower.hidden,
        ...bounds({ low: observed + lower.low, high: observed + lower.high })
      },
      { label: "requested model", value: model.total, ...bounds(model.interval) },
      { label: "stepwise choice", value: stepwise.total, ...bounds(stepwise.interval) },
      ...(averaged === undefined
        ? []
        : [{ label: "average of decomposable models", value: averaged.total.median, ...bounds(averaged.total) }]),
      ...(latentClasses === undefined
        ? []
        : [
            {
              label: `two latent classes${openMark}`,
              value: latentClasses.total.value,
              ...bounds(latentClasses.total)
            }
          ]),
      { label: `all that fit${openMark}`, ...bounds(supported.total) }
    ]
  })
}
