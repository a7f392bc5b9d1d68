import type { Bounds } from "./Bounds.ts"
import type { DisclosedValue } from "./DisclosedValue.ts"
import type { DisclosedCell } from "./Disclosure.ts"

/** Nobody reported, or nobody collects: of the whole period, so that it says nothing of any count. */
export interface NoData {
  readonly state: "not_reported" | "not_collected"
}

/** A cell as a release has it: told, or silent. */
export interface ReleaseCell extends Omit<DisclosedCell, "shown"> {
  readonly shown: DisclosedValue | NoData
  /** Of a suppressed cell: what follows from the release itself. */
  readonly bounds?: Bounds | undefined
}

/** What is said of counts. */
export const isDisclosedCell = (cell: ReleaseCell): cell is DisclosedCell =>
  cell.shown.state === "published" || cell.shown.state === "suppressed"
