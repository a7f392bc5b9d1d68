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

interface Move {
  readonly from: ReleaseState
  readonly move: MoveName
  readonly to: ReleaseState
  /** Who may do it. */
  readonly owner: "a reviewer, not the author" | "another reviewer, not the author" | "a reviewer, analyst or operator"
}

/** All allowed moves. */
export const releaseMoves: ReadonlyArray<Move> = [
  { from: "held", move: "approve", to: "reviewed", owner: "a reviewer, not the author" },
  { from: "held", move: "reject", to: "rejected", owner: "a reviewer, analyst or operator" },
  { from: "reviewed", move: "approve", to: "published", owner: "another reviewer, not the author" },
  { from: "reviewed", move: "reject", to: "rejected", owner: "a reviewer, analyst or operator" },
  { from: "published", move: "retract", to: "retracted", owner: "a reviewer, analyst or operator" }
]

/** States in which a release is not public and may become so. */
export const openStates: ReadonlySet<ReleaseState> = new Set(["held", "reviewed"])

/** States in which a release is or was public. */
export const seenStates: ReadonlySet<ReleaseState> = new Set(["published", "retracted"])

interface ReleaseMover {
  /** Name of the account. */
  readonly by: string
  /** Whether the account may review, and whether it may act on releases at all. */
  readonly isReviewer: boolean
  readonly isStaff: boolean
  readonly author: string
  /** Whether the author is an account. Otherwise it is unknown whether the author is a reviewer. */
  readonly isAuthorKnown: boolean
  /** Whether the account was created after the release was proposed. */
  readonly isNewer: boolean
  readonly approvers: ReadonlyArray<string>
}

/** Returns the move, or why it is refused. */
export const findMove = (
  from: ReleaseState,
  name: MoveName,
  { by, isReviewer, isStaff, author, isAuthorKnown, isNewer, approvers }: ReleaseMover
): Move | { readonly refused: string } => {
  const move = releaseMoves.find((one) => one.from === from && one.move === name)
  if (move === undefined) return { refused: `A release in state '${from}' does not allow '${name}'.` }
  if (!isName(by)) return { refused: "Give the name of the person who does this." }
  if (move.owner === "a reviewer, analyst or operator")
    return isStaff
      ? move
      : { refused: `This needs an account with the role reviewer, analyst or operator, and ${by} is not one.` }
  if (!isReviewer)
    return { refused: `Only an account with the role reviewer can approve a release, and ${by} is not one.` }
  if (!isAuthorKnown)
    return {
      refused:
        "The author of this release did not sign in, so nobody can tell whether the author reviews it. Reject it, and create it again with the author's token."
    }
  if (isNewer)
    return {
      refused:
        "This account was created after the release was proposed, so it may have been created to approve it. Somebody else must review the release, or its author creates it again."
    }
  if (sameName(by, author)) return { refused: "The author of a release cannot review it." }
  if (move.owner === "another reviewer, not the author" && approvers.some((one) => sameName(one, by)))
    return { refused: "The second reviewer must be a different person from the first." }
  return move
}
