/** What is stated of a series whose reporting changed: only what the partners that reported throughout show too. */
import { isChange } from "@corridor/flow-statistics/model/describeChange"
import type { Verdict } from "@corridor/flow-statistics/trend/verdict"

/** An estimate with its interval at 0.95. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** A change of level: the first year or month of the new level, with its interval at 0.95, and how many times the level before it is. */
interface CellBreak {
  readonly at: string
  readonly low: string
  readonly high: string
  readonly factor: Interval
  /** Whether it is open when the level changed: the interval of the date is longer than half of the series. */
  readonly isOpen: boolean
  /** The side on which no case is counted, so that the factor says nothing; undefined if there are cases on both. */
  readonly none?: "before" | "after" | undefined
}

/** What would have to be there to say something. */
export interface Need {
  /** Further years of the same kind; undefined if four times as many would not do. */
  readonly years: number | undefined
  /** Factor by which there would have to be more cases; undefined if no number of cases would do. */
  readonly cases: number | undefined
}

export interface StatedVerdict extends Verdict {
  /** The change of level, if one is stated; undefined without a verdict. */
  readonly breaks: ReadonlyArray<CellBreak> | undefined
  /**
   * Relative change per year by the model, such as 0.03, with its interval at 0.95 over the values that suppressed cells can have; undefined if
   * there are too few points.
   */
  readonly rate: Interval | undefined
  /** How many times as wide the suppressed cells make the interval of the rate; undefined if there are none. */
  readonly widened: number | undefined
  /** The year or part of one that is far from what the others lead to expect: a change that it alone makes is not stated. Undefined if there is none. */
  readonly apart: string | undefined
  /** Undefined if there is a verdict, if it depends on suppressed figures, or if the panel is not published, which comes first. */
  readonly need: Need | undefined
}

type Stated = Pick<StatedVerdict, "direction" | "breaks">

/** A verdict, and which partners it is of: all of them, or those that reported throughout. */
export interface PartnersVerdict extends StatedVerdict {
  readonly partners: "all" | "throughout"
}

/** Returns true if both state the same; of changes of level, up or down, and at dates whose intervals overlap. */
const agree = (all: Stated, panel: Stated): boolean => {
  if (all.direction !== panel.direction || all.direction === "cannot say") return false
  const [a, b] = [all.breaks?.[0], panel.breaks?.[0]]
  if (a === undefined || b === undefined) return true
  return a.low <= b.high && b.low <= a.high && a.factor.value > 1 === b.factor.value > 1
}

const monthList = new Intl.ListFormat("en-GB")

/**
 * Returns the verdict on a series of which other partners report from some months on. `all`: the verdict without the changes of reporting;
 * `panel`: that on the partners that reported throughout, if it is published. Where both show the same, it is stated of all partners. Where figures of all
 * partners are suppressed and leave it open, it is stated of those that reported throughout (decision 0308).
 *
 * @param atFewest what would be stated of all partners if the others reported as few persons as the published figures allow; undefined if no suppressed
 *   figures leave it open. Where few partners began or ceased, figures of all must be suppressed once the panel is published (decision 0304), so this is the
 *   most that can be asked
 */
export const panelVerdict = (
  all: StatedVerdict,
  panel: StatedVerdict | undefined,
  months: ReadonlyArray<string>,
  atFewest: Stated | undefined
): PartnersVerdict => {
  const { rate, widened } = all
  const since = `other partners report from ${monthList.format(months)} on`
  const besides = `Apart from that, all partners: ${all.words}`
  const cannotSay = (words: string): PartnersVerdict => ({
    ...{ direction: "cannot say", words, partners: "all" },
    breaks: all.breaks === undefined ? undefined : [],
    ...{ rate, widened, need: panel?.need, apart: panel?.apart }
  })
  if (panel === undefined)
    return isChange(all.direction)
      ? cannotSay(
          `Cannot say: ${since}, and what the partners that reported throughout show is not published. ${besides}`
        )
      : { ...all, need: undefined, partners: "all", words: `A change of reporting is not stated: ${since}. ${besides}` }
  const { direction, words, breaks, need, apart } = panel
  if (agree(all, panel))
    return {
      ...all,
      partners: "all",
      words: `${all.words} The partners that reported throughout agree: ${words} It is known that ${since}.`
    }
  if (atFewest !== undefined && agree(atFewest, panel))
    return {
      ...{ direction, breaks, rate: panel.rate, widened: panel.widened, need, apart, partners: "throughout" },
      words: `The partners that reported throughout: ${words} Of all partners it cannot be said, because it depends on suppressed figures; ${since}.`
    }
  return cannotSay(
    `Cannot say of all partners: ${since}. The partners that reported throughout: ${words}${isChange(all.direction) ? ` ${besides}` : ""}`
  )
}
