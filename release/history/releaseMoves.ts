import { isName, sameName } from "../ledger/personName.ts"

/** States of a release and its moves, as a table. The engine, the diagram and the tests use it. */
export const releaseStates = {
  held: "protected and audited; waits for the first reviewer",
  reviewed: "one reviewer has approved it",
  published: "two reviewers have approved it; it is public",
  rejected: "a reviewer has rejected it; it was never public",
  retracted:
    "it was public and is marked as retracted; it stays in the ledger, and later releases are checked against it"
} as const
export type ReleaseState = keyof typeof releaseStates

export type MoveName = "approve" | "reject" | "retract"

export interface Move {
  readonly from: ReleaseState
  readonly move: MoveName
  readonly to: ReleaseState
  /** Who may do it. */
  readonly owner: "not the author" | "neither author nor first reviewer" | "anyone named"
}

/** All allowed moves. */
export const releaseMoves: ReadonlyArray<Move> = [
  { from: "held", move: "approve", to: "reviewed", owner: "not the author" },
  { from: "held", move: "reject", to: "rejected", owner: "anyone named" },
  { from: "reviewed", move: "approve", to: "published", owner: "neither author nor first reviewer" },
  { from: "reviewed", move: "reject", to: "rejected", owner: "anyone named" },
  { from: "published", move: "retract", to: "retracted", owner: "anyone named" }
]

/** States in which a release is not public and may become so. */
export const openStates: ReadonlySet<ReleaseState> = new Set(["held", "reviewed"])

/** States in which a release is or was public. */
export const seenStates: ReadonlySet<ReleaseState> = new Set(["published", "retracted"])

/** Returns the move, or why it is refused. */
export const findMove = (
  from: ReleaseState,
  name: MoveName,
  { by, author, approvers }: { readonly by: string; readonly author: string; readonly approvers: ReadonlyArray<string> }
): Move | { readonly refused: string } => {
  const move = releaseMoves.find((one) => one.from === from && one.move === name)
  if (move === undefined) return { refused: `A release in state '${from}' does not allow '${name}'.` }
  if (!isName(by)) return { refused: "Give the name of the person who does this." }
  if (move.owner !== "anyone named" && sameName(by, author))
    return { refused: "The author of a release cannot review it." }
  if (move.owner === "neither author nor first reviewer" && approvers.some((one) => sameName(one, by)))
    return { refused: "The second reviewer must be a different person from the first." }
  return move
}
