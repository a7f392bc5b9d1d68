import type { TrendAnswer } from "./TrendAnswer.ts"
import type { ViewProps } from "./View.ts"
import { timeWords } from "./verdictBox.ts"

/** Returns a sentence about the months of which records are still expected, and one for each that has an estimate. */
export const incompleteNotes = (
  { t, names }: Pick<ViewProps, "t" | "names">,
  incomplete: TrendAnswer["incomplete"]
): ReadonlyArray<string> => {
  const [first] = incomplete
  if (first === undefined) return []
  return [
    t("incompleteWords", { at: timeWords(t, names, first.month) }),
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
