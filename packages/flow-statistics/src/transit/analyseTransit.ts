import { type Measured, rangeOf, wholeCount } from "../cells/Interval.ts"
import { seededNumbers } from "../numeric/SeededNumbers.ts"
import { betweenness } from "./betweenness.ts"
import { type PlaceRoles, placeRoles } from "./placeRoles.ts"
import type { Route } from "./Route.ts"
import { type RouteMemory, routeMemory } from "./routeMemory.ts"

export interface Transit {
  readonly persons: Measured
  /** Persons whose route has a place between its ends. */
  readonly withTransit: Measured
  readonly places: ReadonlyArray<PlaceRoles & { readonly betweenness: number }>
  readonly memory?: RouteMemory
  /** Range of the gain over tables that hidden cells allow: observed, not proved. */
  readonly gain?: Measured
  readonly assumptions: ReadonlyArray<string>
}

/** Random tables, in addition to those with all minima and all maxima. */
const randomTables = 32

const measured = (routes: ReadonlyArray<Route>): Measured => {
  const sum = (part: "value" | "low" | "high") => routes.reduce((total, { persons }) => total + persons[part], 0)
  return wholeCount({ value: sum("value"), low: sum("low"), high: sum("high") })
}

const gainBounds = (routes: ReadonlyArray<Route>, seed: number, value: number): Measured => {
  const random = seededNumbers(seed)
  const gains = [value]
  const look = (isHigh: () => boolean) => {
    const chosen = new Map(routes.map((route) => [route, isHigh() ? route.persons.high : route.persons.low]))
    const memory = routeMemory(routes, { personsOf: (route) => chosen.get(route) as number })
    if (memory !== undefined) gains.push(memory.gain)
  }
  look(() => false)
  look(() => true)
  for (let i = 0; i < randomTables; i++) look(() => random.next() < 0.5)
  return { value, ...rangeOf(gains) }
}

/**
 * Analyses the places through which routes pass.
 *
 * @example
 * ```ts
 * import { analyseTransit, exact } from "@corridor/flow-statistics"
 *
 * const { places } = analyseTransit([
 *   { places: ["MDA", "UKR", "RUS"], persons: exact(34) },
 *   { places: ["MDA", "RUS"], persons: exact(12) }
 * ])
 * ```
 */
export const analyseTransit = (
  routes: ReadonlyArray<Route>,
  { seed = 1, shuffles = 499 }: { readonly seed?: number; readonly shuffles?: number } = {}
): Transit => {
  const legs = new Map<string, { from: string; to: string; length: number }>()
  for (const { places, persons } of routes)
    if (persons.high > 0)
      places.slice(1).forEach((to, i) => {
        const from = places[i] as string
        legs.set(`${from}\u0000${to}`, { from, to, length: 1 })
      })
  const between = betweenness([...legs.values()])
  const memory = routeMemory(routes, { random: seededNumbers(seed), shuffles })
  const hasHidden = routes.some(({ persons }) => persons.low !== persons.high)
  return {
    persons: measured(routes),
    withTransit: measured(routes.filter(({ places }) => places.length > 2)),
    places: placeRoles(routes).map((roles) => ({ ...roles, betweenness: between.get(roles.place) ?? 0 })),
    ...(memory === undefined ? {} : { memory }),
    ...(memory === undefined || !hasHidden ? {} : { gain: gainBounds(routes, seed, memory.gain) }),
    assumptions: [
      "Routes are as reported: a place that was not reported is missing.",
      "The test of memory assumes independent persons; persons moved together make it too certain.",
      "Betweenness counts paths over observed legs and ignores the number of persons.",
      ...(hasHidden
        ? ["Hidden counts use the midpoint of their bounds; the bounds of the gain were observed, not proved."]
        : [])
    ]
  }
}
