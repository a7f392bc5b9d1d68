import type { FlowCell } from "../published/PublishedFlows.ts"
import { type CellTrend, cellTrend } from "./cellTrend.ts"

/** What released cells say of one corridor's trend. */
export interface FlowTrend extends CellTrend {
  readonly origin: string
  readonly destination: string
}

/**
 * The trend of each corridor from what a release shows, and nothing else. Corridors of two published years or more, in the order of the
 * cells.
 */
export const flowTrends = (cells: ReadonlyArray<FlowCell>): ReadonlyArray<FlowTrend> => {
  const years = cells.map(({ year }) => year)
  const first = Math.min(...years)
  const count = Math.max(...years) - first + 1
  return [...Map.groupBy(cells, ({ origin, destination }) => `${origin} ${destination}`).values()].flatMap((own) => {
    const [{ origin, destination }] = own as [FlowCell, ...Array<FlowCell>]
    const trend = cellTrend(
      own.map(({ year, state, victims }) => ({ year, state, value: victims })),
      first,
      count
    )
    return trend === undefined ? [] : [{ origin, destination, ...trend }]
  })
}
