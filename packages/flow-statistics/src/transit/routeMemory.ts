/**
 * Tests whether the next place depends on the previous one. In a first-order chain it depends on the present place only; in a second-order
 * chain also on the one before. The likelihood ratio of the two (Anderson and Goodman 1957, "Statistical inference about Markov chains",
 * Annals of Mathematical Statistics 28) is twice the number of passages times the mutual information of previous and next place given the
 * present one.
 */
import { chiSquared } from "../numeric/Distribution.ts"
import type { SeededNumbers } from "../numeric/SeededNumbers.ts"
import type { Route } from "./Route.ts"

export interface RouteMemory {
  /** Number of passages: a person at a place with one before and one after. */
  readonly passages: number
  /** 2 × log-likelihood of the second order over the first. */
  readonly statistic: number
  readonly degreesOfFreedom: number
  /** By the χ² distribution, which is accurate only for many passages; undefined without degrees of freedom. */
  readonly p: number | undefined
  /** Share of shuffles of the next places with a statistic at least as large, including the table itself. */
  readonly shuffledP: number | undefined
  /** Information in bits per passage that the previous place gives about the next. */
  readonly gain: number
  /** AIC of the second order minus that of the first: negative values favour the second order. */
  readonly aicDifference: number
}

interface Passage {
  readonly before: string
  readonly at: string
  readonly next: string
  readonly persons: number
}

const passagesOf = (routes: ReadonlyArray<Route>, personsOf: (route: Route) => number): ReadonlyArray<Passage> =>
  routes.flatMap((route) =>
    route.places.slice(2).map((next, i) => ({
      before: route.places[i] as string,
      at: route.places[i + 1] as string,
      next,
      persons: personsOf(route)
    }))
  )

const sumsBy = (passages: ReadonlyArray<Passage>, key: (passage: Passage) => string): Map<string, number> => {
  const sums = new Map<string, number>()
  for (const passage of passages) {
    const at = key(passage)
    sums.set(at, (sums.get(at) ?? 0) + passage.persons)
  }
  return sums
}

const separator = "\u0000"

const statisticOf = (passages: ReadonlyArray<Passage>): number => {
  const all = sumsBy(passages, ({ before, at, next }) => before + separator + at + separator + next)
  const came = sumsBy(passages, ({ before, at }) => before + separator + at)
  const went = sumsBy(passages, ({ at, next }) => at + separator + next)
  const here = sumsBy(passages, ({ at }) => at)
  let sum = 0
  for (const [key, persons] of all) {
    if (persons === 0) continue
    const [before, at, next] = key.split(separator) as [string, string, string]
    const from = came.get(before + separator + at) as number
    const to = went.get(at + separator + next) as number
    sum += persons * Math.log((persons * (here.get(at) as number)) / (from * to))
  }
  return Math.max(0, 2 * sum)
}

const freedomOf = (passages: ReadonlyArray<Passage>): number => {
  const seen = passages.filter(({ persons }) => persons > 0)
  const places = new Set(seen.map(({ at }) => at))
  let freedom = 0
  for (const place of places) {
    const here = seen.filter(({ at }) => at === place)
    const different = (key: (passage: Passage) => string) => new Set(here.map(key)).size
    freedom += (different(({ before }) => before) - 1) * (different(({ next }) => next) - 1)
  }
  return freedom
}

/** Permutes the next places among persons at the same place. */
const shuffled = (passages: ReadonlyArray<Passage>, random: SeededNumbers): ReadonlyArray<Passage> => {
  const found: Array<Passage> = []
  for (const place of new Set(passages.map(({ at }) => at))) {
    const here = passages.filter(({ at }) => at === place)
    const nexts = here.flatMap(({ next, persons }) => new Array<string>(Math.round(persons)).fill(next))
    for (let i = nexts.length - 1; i > 0; i--) {
      const j = random.below(i + 1)
      const swap = nexts[i] as string
      nexts[i] = nexts[j] as string
      nexts[j] = swap
    }
    let taken = 0
    for (const { before, at, persons } of here)
      for (let person = 0; person < Math.round(persons); person++)
        found.push({ before, at, next: nexts[taken++] as string, persons: 1 })
  }
  return found
}

export interface MemoryOptions {
  readonly random?: SeededNumbers | undefined
  /** Number of shuffles; 0 for none. */
  readonly shuffles?: number
  readonly personsOf?: (route: Route) => number
}

/** Returns undefined if no route passes through a place. */
export const routeMemory = (
  routes: ReadonlyArray<Route>,
  { random, shuffles = 0, personsOf = ({ persons }) => persons.value }: MemoryOptions = {}
): RouteMemory | undefined => {
  const passages = passagesOf(routes, personsOf).filter(({ persons }) => persons > 0)
  const count = passages.reduce((sum, { persons }) => sum + persons, 0)
  if (count === 0) return undefined
  const statistic = statisticOf(passages)
  const freedom = freedomOf(passages)
  let asLarge = 1
  if (random !== undefined)
    for (let i = 0; i < shuffles; i++) if (statisticOf(shuffled(passages, random)) >= statistic - 1e-9) asLarge += 1
  return {
    passages: count,
    statistic,
    degreesOfFreedom: freedom,
    p: freedom === 0 ? undefined : chiSquared(freedom).survival(statistic),
    shuffledP: random === undefined || shuffles === 0 || freedom === 0 ? undefined : asLarge / (shuffles + 1),
    gain: statistic / (2 * count * Math.LN2),
    aicDifference: 2 * freedom - statistic
  }
}
