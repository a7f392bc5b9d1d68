/** Answers a request with cells that are published already: no check, no reviewer, no charge, no release. */
import { defaultProfile as profile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { mainSeries } from "../history/editions.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import { latestEditionIn } from "../publisher/Releases.ts"
import { publishedAnswer } from "../queries/publishedAnswer.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { requestsIn } from "./Request.ts"
import { findRequestMove } from "./requestMoves.ts"

/**
 * Records that the latest edition answers a request that was not checked yet. Does nothing if it does not, or if the request asks for the newest
 * records and a vintage after the edition may have them.
 */
export const answerPublished = Effect.fn("Requests.answerPublished")(function* (request: number) {
  const entries = yield* readLedger()
  const find = (present: typeof entries) => {
    const found = requestsIn(present).find((one) => one.request === request)
    return found !== undefined && findRequestMove(found.state, "answer") !== undefined ? found : undefined
  }
  const found = find(entries)
  if (found === undefined) return
  const vintages = vintagesIn(entries)
  const edition = latestEditionIn(entries, mainSeries)?.release.vintage
  const vintage = found.terms.newest === true ? vintages.at(-1) : vintages.find((one) => one.vintage === edition)
  const answer = yield* publishedAnswer({ choice: found.choice, profile }, vintage, entries)
  if (answer === undefined) return
  const body = {
    kind: "request-move" as const,
    request,
    move: "answer" as const,
    by: "machine",
    reason: "",
    published: answer.published
  }
  yield* append((present) => (find(present) === undefined ? Effect.fail("moved" as const) : Effect.succeed(body))).pipe(
    Effect.catchIf((error) => error === "moved", Effect.succeed)
  )
})
