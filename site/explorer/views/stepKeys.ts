import { el } from "../drawings/El.ts"
import { stepRanges } from "../drawings/heatMap.ts"
import type { Key, WriteFigure } from "../drawings/Picture.ts"
import type { Translate } from "../words/Words.ts"

/** Returns the keys of the colours of a heat map whose figures go from `least` to `most`; none if all have one colour. */
export const stepKeys = (t: Translate, write: WriteFigure, least: number, most: number): ReadonlyArray<Key> => {
  const ranges = stepRanges(least, most)
  if (ranges.length < 2) return []
  return ranges.map(({ paint, from, to }) => ({
    sign: el(
      "svg",
      { width: 24, height: 18, viewBox: "0 0 24 18" },
      el("rect", { width: 24, height: 18, fill: paint })
    ),
    words: from === to ? write(to) : t("upTo", { from, to })
  }))
}
