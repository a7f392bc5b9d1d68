/** **High risk.** The automatic check of a request against everything ever disclosed. It is paid for like a query. */
import { hash } from "node:crypto"
import { defaultProfile as profile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { termsOfChoice } from "../catalogue/PlainTerms.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { countDisclosures } from "../history/readDisclosures.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import { reconcileReleases } from "../publisher/Releases.ts"
import {
  isPublished,
  nearestAnswerable,
  protectAnswer,
  queryKey,
  requireAnswer,
  vintageFor
} from "../queries/protectAnswer.ts"
import { payForQuery, personAccount } from "../queries/queryBudget.ts"
import { keepContent } from "../vintage/FrozenContent.ts"
import { noVintage } from "../vintage/Vintages.ts"
import { answerPublished } from "./answerPublished.ts"
import { figureLines } from "./figureLines.ts"
import { requestsIn } from "./Request.ts"
import { RequestRefused } from "./RequestRefused.ts"

const attempts = 8

/** Reason of an automatic refusal: the same text for all counts. */
export const nothingDisclosable =
  "Too few persons or partners: publishing this would disclose them, alone or compared with earlier releases and answers."

/** Below the number of every answer: a checked request is not a disclosure yet. */
const checkId = -1_000_000_000

/** A request is in plain terms, which describe some choices only. */
const canAsk = (choice: TableChoice) => termsOfChoice(choice) !== undefined

/** Checks a submitted request and records the result. */
export const checkRequest = Effect.fn("Requests.check")(function* (request: number) {
  yield* reconcileReleases()
  // An edition may have been published since the request was drafted.
  yield* answerPublished(request)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const entries = yield* readLedger()
    const found = requestsIn(entries).find((one) => one.request === request)
    if (found?.state !== "submitted") return
    const selection = { choice: found.choice, profile }
    const vintage = vintageFor(entries)
    if (vintage === undefined) return yield* new RequestRefused({ message: noVintage() })
    yield* requireAnswer(found.choice, vintage, entries).pipe(
      Effect.catchTags({
        VintageRefused: ({ message }) => Effect.fail(new RequestRefused({ message })),
        WouldDisclose: ({ message }) => Effect.fail(new RequestRefused({ message }))
      })
    )
    // The result discloses something, so it is paid for, again whenever more was disclosed since.
    yield* payForQuery(
      hash("sha256", JSON.stringify(["request", queryKey(selection, entries), countDisclosures(entries)])),
      [personAccount(found.requester)]
    )
    const { cells } = yield* protectAnswer(selection, vintage, entries, checkId)
    const canPublish = cells.some(isPublished)
    const body = {
      kind: "request-move" as const,
      request,
      move: canPublish ? ("pass" as const) : ("fail" as const),
      by: "machine",
      reason: canPublish ? "" : nothingDisclosable,
      check: {
        vintage: vintage.vintage,
        profile: profile.name,
        profileVersion: profile.version,
        rows: cells.length,
        figures: yield* keepContent(figureLines(cells)),
        nearest: canPublish ? null : yield* nearestAnswerable(selection, vintage, entries, checkId, canAsk)
      }
    }
    const written = yield* append((present) =>
      countDisclosures(present) !== countDisclosures(entries)
        ? Effect.fail("stale" as const)
        : requestsIn(present).find((one) => one.request === request)?.state !== "submitted"
          ? Effect.fail("moved" as const)
          : Effect.succeed(body)
    ).pipe(Effect.catchIf((error): error is "stale" | "moved" => typeof error === "string", Effect.succeed))
    if (written !== "stale") return
  }
  return yield* new RequestRefused({ message: "The server is busy with other queries. Try again in a few seconds." })
})
