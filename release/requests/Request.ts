import type { PlainTerms } from "../catalogue/PlainTerms.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { LedgerEntry, Proof, PublishedCells, RequestCheck, RequestMoveName } from "../ledger/LedgerEntry.ts"
import { sameName } from "../ledger/personName.ts"
import { findRequestMove, type RequestState, requestStates } from "./requestMoves.ts"

/** A request, as recorded in the ledger. */
export interface Request {
  readonly request: number
  readonly state: RequestState
  /** ISO 8601. */
  readonly createdAt: string
  readonly requester: string
  /** Absent if the requester is an unproved name. */
  readonly proof?: Proof
  readonly terms: PlainTerms
  /** The choice that the terms describe. */
  readonly choice: TableChoice
  readonly check: typeof RequestCheck.Type | undefined
  /** The release that published it. */
  readonly release: number | undefined
  /** Cells that were published before and answer it. */
  readonly published: PublishedCells | undefined
  readonly moves: ReadonlyArray<RequestMoved>
  /** Hash of the newest ledger entry about the request. */
  readonly ledger: string
}

interface RequestMoved {
  readonly move: RequestMoveName
  readonly by: string
  readonly proof?: Proof
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
      const { kind: _, ...draft } = body
      found.set(body.request, {
        ...draft,
        createdAt: iso(at),
        state: "drafted",
        check: undefined,
        release: undefined,
        published: undefined,
        moves: [],
        ledger: hash
      })
    }
    if (body.kind !== "request-move") continue
    const before = found.get(body.request)
    const move = before === undefined ? undefined : findRequestMove(before.state, body.move)
    if (before === undefined || move === undefined) continue
    const { by, proof, reason, check, release, published } = body
    const proven = proof === undefined ? {} : { proof }
    found.set(body.request, {
      ...before,
      state: move.to,
      check: check ?? before.check,
      release: release ?? before.release,
      published: published ?? before.published,
      moves: [...before.moves, { move: body.move, by, ...proven, reason, at: iso(at), ledger: hash }],
      ledger: hash
    })
  }
  return [...found.values()]
}

/** Returns who approved the figures of the last check. Approvals of earlier figures do not count. */
export const approversOf = (request: Request): ReadonlyArray<string> => approvalsOf(request).map(({ by }) => by)

/** Returns the approvals of the figures of the last check. */
export const approvalsOf = ({ moves }: Request): ReadonlyArray<RequestMoved> =>
  moves.slice(moves.findLastIndex(({ move }) => move === "pass") + 1).filter(({ move }) => move === "approve")

/** Returns whether somebody still has to act on the request. */
export const isOpen = ({ state }: Request): boolean => requestStates[state].owner !== "nobody"

/** Returns whether the request is by this person. */
export const isRequestedBy = ({ requester }: Request, name: string): boolean => sameName(requester, name)
