/** The verdict on a series: as words for a row, as a sentence, and as the answer to whether it rises. */

import { type Content, h } from "@corridor/page/html"
import { verdict } from "../../parts/verdict.ts"
import type { TrendAnswer } from "../../views/TrendAnswer.ts"
import { verdictBox } from "../../views/verdictBox.ts"
import type { PageWordKey } from "../../words/pages/en.ts"
import type { PageContext, YearCell } from "../PageContext.ts"

/** Returns the verdict on a series as one sentence; "" if there is no series. */
export const sentenceOf = ({ t, names, language }: PageContext, trend: TrendAnswer | undefined): string =>
  trend === undefined ? "" : verdictBox(t, names, language, trend).sentence

const shortVerdicts: Readonly<Record<string, PageWordKey>> = {
  rising: "shortRising",
  falling: "shortFalling",
  "change of level": "shortLevel",
  "no detectable change": "shortNone"
}

/** Returns the verdict on a series in two words, for a row of a table; "" if there is no series. */
export const shortVerdict = ({ p }: PageContext, trend: TrendAnswer | undefined): string => {
  if (trend === undefined) return ""
  const { direction, partners } = trend.verdict
  const words = p(shortVerdicts[direction] ?? "shortUnsaid")
  return partners === "throughout" ? p("shortThroughout", { words }) : words
}

/** Returns the verdict on a series, with its question as the heading. */
export const rising = (
  { t, p, names, language }: PageContext,
  years: ReadonlyArray<YearCell>,
  trend: TrendAnswer | undefined,
  level: 2 | 3 = 2
): Content => {
  if (trend === undefined) return null
  const box = verdictBox(t, names, language, trend)
  const known = years.filter(({ cell }) => cell.value !== undefined)
  const [first, last] = [known[0], known.at(-1)]
  const ends =
    // Where the verdict is of the partners that reported throughout, figures of all partners mislead.
    first === undefined || last === undefined || first === last || trend.verdict.partners === "throughout"
      ? []
      : [
          p("firstAndLast", {
            first: first.cell.value ?? "",
            from: first.year,
            last: last.cell.value ?? "",
            to: last.year
          })
        ]
  // Without a rate there are too few years for any answer.
  const few = trend.verdict.rate === null ? [p("tooFewYears")] : []
  return h(
    "div",
    { class: "rising" },
    h(`h${level}`, {}, p("isRising")),
    verdict(h, { ...box, figures: [...ends, ...few, ...box.figures] })
  )
}
