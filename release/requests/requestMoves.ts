/** The states of a request, who owns it in each, and its moves: a table from which the engine, its diagram and its tests are made. */
import type { RequestMoveName } from "../ledger/LedgerEntry.ts"
import { isName, sameName } from "../ledger/personName.ts"

export { type RequestMoveName, requestMoveNames } from "../ledger/LedgerEntry.ts"

/** Who can move a request on. */
export type RequestOwner = "requester" | "machine" | "reviewer" | "operator" | "nobody"

export const requestStates = {
  drafted: { owner: "requester", meaning: "it says how it was understood; nothing was looked at yet" },
  submitted: { owner: "machine", meaning: "it waits for the check: protection, the attack, all that was ever told" },
  checked: { owner: "reviewer", meaning: "something of it can be told; nobody has looked at it yet" },
  read: { owner: "reviewer", meaning: "one reviewer has approved it" },
  reviewed: { owner: "operator", meaning: "two reviewers have approved the figures that they saw" },
  published: { owner: "nobody", meaning: "it is out as a release" },
  refused: { owner: "nobody", meaning: "it is not told; it says why, and the nearest that can be asked" },
  withdrawn: { owner: "nobody", meaning: "whoever asked wants it no more" }
} as const satisfies Readonly<Record<string, { readonly owner: RequestOwner; readonly meaning: string }>>
export type RequestState = keyof typeof requestStates

export interface RequestMove {
  readonly from: RequestState
  readonly move: RequestMoveName
  readonly to: RequestState
  readonly by: "whoever asked" | "the machine" | "a reviewer" | "another reviewer" | "an operator"
}

/** All moves there are; any other is refused. */
export const requestMoves: ReadonlyArray<RequestMove> = [
  { from: "drafted", move: "submit", to: "submitted", by: "whoever asked" },
  { from: "drafted", move: "withdraw", to: "withdrawn", by: "whoever asked" },
  { from: "submitted", move: "pass", to: "checked", by: "the machine" },
  { from: "submitted", move: "fail", to: "refused", by: "the machine" },
  { from: "submitted", move: "withdraw", to: "withdrawn", by: "whoever asked" },
  { from: "checked", move: "approve", to: "read", by: "a reviewer" },
  { from: "checked", move: "refuse", to: "refused", by: "a reviewer" },
  { from: "checked", move: "withdraw", to: "withdrawn", by: "whoever asked" },
  { from: "read", move: "approve", to: "reviewed", by: "another reviewer" },
  { from: "read", move: "refuse", to: "refused", by: "a reviewer" },
  { from: "read", move: "withdraw", to: "withdrawn", by: "whoever asked" },
  { from: "reviewed", move: "publish", to: "published", by: "an operator" },
  { from: "reviewed", move: "refuse", to: "refused", by: "a reviewer" },
  { from: "reviewed", move: "return", to: "submitted", by: "the machine" }
]

export const findRequestMove = (from: RequestState, name: RequestMoveName): RequestMove | undefined =>
  requestMoves.find((one) => one.from === from && one.move === name)

export interface Mover {
  /** Name of an account. */
  readonly by: string
  /** Reviewers and operators are accounts of operators; the machine is neither. */
  readonly as: "person" | "operator" | "machine"
  readonly requester: string
  readonly approvers: ReadonlyArray<string>
}

/** The move, or why it is refused. */
export const allowedMove = (
  from: RequestState,
  name: RequestMoveName,
  { by, as, requester, approvers }: Mover
): RequestMove | { readonly refused: string } => {
  const move = findRequestMove(from, name)
  if (move === undefined) return { refused: `a request that is ${from} cannot be moved by '${name}'` }
  if (!isName(by)) return { refused: "who does this needs a name" }
  if ((move.by === "the machine") !== (as === "machine")) return { refused: `this is done by ${move.by}` }
  if (as === "machine") return move
  if (move.by === "whoever asked")
    return sameName(by, requester) ? move : { refused: "this is for whoever asked to do" }
  if (as !== "operator") return { refused: `this is for ${move.by} to do` }
  if (move.by === "an operator") return move
  if (sameName(by, requester)) return { refused: "whoever asked does not review it" }
  if (move.by === "another reviewer" && approvers.some((one) => sameName(one, by)))
    return { refused: "the second reviewer is another person than the first" }
  return move
}
