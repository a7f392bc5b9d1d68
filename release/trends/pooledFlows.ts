import type { Estimate } from "@corridor/flow-statistics/model/Mixture"
import { poolTrendsWithin } from "@corridor/flow-statistics/model/poolTrends"
import type { NotComplete } from "../history/completenessPage.ts"
import type { FlowBounds } from "../published/flowBounds.ts"
import type { FlowCell } from "../published/PublishedFlows.ts"
import { changesWithin, shareAfter } from "./cellTrend.ts"

/** Growth per year as a share, such as 0.03, with its interval at 0.95. */
export interface Growth {
  readonly growth: number
  readonly low: number
  readonly high: number
}

export interface PooledFlows {
  readonly typical: Growth
  readonly corridors: ReadonlyArray<Growth & { readonly origin: string; readonly destination: string }>
}

/** Fewest published years of a corridor. */
const fewestPublished = 3

const keyOf = ({ origin, destination, year }: Pick<FlowBounds, "origin" | "destination" | "year">): string =>
  `${origin} ${destination} ${year}`

const growthOf = ({ value, low, high }: Estimate): Growth => ({
  growth: Math.expm1(value),
  low: Math.expm1(low),
  high: Math.expm1(high)
})

/**
 * Estimates the growth of each corridor from all corridors together, for those too small to say by themselves. It uses published cells, and suppressed ones
 * as their published bounds: intervals hold at all extremes of these. A corridor with a suppressed year that has no upper bound, or with fewer
 * than three published years, is left out. Undefined if fewer than five remain.
 *
 * @param reporting months, counted from year 0, from which other partners report than before, or one of them another share of its cases
 * @param notCounted what is not loaded in full, and when a large partner paused
 */
export const pooledFlows = (
  cells: ReadonlyArray<FlowCell>,
  bounds: ReadonlyArray<FlowBounds>,
  reporting: ReadonlyArray<number>,
  { from = Number.POSITIVE_INFINITY, pauses }: NotComplete = { from: undefined, pauses: [] }
): PooledFlows | undefined => {
  const paused = new Set(pauses.map((month) => Math.floor(month / 12)))
  const complete = cells.filter(({ year }) => year < Math.floor(from / 12) && !paused.has(year))
  const first = Math.min(...complete.map(({ year }) => year))
  const count = Math.max(...complete.map(({ year }) => year)) - first + 1
  const known = new Map(bounds.map((one) => [keyOf(one), one]))
  const corridors = [
    ...Map.groupBy(complete, ({ origin, destination }) => `${origin} ${destination}`).values()
  ].flatMap((own) => {
    const [{ origin, destination }] = own as [FlowCell, ...Array<FlowCell>]
    const low = new Float64Array(count).fill(Number.NaN)
    const high = low.slice()
    for (const cell of own) {
      const at = cell.year - first
      const bound = cell.state === "suppressed" ? known.get(keyOf(cell)) : undefined
      low[at] = cell.victims ?? bound?.low ?? (cell.state === "suppressed" ? Number.NEGATIVE_INFINITY : Number.NaN)
      high[at] = cell.victims ?? (bound === undefined ? (low[at] as number) : (bound.high ?? Number.POSITIVE_INFINITY))
    }
    const isBounded = [...low, ...high].every((one) => Math.abs(one) !== Number.POSITIVE_INFINITY)
    const published = own.filter(({ state }) => state === "published").length
    return isBounded && published >= fewestPublished ? [{ origin, destination, points: { value: low, low, high } }] : []
  })
  const span = { first, count, unit: "year" as const }
  const options = { season: 1, reporting: changesWithin(reporting, span).map((month) => shareAfter(month, span)) }
  const pooled = poolTrendsWithin(
    corridors.map(({ points }) => points),
    options
  )
  return (
    pooled && {
      typical: growthOf(pooled.typical),
      corridors: corridors.map(({ origin, destination }, i) => ({
        origin,
        destination,
        ...growthOf(pooled.estimates[i] as Estimate)
      }))
    }
  )
}
