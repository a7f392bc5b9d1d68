/** **High risk.** The machine's check of a request: what can be told of it beside all that was ever told. Paid like a question. */
import { hash } from "node:crypto"
import { Budget } from "@corridor/disclosure/private/Budget"
import { rational } from "@corridor/disclosure/private/Rational"
import { defaultProfile as profile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { append, readLedger } from "../ledger/Ledger.ts"
import { reconcileReleases } from "../publisher/Releases.ts"
import { personAccount, queryBook } from "../queries/budgetAccounts.ts"
import {
  countDisclosures,
  isPublished,
  nearestAnswerable,
  protectAnswer,
  queryKey,
  vintageFor
} from "../queries/protectAnswer.ts"
import { keepContent } from "../vintage/FrozenContent.ts"
import { figureLines } from "./figureLines.ts"
import { requestsIn } from "./Request.ts"
import { RequestRefused } from "./RequestRefused.ts"

const attempts = 8

/** Why a request is refused by the machine: the same words whatever the counts are. */
export const nothingDisclosable =
  "Too few persons or partners are behind what was asked, or they would be behind the difference to what was told before."

/** Below every answer to a researcher: a request that is checked is no disclosure yet. */
const checkId = -1_000_000_000

/** Checks a request that is submitted, and writes down what came of it. */
export const checkRequest = Effect.fn("Requests.check")(function* (request: number) {
  const budget = yield* Budget
  yield* reconcileReleases()
  for (let attempt = 0; attempt < attempts; attempt++) {
    const entries = yield* readLedger()
    const found = requestsIn(entries).find((one) => one.request === request)
    if (found?.state !== "submitted") return
    const asked = { choice: found.choice, profile }
    const vintage = vintageFor(entries)
    if (vintage === undefined) return yield* new RequestRefused({ message: "there is no vintage to ask yet" })
    // That something can be told, or nothing, says something: it is paid for, anew whenever more was told since.
    yield* budget.spend({
      book: queryBook,
      question: hash("sha256", JSON.stringify(["request", queryKey(asked, entries), countDisclosures(entries)])),
      accounts: [personAccount(found.requester)],
      rho: rational(1)
    })
    const { cells } = yield* protectAnswer(asked, vintage, entries, checkId)
    const isTellable = cells.some(isPublished)
    const body = {
      kind: "request-move" as const,
      request,
      move: isTellable ? ("pass" as const) : ("fail" as const),
      by: "machine",
      reason: isTellable ? "" : nothingDisclosable,
      check: {
        vintage: vintage.vintage,
        profile: profile.name,
        profileVersion: profile.version,
        rows: cells.length,
        figures: yield* keepContent(figureLines(cells)),
        nearest: isTellable ? null : yield* nearestAnswerable(asked, vintage, entries, checkId)
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
  return yield* new RequestRefused({ message: "others are answered all the time; try again" })
})
