import type { Release } from "./Release.ts"

/** When a release was retracted, and why. */
export interface Retraction {
  /** ISO 8601. */
  readonly at: string
  /** As it was recorded for readers, in whatever language; empty if none was. */
  readonly reason: string
}

/** Returns the retraction of a release; undefined if it was not retracted. */
export const retractionOf = ({ state, moves }: Release): Retraction | undefined => {
  const move = state === "retracted" ? moves.findLast((one) => one.move === "retract") : undefined
  return move === undefined
    ? undefined
    : { at: `${move.at.slice(0, 19)}Z`, reason: move.public === true ? move.reason : "" }
}
