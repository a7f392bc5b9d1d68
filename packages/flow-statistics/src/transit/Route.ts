import type { Cell } from "../cells/Cell.ts"

/** Persons moved along the same places, in order. There are at least two places, and none occurs twice in a row. */
export interface Route {
  readonly places: ReadonlyArray<string>
  readonly persons: Pick<Cell, "value" | "low" | "high">
}

/**
 * Parses `MDA>UKR>RUS`. Returns undefined if it has fewer than two places, an empty one, or one twice in a row.
 *
 * @example
 * ```ts
 * import { parseRoute } from "@corridor/flow-statistics"
 *
 * const places = parseRoute("MDA>UKR>RUS") // ["MDA", "UKR", "RUS"]
 * ```
 */
export const parseRoute = (text: string): ReadonlyArray<string> | undefined => {
  const places = text.split(">").map((place) => place.trim())
  const isRoute = places.length > 1 && places.every((place, i) => place !== "" && place !== places[i - 1])
  return isRoute ? places : undefined
}
