import { isName, sameName } from "../ledger/personName.ts"

/** The states of a release and who may move it: a table from which the engine, its diagram and its tests are made. */
export const releaseStates = {
  held: "protected and audited; nobody has looked at it yet",
  reviewed: "one reviewer has approved it",
  published: "two reviewers have approved it: it is out",
  rejected: "a reviewer has refused it: it was never out",
  retracted: "it was out and is marked as taken back; it stays in the ledger, and later releases are held against it"
} as const
export type ReleaseState = keyof typeof releaseStates

export type MoveName = "approve" | "reject" | "retract"

export interface Move {
  readonly from: ReleaseState
  readonly move: MoveName
  readonly to: ReleaseState
  /** Who may: anyone but the author, or anyone but the author and whoever approved before, or anyone with a name. */
  readonly owner: "not the author" | "neither author nor first reviewer" | "anyone named"
}

/** All moves there are; any other is refused. */
export const releaseMoves: ReadonlyArray<Move> = [
  { from: "held", move: "approve", to: "reviewed", owner: "not the author" },
  { from: "held", move: "reject", to: "rejected", owner: "anyone named" },
  { from: "reviewed", move: "approve", to: "published", owner: "neither author nor first reviewer" },
  { from: "reviewed", move: "reject", to: "rejected", owner: "anyone named" },
  { from: "published", move: "retract", to: "retracted", owner: "anyone named" }
]

/** States in which nobody has seen a release and someone still may. */
export const openStates: ReadonlySet<ReleaseState> = new Set(["held", "reviewed"])

/** States in which the world has seen a release. */
export const seenStates: ReadonlySet<ReleaseState> = new Set(["published", "retracted"])

/** The move, or why it is refused. */
export const findMove = (
  from: ReleaseState,
  name: MoveName,
  { by, author, approvers }: { readonly by: string; readonly author: string; readonly approvers: ReadonlyArray<string> }
): Move | { readonly refused: string } => {
  const move = releaseMoves.find((one) => one.from === from && one.move === name)
  if (move === undefined) return { refused: `a release that is ${from} cannot be moved by '${name}'` }
  if (!isName(by)) return { refused: "who does this needs a name" }
  if (move.owner !== "anyone named" && sameName(by, author))
    return { refused: "whoever made a release does not review it" }
  if (move.owner === "neither author nor first reviewer" && approvers.some((one) => sameName(one, by)))
    return { refused: "the second reviewer is another person than the first" }
  return move
}
