/** How far flows reach, by regions and subregions, such as those of the United Nations (M49). */
import { type Interval, type Measured, partOf, sumOf } from "../cells/Interval.ts"
import { type FlowMatrix, intervalAt } from "./FlowMatrix.ts"

/**
 * `domestic`: within one country. `subregional`: between countries of one subregion. `regional`: between subregions of one region.
 * `transregional`: between regions. `unplaced`: the region of at least one end is not known.
 */
const reaches = ["domestic", "subregional", "regional", "transregional", "unplaced"] as const
export type Reach = (typeof reaches)[number]

/** Where a place is. An empty subregion or region is not known. */
export interface PlaceRegions {
  readonly country: string
  readonly subregion: string
  readonly region: string
}

/** Returns where a place is, or undefined if the place is not known. */
export type RegionLookup = (place: string) => PlaceRegions | undefined

/** Returns the reach of a flow between two places. */
export const reachOf = (origin: string, destination: string, regions: RegionLookup): Reach => {
  const from = regions(origin)
  const to = regions(destination)
  if (from === undefined || to === undefined) return "unplaced"
  if (from.country === to.country) return "domestic"
  if (from.subregion !== "" && from.subregion === to.subregion) return "subregional"
  if (from.region !== "" && from.region === to.region) return "regional"
  return from.region === "" || to.region === "" ? "unplaced" : "transregional"
}

export interface ReachShare {
  readonly reach: Reach
  readonly persons: Measured
  /** Share of all persons whose two ends are known. */
  readonly share: Measured
}

/** Returns the persons and the share of each reach. */
export const reachShares = (matrix: FlowMatrix, regions: RegionLookup): ReadonlyArray<ReachShare> => {
  const n = matrix.places.length
  const byReach = new Map<Reach, { value: number; bounds: Interval }>(
    reaches.map((reach) => [reach, { value: 0, bounds: { low: 0, high: 0 } }])
  )
  for (const [index, value] of matrix.value.entries()) {
    if ((matrix.high[index] as number) === 0) continue
    const [origin, destination] = [matrix.places[Math.floor(index / n)], matrix.places[index % n]] as [string, string]
    const sum = byReach.get(reachOf(origin, destination, regions))
    if (sum === undefined) continue
    sum.value += value
    sum.bounds = sumOf([sum.bounds, intervalAt(matrix, index)])
  }
  const all = [...byReach.values()]
  const total = all.reduce((sum, { value }) => sum + value, 0)
  const bounds = sumOf(all.map((one) => one.bounds))
  return [...byReach].map(([reach, one]) => {
    const rest = { low: bounds.low - one.bounds.low, high: bounds.high - one.bounds.high }
    return {
      reach,
      persons: { value: one.value, ...one.bounds },
      share: { value: total === 0 ? 0 : one.value / total, ...partOf(one.bounds, rest) }
    }
  })
}
