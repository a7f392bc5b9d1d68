/** What is stated of a series whose reporting changed: only what the partners that reported throughout show too. */
import type { Verdict } from "@corridor/flow-statistics/trend/verdict"

/** An estimate with its interval at 0.95. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** A change of level: the first year or month of the new level, with its interval at 0.95, and how many times the level before it is. */
export interface CellBreak {
  readonly at: string
  readonly low: string
  readonly high: string
  readonly factor: Interval
}

export interface StatedVerdict extends Verdict {
  /** The change of level, if one is stated; undefined if nothing can be said. */
  readonly breaks: ReadonlyArray<CellBreak> | undefined
}

const isStated = ({ direction }: Verdict): boolean => ["rising", "falling", "change of level"].includes(direction)

/** True if both state the same; of changes of level, up or down, and at dates whose intervals overlap. */
const agree = (all: StatedVerdict, panel: StatedVerdict): boolean => {
  if (all.direction !== panel.direction) return false
  const [a, b] = [all.breaks?.[0], panel.breaks?.[0]]
  if (a === undefined || b === undefined) return true
  return a.low <= b.high && b.low <= a.high && a.factor.value > 1 === b.factor.value > 1
}

/**
 * Returns the verdict on a series of which other partners report from some months on. `all`: the verdict without the changes of reporting;
 * `panel`: that on the partners that reported throughout, if it is published.
 */
export const panelVerdict = (
  all: StatedVerdict,
  panel: StatedVerdict | undefined,
  months: ReadonlyArray<string>
): StatedVerdict => {
  const since = `other partners report from ${months.join(" and ")} on`
  const apart = `Apart from that, all partners: ${all.words}`
  const cannotSay = (words: string): StatedVerdict => ({
    ...{ direction: "cannot say", words },
    breaks: all.breaks === undefined ? undefined : []
  })
  if (panel === undefined)
    return isStated(all)
      ? cannotSay(
          `Cannot say: ${since}, and what the partners that reported throughout show is not published. ${apart}`
        )
      : { ...all, words: `A change of reporting is not stated: ${since}. ${apart}` }
  if (agree(all, panel))
    return { ...panel, words: `${panel.words} All partners and those that reported throughout agree; ${since}.` }
  return cannotSay(
    `Cannot say of all partners: ${since}. The partners that reported throughout: ${panel.words}${isStated(all) ? ` ${apart}` : ""}`
  )
}
