import { periodName } from "@corridor/flow-statistics/series/Period"
import { type CellTrend, type CellTrendOptions, cellTrend, stepOf, type YearCell } from "./cellTrend.ts"
import { monthsOf, unitNames } from "./SeriesUnit.ts"

interface CompleteTrendOptions extends CellTrendOptions {
  /** First month that is not loaded in full, counted from year 0. */
  readonly incompleteFrom?: number | undefined
}

/**
 * As `cellTrend`, of the years or months that are loaded in full: recent ones of which records are still expected look like a fall. A year
 * is complete if its December is.
 */
export const completeTrend = (
  cells: ReadonlyArray<YearCell>,
  first: number,
  count: number,
  { incompleteFrom = Number.POSITIVE_INFINITY, ...options }: CompleteTrendOptions = {}
): CellTrend | undefined => {
  const { unit = "year" } = options
  const end = Math.floor(incompleteFrom / monthsOf(unit))
  const complete = (all: ReadonlyArray<YearCell>) => all.filter((cell) => stepOf(cell, unit) < end)
  const trend = cellTrend(complete(cells), first, Math.min(count, Math.max(0, end - first)), {
    ...options,
    panel: options.panel === undefined ? undefined : complete(options.panel)
  })
  if (trend === undefined || end >= first + count) return trend
  return {
    ...trend,
    words: `${trend.words} Not counted: ${unitNames[unit]}s from ${periodName(unit, end)} on, of which records are still expected.`
  }
}
