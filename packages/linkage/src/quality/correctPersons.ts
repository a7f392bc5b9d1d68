/**
 * Distinct persons without errors of linkage, for any number of lists: the model of `invertHistories`, summed over histories of as many
 * lists, because nothing else distinguishes the lists.
 */
import type { ErrorRates } from "./estimateErrors.ts"
import { expectedGroups, expectedMergers, type Histories } from "./invertHistories.ts"
import { type Corrected, drawnFalse, drawnFindable, draws, interval, likeliestFindable, poisson } from "./posterior.ts"
import { seededUniforms } from "./seededUniforms.ts"

/** Groups, or persons, by the number of their lists; the first is of none. */
type BySize = ReadonlyArray<number>

/**
 * Returns the number of persons and its 95 % interval, whose parts are those of `correctHistories`. The same input gives the same result.
 *
 * @example
 * ```ts
 * import { correctPersons } from "@corridor/linkage"
 *
 * const observed = new Map([["hotline", 120], ["shelter", 80], ["hotline+shelter", 30]])
 * const { persons, low, high } = correctPersons(observed, {
 *   missed: { events: 4, trials: 50, share: 0.08, low: 0.022, high: 0.192, dispersion: 1 },
 *   falsePerPair: { events: 0, trials: 20_000, share: 0, low: 0, high: 0.00018, dispersion: 1 }
 * })
 * ```
 */
export const correctPersons = (observed: Histories, { missed, falsePerPair }: ErrorRates): Corrected => {
  const uniform = seededUniforms(1)
  const groups = sizesOf(observed)
  const likeliest = likeliestFindable(missed)
  const point = personsBySize(groups, mergersOf(observed, falsePerPair.share), likeliest)
  const rows = sum(groups.map((number, lists) => number * lists))
  // Mergers are proportional to the rate.
  const unit = mergersOf(observed, 1)
  const values = Array.from({ length: draws }, () => {
    const findable = drawnFindable(missed, uniform())
    const rate = drawnFalse(falsePerPair, uniform())
    const mergers = unit.map((times) => times * rate)
    const merged = sum(mergers)
    const excess = merged === 0 ? 0 : poisson(merged, uniform) / merged
    const persons = personsBySize(
      withChance(groups, point, likeliest, uniform),
      mergers.map((times) => times * excess),
      findable
    )
    return sum(persons)
  })
  // Every person has a row.
  return interval(
    Math.min(sum(point), rows),
    values.map((persons) => Math.min(persons, rows))
  )
}

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

const sizeOf = (history: string) => history.split("+").length

const sizesOf = (observed: Histories): BySize => {
  const sizes = new Array<number>(1 + Math.max(0, ...[...observed.keys()].map(sizeOf))).fill(0)
  for (const [history, persons] of observed) sizes[sizeOf(history)] = (sizes[sizeOf(history)] as number) + persons
  return sizes
}

/** How much groups of each size, or below it, change when two persons of other sizes are mistaken for one: flat, by sizes `a * width + b`. */
const mergersOf = (observed: Histories, falsePerPair: number): ReadonlyArray<number> => {
  const width = 2 * sizesOf(observed).length
  const mergers = new Array<number>(width * width).fill(0)
  for (const [a, b, merged] of expectedMergers(observed, falsePerPair)) {
    const at = a.length * width + b.length
    mergers[at] = (mergers[at] as number) + merged
  }
  return mergers
}

/** Persons by the number of their lists: groups without false links, then the largest first, as their parts are among the smaller. */
const personsBySize = (groups: BySize, mergers: ReadonlyArray<number>, findable: number): BySize => {
  const width = Math.sqrt(mergers.length)
  const left = Array.from({ length: width }, (_, size) => groups[size] ?? 0)
  for (const [at, merged] of mergers.entries()) {
    const [a, b] = [Math.floor(at / width), at % width]
    if (merged === 0) continue
    left[a + b] = (left[a + b] as number) - merged
    left[a] = (left[a] as number) + merged
    left[b] = (left[b] as number) + merged
  }
  const persons = left.map(() => 0)
  for (let size = width - 1; size >= 1; size--) {
    let own = left[size] as number
    for (let whole = size + 1; whole < width; whole++)
      own -= (persons[whole] as number) * choose(whole, size) * expectedGroups(size, whole, findable)
    persons[size] = own / expectedGroups(size, size, findable)
  }
  return persons
}

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)

/** Groups moved by what chance does: those of simulated persons less expected ones. */
const withChance = (groups: BySize, persons: BySize, findable: number, uniform: () => number): BySize => {
  const moved = persons.map((_, size) => groups[size] ?? 0)
  const add = (size: number, times: number) => {
    moved[size] = (moved[size] as number) + times
  }
  for (const [lists, exact] of persons.entries()) {
    const number = Math.max(0, Math.round(exact))
    if (lists < 2 || number === 0) continue
    for (let person = 0; person < number; person++) {
      let found = 0
      for (let i = 0; i < lists; i++) if (uniform() < findable) found++
      if (found > 0) add(found, 1)
      add(1, lists - found)
    }
    for (let size = 1; size <= lists; size++)
      add(size, -number * choose(lists, size) * expectedGroups(size, lists, findable))
  }
  return moved
}
