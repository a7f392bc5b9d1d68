/** The measures of flows from released or protected cells, for callers inside. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { between, exact } from "../table/Cell.ts"
import { analyseFlows, type FlowOptions } from "./analyseFlows.ts"
import type { FlowReport } from "./FlowReport.ts"
import type { FlowRow } from "./readFlows.ts"

/** A cell as it is shown; `victims` only where the state is `published`. */
export interface ShownFlowCell {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly state: CellState
  readonly victims?: number | undefined
}

/**
 * @param boundsOf what whoever sees the table knows of a suppressed cell. Not the threshold: cells that are hidden for others' sake
 * are of any size. The attacker's interval (`audit`) is such bounds.
 */
export const reportOfCells = (
  cells: ReadonlyArray<ShownFlowCell>,
  boundsOf: (cell: ShownFlowCell) => readonly [low: number, high: number],
  options: FlowOptions = {}
): FlowReport => {
  const isShown = ({ state }: ShownFlowCell) => state === "published" || state === "suppressed"
  const flows = cells.filter(isShown).map(
    (cell): FlowRow => ({
      places: [cell.origin, cell.destination],
      period: String(cell.year),
      cell: cell.state === "published" ? exact(cell.victims as number) : between(...boundsOf(cell))
    })
  )
  return analyseFlows(
    {
      flows,
      margins: [],
      unknownEnds: 0,
      silent: cells.length - flows.length,
      hasPeriods: new Set(flows.map(({ period }) => period)).size > 1,
      hasRoutes: false
    },
    options
  )
}
