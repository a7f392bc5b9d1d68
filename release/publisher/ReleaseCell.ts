import type { ToldCell } from "../protection/Statement.ts"
import type { Bounds } from "../published/Bounds.ts"
import type { ShownCell } from "./ShownCell.ts"

/** Nobody reported, or nobody collects: of the whole period, so that it says nothing of any count. */
export interface Silence {
  readonly state: "not_reported" | "not_collected"
}

/** A cell as a release has it: told, or silent. */
export interface ReleaseCell extends Omit<ToldCell, "shown"> {
  readonly shown: ShownCell | Silence
  /** Of a suppressed cell: what follows from the release itself. */
  readonly bounds?: Bounds | undefined
}

/** What is said of counts. */
export const tellsOfCounts = (cell: ReleaseCell): cell is ToldCell =>
  cell.shown.state === "published" || cell.shown.state === "suppressed"
