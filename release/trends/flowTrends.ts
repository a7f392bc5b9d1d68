import type { FlowCell } from "../published/PublishedFlows.ts"
import type { CellTrend } from "./cellTrend.ts"
import { completeTrend } from "./completeTrend.ts"

/** The trend of a corridor. */
export interface FlowTrend extends CellTrend {
  readonly origin: string
  readonly destination: string
}

const corridorOf = ({ origin, destination }: FlowCell): string => `${origin} ${destination}`

const yearsOf = (cells: ReadonlyArray<FlowCell>) =>
  cells.map(({ year, state, victims }) => ({ year, state, value: victims }))

/**
 * Tests the trend of each corridor with at least two published years, using released cells only. Corridors are in the order of the cells.
 * `reporting`: months, counted from year 0, from which other partners report than before; `panel`: what the constant panel reported;
 * `incompleteFrom`: the first month that is not loaded in full.
 */
export const flowTrends = (
  cells: ReadonlyArray<FlowCell>,
  reporting: ReadonlyArray<number> = [],
  panel: ReadonlyArray<FlowCell> = [],
  incompleteFrom?: number
): ReadonlyArray<FlowTrend> => {
  const years = cells.map(({ year }) => year)
  const first = Math.min(...years)
  const count = Math.max(...years) - first + 1
  const panels = Map.groupBy(panel, corridorOf)
  return [...Map.groupBy(cells, corridorOf)].flatMap(([corridor, own]) => {
    const [{ origin, destination }] = own as [FlowCell, ...Array<FlowCell>]
    const trend = completeTrend(yearsOf(own), first, count, {
      reporting,
      panel: yearsOf(panels.get(corridor) ?? []),
      incompleteFrom
    })
    return trend === undefined ? [] : [{ origin, destination, ...trend }]
  })
}
