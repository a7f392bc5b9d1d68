import { fillings, type Range, rangeOf } from "../series/fillings.ts"
import type { Series } from "../series/Series.ts"
import { type SeasonalityOptions, seasonalityOf } from "./seasonalityOf.ts"

/** What hidden and rounded cells leave open of a season: seen over fillings of their intervals, not proved. */
export interface SeasonalityRange {
  readonly seasonalStrength: Range
  readonly trendStrength: Range
  readonly peaks: ReadonlyArray<string>
  readonly troughs: ReadonlyArray<string>
}

export const seasonalityRange = (series: Series, options: SeasonalityOptions): SeasonalityRange => {
  const all = fillings(series).map((value) => seasonalityOf({ ...series, value }, options))
  return {
    seasonalStrength: rangeOf(all.map((one) => one.seasonalStrength)),
    trendStrength: rangeOf(all.map((one) => one.trendStrength)),
    peaks: [...new Set(all.map(({ peak }) => peak.name))],
    troughs: [...new Set(all.map(({ trough }) => trough.name))]
  }
}
