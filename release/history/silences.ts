/**
 * When a large partner reports nothing for months, though its own counts make that improbable: its absence would look like a fall of the level, and its return
 * like a rise (docs/decisions/0321-pauses.md).
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import type { LoadedCount } from "@corridor/flow-statistics/nowcast/Triangle"
import { ceased } from "../vintage/reportingSpans.ts"

/** Months from the first one of a silence until the partner reports again, or until the end. */
export interface Silence {
  /** Counted from year 0. */
  readonly from: number
  readonly until: number
  /** Whether the partner reported again: else it may be late, or have ceased. */
  readonly isOver: boolean
}

/** Fewest months of a silence: fewer hardly ever make a change of level. */
export const unusuallySilent = 3
/** Probability below which a silence is unusual. */
const level = 0.0001
/** Months before and after a silence by which it is judged, so that a partner that reports less and less is judged by what it reports then. */
const around = 24
/** A partner is large if it has more than this share of the records since it began. */
export const large = 0.1
/**
 * Fewest records of all but the two largest partners. Two partners subtract their own from what is published: by this limit, twice the threshold
 * is left open.
 */
export const fewestOfOthers = 2 * defaultProfile.threshold

const sumOf = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0)

/** Returns the number of records in the rows. */
export const recordsIn = (rows: ReadonlyArray<LoadedCount>): number => rows.reduce((sum, { count }) => sum + count, 0)

/** Returns the records of all but the two partners that have most. */
export const withoutTwoLargest = (records: ReadonlyArray<number>): number =>
  sumOf([...records].sort((a, b) => b - a).slice(2))

/** Returns the variance of the sums of so many months in a row over that of independent records; at least 1. */
const dispersionOf = (counts: ReadonlyArray<number>, months: number): number => {
  const length = Math.max(1, Math.min(months, Math.floor(counts.length / 3)))
  const sums = counts.slice(length - 1).map((_, i) => sumOf(counts.slice(i, i + length)))
  const mean = sumOf(sums) / sums.length
  return Math.max(1, sumOf(sums.map((one) => (one - mean) ** 2)) / (sums.length - 1) / mean)
}

/**
 * Returns the probability that none of a partner's records falls into so many months in a row, by those of the months around: the larger of that by records,
 * which count as fewer if they come in bursts, by season or in swings, and that by how many of these months have none.
 */
const silenceProbability = (counts: ReadonlyArray<number>, months: number): number => {
  const byRecords = (counts.length / (counts.length + months)) ** (sumOf(counts) / dispersionOf(counts, months))
  const silent = counts.filter((count) => count === 0).length
  return Math.max(byRecords, ((silent + 1) / (counts.length + 1)) ** months)
}

/** Fewest records with which a silence of so many months is unusual. */
const fewestRecords = (months: number, before: number): number => Math.log(1 / level) / Math.log(1 + months / before)

interface PartnerMonths {
  readonly records: number
  /** Records by month. */
  readonly counts: ReadonlyMap<number, number>
  /** Months with records, in order. */
  readonly months: ReadonlyArray<number>
}

const partnerMonths = (rows: ReadonlyArray<LoadedCount>): PartnerMonths => {
  const counts = new Map<number, number>()
  for (const { period, count } of rows) counts.set(period, (counts.get(period) ?? 0) + count)
  return { records: recordsIn(rows), counts, months: [...counts.keys()].sort((a, b) => a - b) }
}

/** Returns all silences of a partner between two months with records, and up to `end`. */
const silencesOf = ({ months }: PartnerMonths, end: number): ReadonlyArray<Silence> =>
  months
    .map((month, i) => ({ from: month + 1, until: months[i + 1] ?? end + 1, isOver: i + 1 < months.length }))
    .filter(({ from, until }) => until - from >= unusuallySilent && until - from < ceased)

/** Returns a partner's records of the months around a silence. */
const countsAround = ({ counts, months }: PartnerMonths, { from, until }: Silence): ReadonlyArray<number> => {
  const [first, last] = [months[0] as number, months.at(-1) as number]
  const found: Array<number> = []
  for (let month = Math.max(first, from - around); month <= Math.min(last, until + around - 1); month++)
    if (month < from || month >= until) found.push(counts.get(month) ?? 0)
  return found
}

/**
 * Returns the unusual silences of large partners. No two other partners can conclude from them that a fourth one has few records: what is known of the
 * silent partner leaves `fewestOfOthers` open.
 *
 * @param byPartner the records of each partner, up to the last month that is over
 */
export const largeSilences = (byPartner: ReadonlyArray<ReadonlyArray<LoadedCount>>): ReadonlyArray<Silence> => {
  const partners = byPartner.map(partnerMonths).filter(({ months }) => months.length > 0)
  const end = Math.max(...partners.map(({ months }) => months.at(-1) as number))
  return partners.flatMap((own, p) => {
    const [first] = own.months as [number]
    const others = byPartner.flatMap((rows, o) =>
      o === p ? [] : [recordsIn(rows.filter(({ period }) => period >= first))]
    )
    const fewest = Math.max(large * (own.records + sumOf(others)), defaultProfile.threshold)
    if (own.records <= fewest) return []
    return silencesOf(own, end).filter((silence) => {
      const counts = countsAround(own, silence)
      const months = silence.until - silence.from
      const known = Math.max(fewest, fewestRecords(months, counts.length))
      return (
        own.records + withoutTwoLargest(others) - known >= fewestOfOthers && silenceProbability(counts, months) < level
      )
    })
  })
}
