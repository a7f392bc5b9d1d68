import { isReported } from "../cells/Cell.ts"
import type { Series } from "../series/Series.ts"
import { type Panel, panelSum } from "./Panel.ts"

/** The ratio of sums between two consecutive periods. */
export interface Step {
  readonly from: string
  readonly to: string
  /** Of all reporters. */
  readonly all: number
  /** Of reporters that reported in both periods. */
  readonly both: number
  readonly bothReporters: number
  /** Of reporters that reported in every period. */
  readonly matched: number
}

/** Who reported when, and the sums of all reporters and of the constant panel. */
export interface Coverage {
  readonly reporters: number
  /** Number of reporters that reported in every period: the constant panel. */
  readonly matched: number
  readonly matchedReporters: ReadonlyArray<string>
  readonly byPeriod: ReadonlyArray<{ readonly period: string; readonly reporters: number }>
  readonly steps: ReadonlyArray<Step>
  /** The sum of all reporters, and that of the constant panel; undefined if the panel is empty. */
  readonly all: Series
  readonly matchedPanel: Series | undefined
  /** Returns the constant panel without each of its reporters, the largest first; none if it has fewer than two. */
  readonly withoutEach: () => ReadonlyArray<Series>
}

/** Returns the sums of the kept reporters without each of them, the largest first: what it alone makes shows soonest. */
const sumsWithoutEach = (panel: Panel, kept: ReadonlyArray<number>): ReadonlyArray<Series> => {
  const sizeOf = (r: number) => panel.cells[r]?.reduce((sum, { value }) => sum + value, 0) ?? 0
  const isKept = new Set(kept)
  return kept.length < 2
    ? []
    : [...kept].sort((a, b) => sizeOf(b) - sizeOf(a)).map((out) => panelSum(panel, (r) => r !== out && isKept.has(r)))
}

/**
 * Compares the sum of all reporters with that of the constant panel.
 *
 * @example
 * ```ts
 * import { exact, measureCoverage, panelBuilder, seriesFrom } from "@corridor/flow-statistics"
 *
 * const panel = panelBuilder(seriesFrom(["2020", "2021"], [0, 0]))
 * panel.add("shelter", 0, exact(4), false)
 * panel.add("shelter", 1, exact(5), false)
 * panel.add("police", 1, exact(9), false)
 * const { all, matchedPanel } = measureCoverage(panel.build())
 * ```
 */
export const measureCoverage = (panel: Panel): Coverage => {
  const { periods } = panel.timeline
  const reports = panel.cells.map((own) => own.map(isReported))
  const always = reports.map((own) => own.every(Boolean))
  const matchedReporters = panel.reporters.filter((_, r) => always[r])
  const all = panelSum(panel)
  const matchedPanel = matchedReporters.length === 0 ? undefined : panelSum(panel, (r) => always[r] === true)
  const ratio = (series: Series | undefined, at: number) =>
    series === undefined ? Number.NaN : (series.value[at] as number) / (series.value[at - 1] as number)
  const steps = periods.slice(1).map((to, i): Step => {
    const at = i + 1
    const inBoth = reports.map((own) => own[at] === true && own[i] === true)
    return {
      from: periods[i] as string,
      to,
      all: ratio(all, at),
      both: ratio(
        panelSum(panel, (r) => inBoth[r] === true),
        at
      ),
      bothReporters: inBoth.filter(Boolean).length,
      matched: ratio(matchedPanel, at)
    }
  })
  return {
    reporters: panel.reporters.length,
    matched: matchedReporters.length,
    matchedReporters,
    byPeriod: periods.map((period, at) => ({ period, reporters: reports.filter((own) => own[at]).length })),
    steps,
    all,
    matchedPanel,
    withoutEach: () =>
      sumsWithoutEach(
        panel,
        always.flatMap((isAlways, r) => (isAlways ? [r] : []))
      )
  }
}

/** Returns true if some reporter is missing in some period, so that sums of all reporters compare different groups. */
export const isUneven = ({ matched, reporters }: Coverage): boolean => matched < reporters
