import type { TrendAnswer } from "./TrendAnswer.ts"
import type { ViewProps } from "./View.ts"
import { timeWords } from "./verdictBox.ts"

/**
 * Returns a sentence about the months of which records are still expected, one for each that has an estimate, and one for each pause of a large partner.
 */
export const incompleteNotes = (
  { t, names }: Pick<ViewProps, "t" | "names">,
  { incomplete, pauses }: Pick<TrendAnswer, "incomplete" | "pauses">
): ReadonlyArray<string> => {
  const [first] = incomplete
  return [
    ...pauses.map(({ from, to }) => t("pauseWords", { from: timeWords(t, names, from), to: timeWords(t, names, to) })),
    ...(first === undefined ? [] : [t("incompleteWords", { at: timeWords(t, names, first.month) })]),
    ...incomplete.flatMap(({ month, arrived, estimate }) =>
      arrived === null || estimate === null
        ? []
        : [
            t("incompleteEstimate", {
              at: timeWords(t, names, month),
              share: Math.round(100 * arrived.share),
              value: Math.round(estimate.value),
              low: Math.round(estimate.low),
              high: Math.round(estimate.high)
            })
          ]
    )
  ]
}
