import type { Interval } from "../cells/Interval.ts"
import { rangeOf } from "../cells/Interval.ts"
import { completions, cyclicExtremes } from "../series/completions.ts"
import { countUncertain, type Series } from "../series/Series.ts"
import { analyseSeasonality, type SeasonAnswer, type SeasonalityOptions, seasonAnswer } from "./analyseSeasonality.ts"

/** Range of a season over completions of hidden and rounded cells: observed, not proved. */
export interface SeasonalityRange {
  readonly seasonalStrength: Interval
  readonly trendStrength: Interval
  readonly peaks: ReadonlyArray<string>
  readonly troughs: ReadonlyArray<string>
  /** What the tests state, each once: more than one if it depends on the values. */
  readonly answers: ReadonlyArray<SeasonAnswer>
  readonly verdict: string
}

const possible: Readonly<Record<SeasonAnswer, string>> = {
  season: "a season is found",
  none: "none is found",
  open: "the tests differ"
}

const verdictOf = (series: Series, verdict: string, answers: ReadonlyArray<SeasonAnswer>): string => {
  const points = countUncertain(series)
  const one = points === 1
  if (answers.length === 1)
    return `${verdict} This holds for all values of the ${one ? "suppressed or rounded point" : `${points} suppressed or rounded points`} that were tried.`
  return `Cannot say whether there is a season: it depends on the ${one ? "suppressed or rounded value" : `${points} suppressed or rounded values`}: with some values ${answers.map((answer) => possible[answer]).join(", with others ")}.`
}

/** Analyses the season of every completion of the series, those with the largest seasons included, and returns what they have between them. */
export const seasonalityRange = (series: Series, options: SeasonalityOptions): SeasonalityRange => {
  const all = [...completions(series), ...cyclicExtremes(series, options.season)].map((value) =>
    analyseSeasonality({ ...series, value }, options)
  )
  const answers = [...new Set(all.map(({ tests }) => seasonAnswer(tests)))]
  return {
    seasonalStrength: rangeOf(all.map((one) => one.seasonalStrength)),
    trendStrength: rangeOf(all.map((one) => one.trendStrength)),
    peaks: [...new Set(all.map(({ peak }) => peak.name))],
    troughs: [...new Set(all.map(({ trough }) => trough.name))],
    answers,
    verdict: verdictOf(series, all[0]?.verdict ?? "", answers)
  }
}
