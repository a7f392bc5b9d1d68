import { subsets } from "../link/subsets.ts"
import type { ErrorRates } from "./estimateErrors.ts"
import {
  addTo,
  expectedGroups,
  expectedMergers,
  type Histories,
  invertHistories,
  joinedLists
} from "./invertHistories.ts"
import { type Corrected, drawnFalse, drawnFindable, draws, interval, likeliestFindable, poisson } from "./posterior.ts"
import { seededUniforms } from "./seededUniforms.ts"

export interface CorrectedHistories {
  /** Distinct persons. */
  readonly total: Corrected
  readonly histories: ReadonlyMap<string, Corrected>
}

/**
 * Returns how many persons there are, and how many by list, if the errors of linkage are as estimated. The interval has three parts: the
 * rates are known from few twins and pairs (Jeffreys' posteriors), chance decides which persons are missed, and which are taken for others.
 * A fourth is noise on the observed counts, if they have any: its standard deviation. The model is that of `invertHistories`. The same input
 * gives the same result.
 *
 * @example
 * ```ts
 * import { correctHistories } from "@corridor/linkage"
 *
 * const observed = new Map([["hotline", 120], ["shelter", 80], ["hotline+shelter", 30]])
 * const { total } = correctHistories(observed, {
 *   missed: { events: 4, trials: 50, share: 0.08, low: 0.022, high: 0.192, dispersion: 1 },
 *   falsePerPair: { events: 0, trials: 20_000, share: 0, low: 0, high: 0.00018, dispersion: 1 }
 * })
 * console.log(total) // fewer persons than the 230 that were counted: some were not recognised at the other partner
 * ```
 */
export const correctHistories = (
  observed: Histories,
  { missed, falsePerPair }: ErrorRates,
  noise = 0
): CorrectedHistories => {
  const uniform = seededUniforms(1)
  const likeliest = likeliestFindable(missed)
  const point = invertHistories(observed, likeliest, falsePerPair.share)
  const corrected = Array.from({ length: draws }, () => {
    const findable = drawnFindable(missed, uniform())
    const rate = drawnFalse(falsePerPair, uniform())
    const counts = noise === 0 ? observed : withoutNoise(observed, noise, uniform)
    return invertHistories(withChance(counts, point, likeliest, rate, uniform), findable, rate)
  })
  const histories = new Map(
    [...new Set([...point.keys(), ...corrected.flatMap((each) => [...each.keys()])])].map((history) => [
      history,
      interval(
        point.get(history) ?? 0,
        corrected.map((each) => each.get(history) ?? 0)
      )
    ])
  )
  return { total: interval(sum(point), corrected.map(sum)), histories }
}

const sum = (histories: Histories) => [...histories.values()].reduce((total, persons) => total + persons, 0)

/** Counts that may have been measured as the observed ones: normal noise, and no count below 0. */
const withoutNoise = (observed: Histories, noise: number, uniform: () => number): Histories =>
  new Map(
    [...observed].map(([history, persons]) => {
      const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
      return [history, Math.max(0, persons + noise * normal)] as const
    })
  )

/** Returns what was observed, moved by what chance does: simulated groups less expected ones. */
const withChance = (
  observed: Histories,
  truth: Histories,
  findable: number,
  falsePerPair: number,
  uniform: () => number
) => {
  const moved = new Map(observed)
  const add = addTo(moved)
  for (const [history, persons] of truth) {
    const lists = history.split("+")
    const number = Math.max(0, Math.round(persons))
    if (lists.length === 1 || number === 0) continue
    for (const [together, times] of simulatedGroups(lists.length, number, findable, uniform).entries()) {
      const findables = chosen(lists, together)
      if (findables.length > 0) add(findables, times)
      for (const list of lists) if (!findables.includes(list)) add([list], times)
    }
    for (const part of subsets(lists)) add(part, -number * expectedGroups(part.length, lists.length, findable))
  }
  for (const [a, b, merged] of expectedMergers(observed, falsePerPair)) {
    const excess = poisson(merged, uniform) - merged
    add(joinedLists(a, b), excess)
    add(a, -excess)
    add(b, -excess)
  }
  return moved
}

type Lists = ReadonlyArray<string>

/** Returns how many of `persons` are findable at which of `lists` lists: by the sum of 2^i over the findable ones. */
const simulatedGroups = (lists: number, persons: number, findable: number, uniform: () => number): Int32Array => {
  const counts = new Int32Array(2 ** lists)
  for (let person = 0; person < persons; person++) {
    let together = 0
    for (let i = 0; i < lists; i++) if (uniform() < findable) together += 2 ** i
    counts[together] = (counts[together] as number) + 1
  }
  return counts
}

/** Returns the lists whose bit is set. */
const chosen = (lists: Lists, bits: number): Lists => lists.filter((_, i) => (bits >> i) & 1)
