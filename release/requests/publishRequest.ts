/**
 * **High risk.** Publishes a request that two reviewers have approved, as a release like any other. Either the approved figures are
 * published or nothing is.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { scopesOf } from "../../ports/identity/Principal.ts"
import { approversOf as approversOfRelease, releasesIn } from "../history/Release.ts"
import { isDisclosedCell } from "../history/ReleaseCell.ts"
import { openStates, seenStates } from "../history/releaseMoves.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { proofOf, type Signatory } from "../ledger/Signatory.ts"
import { createRelease, moveRelease, showRelease } from "../publisher/Releases.ts"
import { contentHash } from "../vintage/FrozenContent.ts"
import { figureLines } from "./figureLines.ts"
import { approvalsOf, type Request, requestsIn } from "./Request.ts"
import { requestMissing } from "./RequestRefused.ts"

/** Returns the release that an interrupted publication began for the request. */
const interruptedRelease = ({ requester, choice, moves, check }: Request, entries: ReadonlyArray<LedgerEntry>) => {
  const reviewed = moves.findLast(({ move }) => move === "approve")?.ledger
  const since = entries.slice(entries.findIndex(({ hash }) => hash === reviewed))
  const made = new Set(since.flatMap(({ body }) => (body.kind === "proposal" ? [body.release] : [])))
  return releasesIn(entries).find(
    ({ release, state, author, choices, vintage }) =>
      made.has(release) &&
      (openStates.has(state) || seenStates.has(state)) &&
      author === requester &&
      vintage === check?.vintage &&
      JSON.stringify(choices) === JSON.stringify([choice])
  )
}

/** Returns the hash of the entry that created the request. */
const requestEntry = (request: number, entries: ReadonlyArray<LedgerEntry>) =>
  entries.find(({ body }) => body.kind === "request" && body.request === request)?.hash

/** Returns true if the request is published; false if it goes back to the check because its figures changed or cannot be published. */
export const publishRequest = Effect.fn("Requests.publish")(function* (request: number, by: Signatory) {
  const entries = yield* readLedger()
  const found = requestsIn(entries).find((one) => one.request === request)
  if (found?.check === undefined) return yield* requestMissing
  const { requester, choice, check } = found
  const made =
    interruptedRelease(found, entries) ??
    (yield* createRelease({
      author: {
        account: requester,
        role: found.proof?.role,
        scopes: scopesOf.policy,
        entry: requestEntry(request, entries)
      },
      profile: defaultProfile,
      vintage: check.vintage,
      choices: [choice],
      edition: null
    }).pipe(
      // The vintage of the check may have lost its counts since.
      Effect.catchTags({
        WouldDisclose: () => Effect.succeed(undefined),
        VintageRefused: () => Effect.succeed(undefined)
      })
    ))
  const figures =
    made === undefined ? "" : contentHash(figureLines((yield* showRelease(made.release)).cells.filter(isDisclosedCell)))
  const isAsApproved = made !== undefined && figures === check.figures
  if (made !== undefined && !isAsApproved && openStates.has(made.state))
    yield* moveRelease({
      release: made.release,
      move: "reject",
      by,
      reason: "The figures differ from those that were approved."
    })
  if (made !== undefined && isAsApproved && openStates.has(made.state)) {
    const approved = approversOfRelease(made)
    // Their approvals of the request count as approvals of the release with the same figures.
    for (const { by: account, proof, ledger } of approvalsOf(found).filter((one) => !approved.includes(one.by)))
      yield* moveRelease({
        release: made.release,
        move: "approve",
        by: { account, role: proof?.role, scopes: proof === undefined ? [] : scopesOf.reviewer, entry: ledger }
      })
  }
  yield* append((present) => {
    const now = requestsIn(present).find((one) => one.request === request)
    if (now?.state !== "reviewed") return Effect.fail(requestMissing)
    const body = { kind: "request-move" as const, request }
    const act = { act: "request-move" as const, number: request, move: "publish", reason: "", over: now.ledger }
    return Effect.succeed(
      isAsApproved && made !== undefined
        ? {
            ...body,
            move: "publish" as const,
            by: by.account,
            ...proofOf(by, act),
            reason: "",
            release: made.release
          }
        : {
            ...body,
            move: "return" as const,
            by: "machine",
            reason: "Something was published or answered since the approval. The request is checked again."
          }
    )
  })
  return isAsApproved
})
