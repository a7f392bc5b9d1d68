/** How far flows reach, by the United Nations' regions and subregions (M49). */
import { countryByAlpha3, regionCountry } from "../../../../schemas/Places.ts"
import { cellOf, type FlowMatrix } from "./FlowMatrix.ts"
import { type Interval, partOf, sumOf } from "./Interval.ts"
import type { Measured } from "./placeFlows.ts"

/**
 * `domestic`: within one country. `subregional`: between countries of one M49 subregion. `regional`: between subregions of one
 * M49 region. `transregional`: between regions. `unplaced`: an end is no country or first-level region that is known.
 */
export const reaches = ["domestic", "subregional", "regional", "transregional", "unplaced"] as const
export type Reach = (typeof reaches)[number]

const countryOf = (place: string) => countryByAlpha3(place) ?? countryByAlpha3(regionCountry(place) ?? "")

/** Of two places, as ISO 3166-1 alpha-3 or ISO 3166-2 codes. */
export const reachOf = (origin: string, destination: string): Reach => {
  const from = countryOf(origin)
  const to = countryOf(destination)
  if (from === undefined || to === undefined) return "unplaced"
  if (from.code === to.code) return "domestic"
  if (from.subregion !== "" && from.subregion === to.subregion) return "subregional"
  if (from.region !== "" && from.region === to.region) return "regional"
  return from.region === "" || to.region === "" ? "unplaced" : "transregional"
}

export interface ReachShare {
  readonly reach: Reach
  readonly persons: Measured
  /** Of all persons whose two ends are known. */
  readonly share: Measured
}

export const reachShares = (matrix: FlowMatrix): ReadonlyArray<ReachShare> => {
  const n = matrix.places.length
  const of = new Map<Reach, { value: number; bounds: Interval }>(
    reaches.map((reach) => [reach, { value: 0, bounds: { low: 0, high: 0 } }])
  )
  for (const [index, value] of matrix.value.entries()) {
    if ((matrix.high[index] as number) === 0) continue
    const sum = of.get(reachOf(matrix.places[Math.floor(index / n)] as string, matrix.places[index % n] as string))
    if (sum === undefined) continue
    sum.value += value
    sum.bounds = sumOf([sum.bounds, cellOf(matrix, index)])
  }
  const all = [...of.values()]
  const total = all.reduce((sum, { value }) => sum + value, 0)
  const bounds = sumOf(all.map((one) => one.bounds))
  return [...of].map(([reach, one]) => {
    const rest = { low: bounds.low - one.bounds.low, high: bounds.high - one.bounds.high }
    return {
      reach,
      persons: { value: one.value, ...one.bounds },
      share: { value: total === 0 ? 0 : one.value / total, ...partOf(one.bounds, rest) }
    }
  })
}
