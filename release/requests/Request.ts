import type { PlainTerms } from "../catalogue/PlainTerms.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { LedgerEntry, RequestCheck, RequestMoveName } from "../ledger/LedgerEntry.ts"
import { sameName } from "../ledger/personName.ts"
import { findRequestMove, type RequestState, requestStates } from "./requestMoves.ts"

/** A request, as recorded in the ledger. */
export interface Request {
  readonly request: number
  readonly state: RequestState
  /** ISO 8601. */
  readonly createdAt: string
  readonly requester: string
  readonly terms: PlainTerms
  /** The choice that the terms describe. */
  readonly choice: TableChoice
  readonly check: typeof RequestCheck.Type | undefined
  /** The release that published it. */
  readonly release: number | undefined
  readonly moves: ReadonlyArray<RequestMoved>
}

export interface RequestMoved {
  readonly move: RequestMoveName
  readonly by: string
  readonly reason: string
  readonly at: string
  /** Hash of the ledger entry. */
  readonly ledger: string
}

const iso = (at: number) => new Date(at).toISOString()

/** Returns the requests of a ledger, oldest first. Moves that the table of moves does not allow are ignored. */
export const requestsIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<Request> => {
  const found = new Map<number, Request>()
  for (const { at, hash, body } of entries) {
    if (body.kind === "request") {
      const { request, requester, terms, choice } = body
      const draft = { request, requester, terms, choice, createdAt: iso(at) }
      found.set(request, { ...draft, state: "drafted", check: undefined, release: undefined, moves: [] })
    }
    if (body.kind !== "request-move") continue
    const before = found.get(body.request)
    const move = before === undefined ? undefined : findRequestMove(before.state, body.move)
    if (before === undefined || move === undefined) continue
    const { by, reason, check, release } = body
    found.set(body.request, {
      ...before,
      state: move.to,
      check: check ?? before.check,
      release: release ?? before.release,
      moves: [...before.moves, { move: body.move, by, reason, at: iso(at), ledger: hash }]
    })
  }
  return [...found.values()]
}

/** Returns who approved the figures of the last check. Approvals of earlier figures do not count. */
export const approversOf = ({ moves }: Request): ReadonlyArray<string> => {
  const checked = moves.findLastIndex(({ move }) => move === "pass")
  return moves.slice(checked + 1).flatMap(({ move, by }) => (move === "approve" ? [by] : []))
}

export const isOpen = ({ state }: Request): boolean => requestStates[state].owner !== "nobody"

/** Returns whether the request is by this person. */
export const isRequestedBy = ({ requester }: Request, name: string): boolean => sameName(requester, name)
