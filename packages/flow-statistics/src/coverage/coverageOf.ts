import type { Series } from "../series/Series.ts"
import { isReported, type Panel, sumOf } from "./Panel.ts"

/** From one period to the next: how often the sum has multiplied, for whom. */
export interface Step {
  readonly from: string
  readonly to: string
  readonly all: number
  /** Those who reported in both periods. */
  readonly both: number
  readonly bothReporters: number
  /** Those who reported in every period. */
  readonly matched: number
}

/** Who reported when, and what that does to sums. */
export interface Coverage {
  readonly reporters: number
  /** Those who reported in every period. */
  readonly matched: number
  readonly matchedReporters: ReadonlyArray<string>
  readonly byPeriod: ReadonlyArray<{ readonly period: string; readonly reporters: number }>
  readonly steps: ReadonlyArray<Step>
  /** The sum of all who reported, and that of those who always did; undefined where nobody always did. */
  readonly all: Series
  readonly matchedPanel: Series | undefined
}

export const coverageOf = (panel: Panel): Coverage => {
  const { periods } = panel.timeline
  const reports = panel.cells.map((own) => own.map(isReported))
  const always = reports.map((own) => own.every(Boolean))
  const matchedReporters = panel.reporters.filter((_, r) => always[r])
  const all = sumOf(panel)
  const matchedPanel = matchedReporters.length === 0 ? undefined : sumOf(panel, (r) => always[r] === true)
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
        sumOf(panel, (r) => inBoth[r] === true),
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
    matchedPanel
  }
}

/** True when somebody did not report somewhere, so that sums of all compare different groups. */
export const isUneven = ({ matched, reporters }: Coverage): boolean => matched < reporters
