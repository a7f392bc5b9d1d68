/** Reads populations by place and distances by pair of places. */
import { Effect } from "effect"
import { parseNumber } from "./parseCell.ts"
import { readColumns } from "./readColumns.ts"

type PlaceOf = (label: string) => string | undefined

/** Reads the columns `place` and `population`, a number above 0. */
export const readPopulation = Effect.fn("readPopulation")(function* (input: string, place: PlaceOf) {
  const columns = yield* readColumns(input, () => ({ required: ["place", "population"] }))
  const found = new Map<string, number>()
  for (const [at, row] of columns.rows.entries()) {
    const label = columns.field("place", at)
    const persons = parseNumber(columns.field("population", at))
    if (label === "") columns.problems.add(row, "place", "no-place", "a place")
    else if (persons === undefined || persons <= 0)
      columns.problems.add(row, "population", "no-number", "a number of persons above 0")
    else if (found.has(place(label) ?? label)) columns.problems.add(row, "place", "place-twice", "each place once")
    else found.set(place(label) ?? label, persons)
  }
  if (columns.problems.count > 0) return yield* columns.problems.refusal("the table cannot be read")
  return found as ReadonlyMap<string, number>
})

/**
 * Reads the columns `origin`, `destination` and `distance`, a number above 0. A row applies to both directions unless the opposite one
 * has its own row.
 */
export const readDistances = Effect.fn("readDistances")(function* (input: string, place: PlaceOf) {
  const columns = yield* readColumns(input, () => ({ required: ["origin", "destination", "distance"] }))
  const found = new Map<string, number>()
  const key = (from: string, to: string) => `${place(from) ?? from}\u0000${place(to) ?? to}`
  for (const [at, row] of columns.rows.entries()) {
    const [origin, destination] = [columns.field("origin", at), columns.field("destination", at)]
    const far = parseNumber(columns.field("distance", at))
    if (origin === "" || destination === "") columns.problems.add(row, "origin", "no-place", "two places")
    else if (far === undefined || far < 0 || (far === 0 && origin !== destination))
      columns.problems.add(row, "distance", "no-number", "a distance above 0")
    else if (found.has(key(origin, destination)))
      columns.problems.add(row, "origin", "pair-twice", "each origin and destination once")
    else found.set(key(origin, destination), far)
  }
  if (columns.problems.count > 0) return yield* columns.problems.refusal("the table cannot be read")
  return (from: string, to: string): number | undefined =>
    found.get(`${from}\u0000${to}`) ?? found.get(`${to}\u0000${from}`)
})
