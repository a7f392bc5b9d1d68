/** The roles of places on routes: origin, transit and destination, with their neighbours. */

import type { Measured } from "../cells/Interval.ts"
import { type Interval, partOf, plus, point, wholeCount } from "../cells/Interval.ts"
import type { Route } from "./Route.ts"

export interface Neighbour {
  readonly place: string
  readonly persons: Measured
}

export interface PlaceRoles {
  readonly place: string
  readonly origin: Measured
  /** Persons who passed through, each counted once. */
  readonly through: Measured
  readonly destination: Measured
  /** Share of persons who passed through, of all persons whose route has the place. */
  readonly transitShare: Measured
  /** Places from which they came, by persons; a route that passes twice is counted twice. */
  readonly entries: ReadonlyArray<Neighbour>
  /** Places to which they continued. */
  readonly exits: ReadonlyArray<Neighbour>
}

const none: Measured = { value: 0, low: 0, high: 0 }

const add = (a: Measured, b: Measured): Measured => ({ value: a.value + b.value, ...plus(a, b) })

class Tally {
  readonly #sums = new Map<string, Measured>()

  add(key: string, persons: Measured): void {
    this.#sums.set(key, add(this.#sums.get(key) ?? none, persons))
  }

  get(key: string): Measured {
    return this.#sums.get(key) ?? none
  }

  count(key: string): Measured {
    return wholeCount(this.get(key))
  }

  /** Returns neighbours by falling number of persons, then by name. */
  neighbours(): ReadonlyArray<Neighbour> {
    return [...this.#sums]
      .map(([place, persons]) => ({ place, persons: wholeCount(persons) }))
      .sort((a, b) => b.persons.value - a.persons.value || (a.place < b.place ? -1 : 1))
  }
}

/** Returns the roles of every place that is on a route, by name. The figures are numbers of persons, but for `transitShare`. */
export const placeRoles = (routes: ReadonlyArray<Route>): ReadonlyArray<PlaceRoles> => {
  const tally = { origin: new Tally(), through: new Tally(), destination: new Tally(), any: new Tally() }
  const entries = new Map<string, Tally>()
  const exits = new Map<string, Tally>()
  const at = (tallies: Map<string, Tally>, place: string) => {
    const found = tallies.get(place) ?? new Tally()
    tallies.set(place, found)
    return found
  }
  for (const { places, persons } of routes) {
    const inner = places.slice(1, -1)
    tally.origin.add(places[0] as string, persons)
    tally.destination.add(places.at(-1) as string, persons)
    for (const place of new Set(inner)) tally.through.add(place, persons)
    for (const place of new Set(places)) tally.any.add(place, persons)
    inner.forEach((place, i) => {
      at(entries, place).add(places[i] as string, persons)
      at(exits, place).add(places[i + 2] as string, persons)
    })
  }
  const places = [...new Set(routes.flatMap((route) => route.places))].sort()
  return places.map((place) => {
    const through = tally.through.get(place)
    const any = tally.any.get(place)
    const rest: Interval = { low: any.low - through.low, high: any.high - through.high }
    const bounds = any.high === 0 ? point(0) : partOf(through, rest)
    return {
      place,
      origin: tally.origin.count(place),
      through: wholeCount(through),
      destination: tally.destination.count(place),
      transitShare: { value: any.value === 0 ? 0 : through.value / any.value, ...bounds },
      entries: entries.get(place)?.neighbours() ?? [],
      exits: exits.get(place)?.neighbours() ?? []
    }
  })
}
