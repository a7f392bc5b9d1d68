import type { Cell } from "../table/Cell.ts"

/** Persons who were moved along the same places, in order; two at least, none twice in a row. */
export interface Route {
  readonly places: ReadonlyArray<string>
  readonly persons: Pick<Cell, "value" | "low" | "high">
}

/** A route as `MDA>UKR>RUS`; undefined when it has fewer than two places, an empty one, or one twice in a row. */
export const parseRoute = (text: string, separator = ">"): ReadonlyArray<string> | undefined => {
  const places = text.split(separator).map((place) => place.trim())
  const isRoute = places.length > 1 && places.every((place, i) => place !== "" && place !== places[i - 1])
  return isRoute ? places : undefined
}
