/** States of a request, their owners and moves, as a table. The engine, the diagram and the tests use it. */
import type { RequestMoveName } from "../ledger/LedgerEntry.ts"
import { isName, sameName } from "../ledger/personName.ts"

export { type RequestMoveName, requestMoveNames } from "../ledger/LedgerEntry.ts"

/** Who acts next on a request. */
type RequestOwner = "requester" | "machine" | "reviewer" | "operator" | "nobody"

export const requestStates = {
  drafted: { owner: "requester", meaning: "the terms are understood; no data was read yet" },
  submitted: {
    owner: "machine",
    meaning: "waits for the automatic check: protection and audit against everything ever disclosed"
  },
  checked: { owner: "reviewer", meaning: "some figures can be published; waits for the first reviewer" },
  read: { owner: "reviewer", meaning: "one reviewer has approved it" },
  reviewed: { owner: "operator", meaning: "two reviewers have approved the figures they saw" },
  answered: { owner: "nobody", meaning: "published cells answer it: the link leads to them, and nothing was charged" },
  published: { owner: "nobody", meaning: "published as a release" },
  refused: {
    owner: "nobody",
    meaning: "not published; the reason is given, and the nearest request that can be answered"
  },
  withdrawn: { owner: "nobody", meaning: "withdrawn by the requester" }
} as const satisfies Readonly<Record<string, { readonly owner: RequestOwner; readonly meaning: string }>>
export type RequestState = keyof typeof requestStates

interface RequestMove {
  readonly from: RequestState
  readonly move: RequestMoveName
  readonly to: RequestState
  readonly by: "the requester" | "the system" | "a reviewer" | "another reviewer" | "an operator"
}

/** All allowed moves. */
export const requestMoves: ReadonlyArray<RequestMove> = [
  { from: "drafted", move: "submit", to: "submitted", by: "the requester" },
  { from: "drafted", move: "answer", to: "answered", by: "the system" },
  { from: "drafted", move: "withdraw", to: "withdrawn", by: "the requester" },
  { from: "submitted", move: "answer", to: "answered", by: "the system" },
  { from: "submitted", move: "pass", to: "checked", by: "the system" },
  { from: "submitted", move: "fail", to: "refused", by: "the system" },
  { from: "submitted", move: "withdraw", to: "withdrawn", by: "the requester" },
  { from: "checked", move: "approve", to: "read", by: "a reviewer" },
  { from: "checked", move: "refuse", to: "refused", by: "a reviewer" },
  { from: "checked", move: "withdraw", to: "withdrawn", by: "the requester" },
  { from: "read", move: "approve", to: "reviewed", by: "another reviewer" },
  { from: "read", move: "refuse", to: "refused", by: "a reviewer" },
  { from: "read", move: "withdraw", to: "withdrawn", by: "the requester" },
  { from: "reviewed", move: "publish", to: "published", by: "an operator" },
  { from: "reviewed", move: "refuse", to: "refused", by: "a reviewer" },
  { from: "reviewed", move: "return", to: "submitted", by: "the system" }
]

/** Returns the move with this name from this state; undefined if there is none. */
export const findRequestMove = (from: RequestState, name: RequestMoveName): RequestMove | undefined =>
  requestMoves.find((one) => one.from === from && one.move === name)

export interface Mover {
  /** Name of an account. */
  readonly by: string
  /** By the account's role; the system has no account. */
  readonly as: "person" | "reviewer" | "operator" | "machine"
  readonly requester: string
  /** Whether the requester is an account. Otherwise it is unknown whether the requester is a reviewer. */
  readonly isRequesterKnown: boolean
  /** Whether the account was created after the request. */
  readonly isNewer: boolean
  readonly approvers: ReadonlyArray<string>
  /** Whether the person has signed in. Otherwise `by` is an unproved name. */
  readonly isKnown: boolean
}

/** Returns the move, or why it is refused. */
export const allowedMove = (
  from: RequestState,
  name: RequestMoveName,
  { by, as, requester, isRequesterKnown, isNewer, approvers, isKnown }: Mover
): RequestMove | { readonly refused: string } => {
  const move = findRequestMove(from, name)
  if (move === undefined) return { refused: `A request in state '${from}' does not allow '${name}'.` }
  if (!isName(by)) return { refused: "Give the name of the person who does this." }
  if ((move.by === "the system") !== (as === "machine")) return { refused: `Only ${move.by} can do this.` }
  if (as === "machine") return move
  if (isRequesterKnown && !isKnown)
    return { refused: "The requester signed in, so this needs the token of an account." }
  if (move.by === "the requester")
    return sameName(by, requester) ? move : { refused: "Only the requester can do this." }
  if (as !== (move.by === "an operator" ? "operator" : "reviewer"))
    return {
      refused: `Only ${move.by} can do this: an account with the role ${move.by === "an operator" ? "operator" : "reviewer"}.`
    }
  if (move.by === "an operator") return move
  if (name === "approve" && !isRequesterKnown)
    return {
      refused:
        "The requester did not sign in, so nobody can tell whether the requester reviews the request. Refuse it, and create it again with the requester's token."
    }
  if (name === "approve" && isNewer)
    return {
      refused:
        "This account was created after the request, so it may have been created to approve it. Somebody else must review the request, or the requester creates it again."
    }
  if (sameName(by, requester)) return { refused: "The requester cannot review the request." }
  if (move.by === "another reviewer" && approvers.some((one) => sameName(one, by)))
    return { refused: "The second reviewer must be a different person from the first." }
  return move
}
