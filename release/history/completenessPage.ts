/** The page of a release that says which months are not complete: how it is written and read. Notebooks read it in a browser. */

import type { ArrivedShare } from "@corridor/flow-statistics/nowcast/arrivedShares"
import { monthLine, readMonthLines } from "./monthLines.ts"

/** A month whose figures lack records. */
export interface IncompleteMonth {
  readonly kind: string
  /** Counted from year 0. */
  readonly month: number
  /** Undefined if it is not known: delays changed, the month is not over, or a large partner is silent. */
  readonly arrived: ArrivedShare | undefined
  /** Whether a large partner was silent and reported again later. Else records are still expected. */
  readonly isPause: boolean
}

/** Name of the page of a release that has them. */
export const completenessPage = "completeness.csv"

/** Returns the months as a CSV page. `paused` is 1 for a month in which a large partner was silent that reported again later. */
export const completenessText = (months: ReadonlyArray<IncompleteMonth>): string =>
  [
    "record_kind,month,expected_share,low,high,paused",
    ...months.map(({ kind, month, arrived, isPause }) =>
      monthLine(kind, month, arrived?.share, arrived?.low, arrived?.high, isPause ? 1 : undefined)
    ),
    ""
  ].join("\n")

/** Reads such a page; a release from before it has none, and one from before pauses has none of these. */
export const readCompleteness = (text: string | undefined): ReadonlyArray<IncompleteMonth> =>
  readMonthLines(text).map(({ kind, month, values: [share, low = 0, high = 0, paused] }) => ({
    kind,
    month,
    arrived: share === undefined ? undefined : { share, low, high },
    isPause: paused === 1
  }))

/** What is not counted of a kind of record. Months are counted from year 0. */
export interface NotComplete {
  /** The first month of which records are still expected; undefined if all are loaded, or if this is not known. */
  readonly from: number | undefined
  /** Months before it in which a large partner paused, in order. */
  readonly pauses: ReadonlyArray<number>
}

/** Returns what is not counted of a kind of record. */
export const notComplete = (months: ReadonlyArray<IncompleteMonth>, kind: string | undefined): NotComplete => {
  const own = months.filter((one) => one.kind === kind)
  const expected = own.flatMap(({ month, isPause }) => (isPause ? [] : [month]))
  return {
    from: expected.length === 0 ? undefined : Math.min(...expected),
    pauses: own.flatMap(({ month, isPause }) => (isPause ? [month] : [])).sort((a, b) => a - b)
  }
}
