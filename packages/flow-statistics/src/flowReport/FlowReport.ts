import type { Interval, Measured } from "../cells/Interval.ts"
import type { Connectivity } from "../flows/connectivity.ts"
import type { DistanceMoved } from "../flows/distances.ts"
import type { Intensity } from "../flows/intensity.ts"
import type { PlaceFlows } from "../flows/placeFlows.ts"
import type { RankedCorridor } from "../flows/rankCorridors.ts"
import type { ReachShare } from "../flows/reach.ts"
import type { Expectation, ExpectedFlow } from "../gravity/expectFlows.ts"
import type { Transit } from "../transit/analyseTransit.ts"

/** The result of `analyseFlows`. The `value` of a count between bounds is the whole number nearest to their middle, or to what margins make likely; show its bounds to readers. */
export interface FlowReport {
  /** Persons with both ends known, the denominator of shares. */
  readonly persons: Measured
  /** Persons with an unknown end; they are in no share. */
  readonly unknownEnds: number
  /** Bounds of `unknownEnds` if some of them are hidden. */
  readonly unknownEndsWithin?: Interval
  /** Rows that were not reported or not collected; they are left out. */
  readonly silentRows: number
  readonly places: ReadonlyArray<PlaceFlows>
  readonly ranking: {
    readonly method: "goodman" | "sison-glaz"
    readonly level: number
    /** Divisor of counts in the intervals. */
    readonly dispersion: number
    readonly corridors: ReadonlyArray<RankedCorridor & { readonly expected?: ExpectedFlow }>
  }
  readonly reach: ReadonlyArray<ReachShare>
  readonly indices: Connectivity & { readonly effectiveness: Measured } & Partial<Intensity> & {
      readonly distanceMoved?: DistanceMoved
    }
  readonly expectation?: Omit<Expectation, "flows">
  /** Hidden cells that were filled from margins. */
  readonly filled?: { readonly cells: number; readonly outside: number; readonly converged: boolean }
  readonly transit?: Transit
  /** Requested results that could not be computed, with the reason. */
  readonly leftOut: ReadonlyArray<string>
  readonly assumptions: ReadonlyArray<string>
}
