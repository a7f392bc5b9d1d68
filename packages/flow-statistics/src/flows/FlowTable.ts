import type { Cell } from "../cells/Cell.ts"
import type { Interval } from "../cells/Interval.ts"

export interface FlowRow {
  /** Origin, transit places and destination, in order. */
  readonly places: ReadonlyArray<string>
  /** "" if the table has no periods. */
  readonly period: string
  readonly cell: Cell
}

export interface FlowTable {
  /** Rows with both ends known and a count or bounds. */
  readonly flows: ReadonlyArray<FlowRow>
  /** Persons who left (`origin`) or reached (`destination`) a place, from or to anywhere; the grand total has neither. */
  readonly margins: ReadonlyArray<{ readonly origin?: string; readonly destination?: string; readonly cell: Cell }>
  /** Persons of rows with an unknown end. */
  readonly unknownEnds: number
  /** Bounds of `unknownEnds` if some of them are hidden. */
  readonly unknownEndsWithin?: Interval
  /** Rows that were not reported or not collected. */
  readonly silent: number
  readonly hasPeriods: boolean
  readonly hasRoutes: boolean
}
