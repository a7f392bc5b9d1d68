/** What `analyseFlows` answers. */
import type { Expectation, ExpectedFlow } from "../gravity/expectFlows.ts"
import type { Transit } from "../transit/transitOf.ts"
import type { Connectivity } from "./connectivity.ts"
import type { DistanceMoved } from "./distances.ts"
import type { Intensity } from "./intensity.ts"
import type { Measured, PlaceFlows } from "./placeFlows.ts"
import type { RankedCorridor } from "./rankCorridors.ts"
import type { ReachShare } from "./reach.ts"

export interface FlowReport {
  /** Persons with both ends known: what shares are of. */
  readonly persons: Measured
  /** Persons with an end that is not known, in no share. */
  readonly unknownEnds: number
  /** Rows of which nothing was reported or collected, in nothing. */
  readonly silentRows: number
  readonly places: ReadonlyArray<PlaceFlows>
  readonly ranking: {
    readonly method: "goodman" | "sison-glaz"
    readonly level: number
    /** Persons are divided by it in the intervals. */
    readonly dispersion: number
    readonly corridors: ReadonlyArray<RankedCorridor & { readonly expected?: ExpectedFlow }>
  }
  readonly reach: ReadonlyArray<ReachShare>
  readonly indices: Connectivity & { readonly effectiveness: Measured } & Partial<Intensity> & {
      readonly distanceMoved?: DistanceMoved
    }
  readonly expectation?: Omit<Expectation, "flows">
  /** Hidden cells that margins filled. */
  readonly filled?: { readonly cells: number; readonly outside: number; readonly converged: boolean }
  readonly transit?: Transit
  /** What was asked for and cannot be told, with the reason. */
  readonly leftOut: ReadonlyArray<string>
  readonly assumptions: ReadonlyArray<string>
}
