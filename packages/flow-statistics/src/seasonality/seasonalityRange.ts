import type { Interval } from "../cells/Interval.ts"
import { rangeOf } from "../cells/Interval.ts"
import { completions } from "../series/completions.ts"
import type { Series } from "../series/Series.ts"
import { analyseSeasonality, type SeasonalityOptions } from "./analyseSeasonality.ts"

/** Range of a season over completions of hidden and rounded cells: observed, not proved. */
export interface SeasonalityRange {
  readonly seasonalStrength: Interval
  readonly trendStrength: Interval
  readonly peaks: ReadonlyArray<string>
  readonly troughs: ReadonlyArray<string>
}

/** Analyses the season of every completion of the series and returns what they have between them. */
export const seasonalityRange = (series: Series, options: SeasonalityOptions): SeasonalityRange => {
  const all = completions(series).map((value) => analyseSeasonality({ ...series, value }, options))
  return {
    seasonalStrength: rangeOf(all.map((one) => one.seasonalStrength)),
    trendStrength: rangeOf(all.map((one) => one.trendStrength)),
    peaks: [...new Set(all.map(({ peak }) => peak.name))],
    troughs: [...new Set(all.map(({ trough }) => trough.name))]
  }
}
