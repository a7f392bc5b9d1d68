import { type Cell, isReported } from "../cells/Cell.ts"
import type { Series } from "../series/Series.ts"
import { type Panel, panelSum, sumAt } from "./Panel.ts"
import { type ReporterChanges, reporterChanges } from "./reporterChanges.ts"

/** The ratio of sums between two consecutive periods. */
export interface Step {
  readonly from: string
  readonly to: string
  /** The ratio for all reporters. */
  readonly all: number
  /** The ratio for reporters that reported in both periods. */
  readonly both: number
  readonly bothReporters: number
  /** The ratio for reporters that reported in every period. */
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
  readonly changes: ReporterChanges
  /** The sum of all reporters, and that of the constant panel; undefined if the panel is empty. */
  readonly all: Series
  readonly matchedPanel: Series | undefined
  /**
   * Returns the constant panel without the reporter that contributes most to a contrast, without the two that do, and so on up to half of its reporters and at
   * most four; none if it has fewer than two. A contrast has a weight for each period.
   */
  readonly withoutMost: (contrast: ArrayLike<number>) => ReadonlyArray<Series>
}

/** Maximum number of reporters that are left out. */
const maxLeftOut = 4

/** Returns the sums of the kept reporters without those that contribute most to a contrast: one, two and so on. */
const sumsWithoutMost = (
  panel: Panel,
  kept: ReadonlyArray<number>,
  contrast: ArrayLike<number>
): ReadonlyArray<Series> => {
  const partOf = (r: number) =>
    (panel.cells[r] as ReadonlyArray<Cell>).reduce((sum, { value }, t) => sum + (contrast[t] as number) * value, 0)
  const order = kept
    .map((r) => ({ r, part: partOf(r) }))
    .sort((a, b) => b.part - a.part)
    .map(({ r }) => r)
  const count = kept.length < 2 ? 0 : Math.min(maxLeftOut, Math.floor(kept.length / 2))
  return Array.from({ length: count }, (_, i) => {
    const others = new Set(order.slice(i + 1))
    return panelSum(panel, (r) => others.has(r))
  })
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
  // Of these two periods alone: a sum of the series for each step would be quadratic in its length.
  const sumOf = (at: number, inBoth: ReadonlyArray<boolean>) => sumAt(panel, at, (r) => inBoth[r] === true).value
  const steps = periods.slice(1).map((to, i): Step => {
    const at = i + 1
    const inBoth = reports.map((own) => own[at] === true && own[i] === true)
    return {
      from: periods[i] as string,
      to,
      all: ratio(all, at),
      both: sumOf(at, inBoth) / sumOf(i, inBoth),
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
    changes: reporterChanges(reports),
    all,
    matchedPanel,
    withoutMost: (contrast) =>
      sumsWithoutMost(
        panel,
        always.flatMap((isAlways, r) => (isAlways ? [r] : [])),
        contrast
      )
  }
}

/** Returns true if some reporter is missing in some period, so that sums of all reporters compare different groups. */
export const isUneven = ({ matched, reporters }: Coverage): boolean => matched < reporters
