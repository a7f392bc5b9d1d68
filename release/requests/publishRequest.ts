/**
 * **High risk.** Publishes a request that two reviewers have approved, as a release like any other. Either the approved figures are
 * published or nothing is.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { approversOf as approversOfRelease, releasesIn } from "../history/Release.ts"
import { isDisclosedCell } from "../history/ReleaseCell.ts"
import { openStates, seenStates } from "../history/releaseMoves.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { createRelease, moveRelease, showRelease } from "../publisher/Releases.ts"
import { contentHash } from "../vintage/FrozenContent.ts"
import { figureLines } from "./figureLines.ts"
import { approversOf, type Request, requestsIn } from "./Request.ts"
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

/** Returns true if the request is published; false if it goes back to the check because its figures changed or cannot be published. */
export const publishRequest = Effect.fn("Requests.publish")(function* (request: number, by: string) {
  const entries = yield* readLedger()
  const found = requestsIn(entries).find((one) => one.request === request)
  if (found?.check === undefined) return yield* requestMissing
  const { requester, choice, check } = found
  const made =
    interruptedRelease(found, entries) ??
    (yield* createRelease({
      author: requester,
      profile: defaultProfile,
      vintage: check.vintage,
      choices: [choice]
    }).pipe(Effect.catchTag("WouldDisclose", () => Effect.succeed(undefined))))
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
    for (const approver of approversOf(found).filter((one) => !approved.includes(one)))
      yield* moveRelease({ release: made.release, move: "approve", by: approver })
  }
  yield* append((present) => {
    const now = requestsIn(present).find((one) => one.request === request)
    if (now?.state !== "reviewed") return Effect.fail(requestMissing)
    const body = { kind: "request-move" as const, request }
    return Effect.succeed(
      isAsApproved && made !== undefined
        ? { ...body, move: "publish" as const, by, reason: "", release: made.release }
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
