import type { FlowCell } from "../published/PublishedFlows.ts"
import { type CellTrend, cellTrend } from "./cellTrend.ts"

/** The trend of a corridor. */
export interface FlowTrend extends CellTrend {
  readonly origin: string
  readonly destination: string
}

/**
 * Tests the trend of each corridor with at least two published years, using released cells only. Corridors are in the order of the cells.
 * `reporting`: months, counted from year 0, from which other partners report than before.
 */
export const flowTrends = (
  cells: ReadonlyArray<FlowCell>,
  reporting: ReadonlyArray<number> = []
): ReadonlyArray<FlowTrend> => {
  const years = cells.map(({ year }) => year)
  const first = Math.min(...years)
  const count = Math.max(...years) - first + 1
  return [...Map.groupBy(cells, ({ origin, destination }) => `${origin} ${destination}`).values()].flatMap((own) => {
    const [{ origin, destination }] = own as [FlowCell, ...Array<FlowCell>]
    const trend = cellTrend(
      own.map(({ year, state, victims }) => ({ year, state, value: victims })),
      first,
      count,
      { reporting }
    )
    return trend === undefined ? [] : [{ origin, destination, ...trend }]
  })
}
