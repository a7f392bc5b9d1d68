/**
 * Whether where persons came from says where they go next. Under a first-order chain the next place depends on the present one
 * only; under a second-order chain on the one before, too. The likelihood ratio of the two (Anderson and Goodman 1957,
 * "Statistical inference about Markov chains", Annals of Mathematical Statistics 28) is twice the persons times what is learned
 * from the place before, the mutual information of previous and next place given the present one.
 */
import { chiSquared } from "../numeric/Distribution.ts"
import type { SeededNumbers } from "../numeric/SeededNumbers.ts"
import type { Route } from "./Route.ts"

export interface RouteMemory {
  /** Passages: a person with a place before and one after, each counted. */
  readonly passages: number
  /** 2 × log-likelihood of the second order over the first. */
  readonly statistic: number
  readonly degreesOfFreedom: number
  /** Of the χ² distribution, which is only near when passages are many; undefined without degrees of freedom. */
  readonly p: number | undefined
  /** Share of shuffles, next places exchanged among those at one place, with a statistic as large (with the table itself). */
  readonly shuffledP: number | undefined
  /** Bits a passage: what the place before tells of the next. */
  readonly gain: number
  /** Akaike's criterion of the second order less that of the first: below 0, the second order is worth its parameters. */
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
    const different = (of: (passage: Passage) => string) => new Set(here.map(of)).size
    freedom += (different(({ before }) => before) - 1) * (different(({ next }) => next) - 1)
  }
  return freedom
}

/** Each person's next place given to another who was at the same place. */
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
  /** Shuffles; 0 leaves `shuffledP` out. */
  readonly shuffles?: number
  readonly personsOf?: (route: Route) => number
}

/** Undefined when no route passes through a place. */
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
