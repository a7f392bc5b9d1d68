/**
 * In which years the records of a large partner changed while those of the others did not, as where it begins to count persons twice: its change would look
 * like one of all (docs/decisions/0324-changes-of-one-partner.md).
 */

import { changedShare } from "@corridor/flow-statistics/model/changedShare"
import type { LoadedCount } from "@corridor/flow-statistics/nowcast/Triangle"
import type { NotComplete } from "./completenessPage.ts"
import { fewestOfOthers, large, recordsIn, withoutTwoLargest } from "./silences.ts"

const yearly = 12

/** Returns the records of each month of a span. */
const byMonth = (rows: ReadonlyArray<LoadedCount>, from: number, until: number): Float64Array => {
  const counts = new Float64Array(Math.max(0, until - from))
  for (const { period, count } of rows)
    if (period >= from && period < until) counts[period - from] = (counts[period - from] as number) + count
  return counts
}

/** Returns the months of the first and last record. */
const spanOf = (rows: ReadonlyArray<LoadedCount>) => ({
  from: rows.reduce((first, { period }) => Math.min(first, period), Number.POSITIVE_INFINITY),
  until: rows.reduce((last, { period }) => Math.max(last, period), Number.NEGATIVE_INFINITY) + 1
})

/**
 * Returns the years, in order, in which a large partner's records changed against those of the others. Two partners who know their own cannot conclude
 * from them that any other one has few: all but the two largest have `fewestOfOthers` records before and after, and so has the partner itself.
 *
 * @param byPartner the records of each partner
 * @param notCounted months that are not loaded in full, or in which a large partner paused: they are left out
 */
export const ownChanges = (
  byPartner: ReadonlyArray<ReadonlyArray<LoadedCount>>,
  { from: end = Number.POSITIVE_INFINITY, pauses }: NotComplete
): ReadonlyArray<number> => {
  const counted = byPartner.map((rows) => rows.filter(({ period }) => period < end))
  const paused = new Set(pauses)
  const years = counted.flatMap((rows, p) => {
    const { from, until } = spanOf(rows)
    const all = counted.map((one) => byMonth(one, from, until))
    const own = all[p] as Float64Array
    const others = own.map((_, t) => all.reduce((sum, one, o) => sum + (o === p ? 0 : (one[t] as number)), 0))
    if (recordsIn(rows) <= large * all.reduce((sum, one) => sum + one.reduce((a, b) => a + b, 0), 0)) return []
    const at = changedShare(
      own.map((count, t) => (paused.has(from + t) ? Number.NaN : count)),
      others,
      yearly
    )
    if (at === undefined) return []
    const sums = (first: number, last: number) =>
      all.map((one) => one.subarray(first, last).reduce((sum, count) => sum + count, 0))
    const isSafe = [sums(0, at), sums(at, own.length)].every(
      (part) => (part[p] as number) >= fewestOfOthers && withoutTwoLargest(part) >= fewestOfOthers
    )
    return isSafe ? [Math.floor((from + at) / 12)] : []
  })
  return [...new Set(years)].sort((a, b) => a - b)
}
