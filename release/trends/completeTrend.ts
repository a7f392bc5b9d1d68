import { periodName } from "@corridor/flow-statistics/series/Period"
import { runsOf } from "../catalogue/monthRuns.ts"
import type { NotComplete } from "../history/completenessPage.ts"
import { type CellTrend, type CellTrendOptions, cellTrend, stepOf, type YearCell } from "./cellTrend.ts"
import { monthsOf, unitNames } from "./SeriesUnit.ts"

export interface CompleteTrendOptions extends CellTrendOptions {
  /** What is not loaded in full, and when a large partner paused. */
  readonly notCounted?: NotComplete | undefined
}

const list = new Intl.ListFormat("en-GB")

/**
 * As `cellTrend`, of the years or months that are loaded in full and in which no large partner paused: both look like a fall of the level. A year is
 * complete if its December is; it counts if none of its months is in a pause.
 */
export const completeTrend = (
  cells: ReadonlyArray<YearCell>,
  first: number,
  count: number,
  { notCounted = { from: undefined, pauses: [] }, ...options }: CompleteTrendOptions = {}
): CellTrend | undefined => {
  const { unit = "year" } = options
  const scale = monthsOf(unit)
  const last = first + count
  const end = Math.min(last, Math.floor((notCounted.from ?? Number.POSITIVE_INFINITY) / scale))
  const paused = new Set(
    notCounted.pauses.map((month) => Math.floor(month / scale)).filter((step) => step >= first && step < end)
  )
  const counted = (all: ReadonlyArray<YearCell>) =>
    all.filter((cell) => stepOf(cell, unit) < end && !paused.has(stepOf(cell, unit)))
  const trend = cellTrend(counted(cells), first, Math.max(0, end - first), {
    ...options,
    panel: options.panel === undefined ? undefined : counted(options.panel)
  })
  if (trend === undefined) return undefined
  const name = (step: number) => periodName(unit, step)
  const runs = runsOf([...paused]).map(({ from, to }) => (from === to ? name(from) : `${name(from)} to ${name(to)}`))
  return {
    ...trend,
    words: [
      trend.words,
      ...(runs.length === 0
        ? []
        : [
            `Not counted: ${list.format(runs)}, when at least one partner with many of the records reported nothing for months.`
          ]),
      ...(end === last
        ? []
        : [`Not counted: ${unitNames[unit]}s from ${name(end)} on, of which records are still expected.`])
    ].join(" ")
  }
}
