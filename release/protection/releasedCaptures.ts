/**
 * Capture histories of a round from figures with noise, as the table that models of hidden populations read: every combination of groups of
 * partners, with the interval of its count. Nothing is read but figures that are published, so it discloses nothing more.
 */
import { subsets } from "@corridor/linkage/link/subsets"
import { correctHistories } from "@corridor/linkage/quality/correctHistories"
import { expectedGroups } from "@corridor/linkage/quality/invertHistories"
import type { Rate } from "@corridor/linkage/quality/Rate"
import type { ReleasedHistory } from "../history/hiddenPersons.ts"
import type { LinkErrors } from "./personsIntervals.ts"

export interface NoisyHistories {
  /** Groups of partners that took part, in order. */
  readonly groups: ReadonlyArray<string>
  /** Published figures by history: names of groups, joined by `+`. */
  readonly figures: ReadonlyMap<string, number>
  /** Standard deviation of the noise of each figure. */
  readonly deviation: number
  /** A history without a figure was measured below this. */
  readonly limit: number
  /** The maximum number of persons of the round, each counted once at each partner. */
  readonly atPartners: number
}

/** Standard deviations on either side of an interval of 95 %. */
const reach = 1.959964

const sum = (values: Iterable<number>): number => [...values].reduce((all, value) => all + value, 0)

/**
 * Returns all histories without errors of linkage, each with its interval: noise, links that were missed between groups, chance in both
 * (`correctHistories`), and what links within a group do, which no history shows. Undefined if no invented persons measured the errors.
 *
 * A history without a figure is between zero and what noise may have hidden. So the interval covers both extremes.
 * Within a group: rows of a person at two partners of a group that are not linked are two persons of the same histories; and two persons
 * of a group that are taken for one are one. Both are spread over the histories as persons are.
 */
export const releasedCaptures = (
  { groups, figures, deviation, limit, atPartners }: NoisyHistories,
  { missed, falsePerPair }: LinkErrors
): ReadonlyArray<ReleasedHistory> | undefined => {
  if (missed === undefined || falsePerPair === undefined) return undefined
  const all = subsets(groups)
  const keyOf = (lists: ReadonlyArray<string>) => lists.join("+")
  const maxHidden = Math.ceil(limit + reach * deviation)
  const withHidden = (hidden: number) =>
    new Map(all.map((lists) => [keyOf(lists), figures.get(keyOf(lists)) ?? hidden] as const))
  const extremes = [0, limit / 2].map((hidden) => withHidden(hidden))
  const corrected = extremes.map(
    (observed) => correctHistories(observed, { missed, falsePerPair }, deviation).histories
  )
  const shown = extremes[0] as ReadonlyMap<string, number>
  const persons = sum(shown.values())
  const within = withinGroups({ shown, persons, deviation, atPartners }, missed, falsePerPair)
  return all.map((lists) => {
    const key = keyOf(lists)
    const found = corrected.map((histories) => histories.get(key) ?? { persons: 0, low: 0, high: 0 })
    const share = persons === 0 ? 0 : (shown.get(key) ?? 0) / persons
    const isShown = figures.has(key)
    const low = isShown ? Math.max(0, Math.floor(Math.min(...found.map((one) => one.low)) - share * within.double)) : 0
    const high = Math.ceil(
      Math.max(...found.map((one) => one.high), isShown ? 0 : maxHidden) + Math.max(share, 0.01) * within.merged
    )
    const likeliest = Math.round((found[1] ?? { persons: 0 }).persons)
    return { lists, persons: Math.min(Math.max(likeliest, low), high), low, high }
  })
}

/** At most so many persons are in the histories twice, and at least none; and so many were taken for another of their group. */
const withinGroups = (
  {
    shown,
    persons,
    deviation,
    atPartners
  }: {
    readonly shown: ReadonlyMap<string, number>
    readonly persons: number
    readonly deviation: number
    readonly atPartners: number
  },
  missed: Rate,
  falsePerPair: Rate
) => {
  const atGroups = sum([...shown].map(([history, count]) => history.split("+").length * count))
  const noise = reach * deviation * Math.sqrt(sum([...shown.keys()].map((history) => history.split("+").length ** 2)))
  const found = Math.max(0, atPartners - atGroups + noise)
  const pairFound = expectedGroups(2, 2, Math.sqrt(1 - missed.high))
  const double = Math.min(persons, found * (1 / pairFound - 1))
  const mean = (falsePerPair.high * atPartners ** 2) / 2
  return { double, merged: mean + 2 * Math.sqrt(mean) }
}
