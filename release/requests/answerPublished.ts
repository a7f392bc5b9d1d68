/** Answers a request with cells that are published already: no check, no reviewer, no charge, no release. */
import { defaultProfile as profile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { append, readLedger } from "../ledger/Ledger.ts"
import { publishedAnswer } from "../queries/publishedAnswer.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { requestsIn } from "./Request.ts"
import { findRequestMove } from "./requestMoves.ts"

/** Records that the latest edition answers a request that was not checked yet. Does nothing if it does not. */
export const answerPublished = Effect.fn("Requests.answerPublished")(function* (request: number) {
  const entries = yield* readLedger()
  const find = (present: typeof entries) => {
    const found = requestsIn(present).find((one) => one.request === request)
    return found !== undefined && findRequestMove(found.state, "answer") !== undefined ? found : undefined
  }
  const found = find(entries)
  if (found === undefined) return
  const answer = yield* publishedAnswer({ choice: found.choice, profile }, vintagesIn(entries).at(-1), entries)
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
