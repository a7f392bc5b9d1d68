import type { Bounds } from "./Bounds.ts"
import type { DisclosedValue } from "./DisclosedValue.ts"
import type { DisclosedCell } from "./Disclosure.ts"

/** No partner reported, or none collects this information, in the whole period; so it discloses nothing about counts. */
export interface NoData {
  readonly state: "not_reported" | "not_collected"
}

/** A cell of a release: disclosed, or without data. */
export interface ReleaseCell extends Omit<DisclosedCell, "shown"> {
  readonly shown: DisclosedValue | NoData
  /** Bounds of a suppressed cell that follow from the release itself, or the interval of 95 % confidence of a figure with noise. */
  readonly bounds?: Bounds | undefined
}

/** Returns whether a cell discloses something about a count. */
export const isDisclosedCell = (cell: ReleaseCell): cell is DisclosedCell =>
  cell.shown.state === "published" || cell.shown.state === "suppressed"
