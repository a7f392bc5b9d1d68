/**
 * Requests: a policy team requests a statistic in plain terms. An automatic check finds what can be published, two reviewers look at the
 * figures, and an operator publishes them. Every step is recorded in the ledger.
 */

import { isDeepStrictEqual } from "node:util"
import { Budget } from "@corridor/disclosure/private/Budget"
import { defaultProfile as profile } from "@corridor/disclosure/rules/Profile"
import { Context, Duration, Effect, Fiber, Layer, Semaphore } from "effect"
import type { StateStore } from "../../ports/StateStore.ts"
import type { Warehouse } from "../../ports/Warehouse.ts"
import { choiceOfTerms, type PlainTerms } from "../catalogue/PlainTerms.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { readDisclosedCells } from "../history/cellLines.ts"
import { mainSeries } from "../history/editions.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { RequestMoveName } from "../ledger/LedgerEntry.ts"
import { ledgerBudgets } from "../ledger/ledgerBudgets.ts"
import { isName } from "../ledger/personName.ts"
import { contentOf, isCreatedSince, maySign, proofOf, type Signatory } from "../ledger/Signatory.ts"
import { latestEditionIn } from "../publisher/Releases.ts"
import { fixedResponseTime, responseTimeStep } from "../queries/fixedResponseTime.ts"
import { type PublishedAnswer, publishedCells } from "../queries/publishedAnswer.ts"
import { readContent } from "../vintage/FrozenContent.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { answerPublished } from "./answerPublished.ts"
import { checkRequest } from "./checkRequest.ts"
import { publishRequest } from "./publishRequest.ts"
import { approversOf, isOpen, isRequestedBy, type Request, requestsIn } from "./Request.ts"
import { RequestRefused, requestMissing } from "./RequestRefused.ts"
import { allowedMove, type Mover } from "./requestMoves.ts"

/** The account that acts. A requester sees its own requests; reviewers and operators see all. */
export type Viewer = Signatory

/** Returns whether the viewer sees the requests of others. */
export const seesAll = (viewer: Viewer): boolean => maySign(viewer, "operate", "review")

/** Returns as whom a viewer moves a request. */
export const moverOf = (viewer: Viewer, request: Request): Mover => ({
  by: viewer.account,
  as: maySign(viewer, "review") ? "reviewer" : maySign(viewer, "operate") ? "operator" : "person",
  requester: request.requester,
  isRequesterKnown: request.proof !== undefined,
  isNewer: isCreatedSince(viewer, request.createdAt),
  approvers: approversOf(request),
  isKnown: viewer.role !== undefined
})

interface RequestMoveInput {
  readonly request: number
  readonly move: RequestMoveName
  readonly reason?: string | undefined
}

/** What the latest edition shows of a question. */
export interface RequestPreview {
  readonly choice: TableChoice
  /** Its cells, which may all be suppressed; undefined if no table of it has all of them. */
  readonly answer: PublishedAnswer | undefined
  /** Whether the edition is of the newest vintage. */
  readonly isCurrent: boolean
}

/** Maximum number of open requests of one account. */
const maxOpen = 20

const seenBy = (viewer: Viewer, request: Request | undefined): Request | undefined =>
  request !== undefined && (seesAll(viewer) || isRequestedBy(request, viewer.account)) ? request : undefined

type Services = Warehouse | StateStore | Budget

const find = Effect.fn("Requests.find")(function* (viewer: Viewer, number: number) {
  const found = requestsIn(yield* readLedger()).find(({ request }) => request === number)
  return seenBy(viewer, found) ?? (yield* requestMissing)
})

const list = Effect.fn("Requests.list")(function* (viewer: Viewer) {
  return requestsIn(yield* readLedger()).filter((request) => seenBy(viewer, request) !== undefined)
})

/** Returns what the latest edition shows of the terms, or the problems with them. It reads no count and records nothing. */
const preview = Effect.fn("Requests.preview")(function* (terms: PlainTerms) {
  const result = choiceOfTerms(terms)
  if ("problems" in result) return result
  const entries = yield* readLedger()
  const vintages = vintagesIn(entries)
  const edition = latestEditionIn(entries, mainSeries)?.release.vintage
  const vintage = vintages.find((one) => one.vintage === edition)
  const answer = yield* publishedCells({ choice: result.choice, profile }, vintage, entries)
  return { choice: result.choice, answer, isCurrent: vintage === vintages.at(-1) } satisfies RequestPreview
})

/** Creates a request. With `isOnce`, the viewer's open request with the same terms is returned instead, if there is one. */
const draft = Effect.fn("Requests.draft")(function* (viewer: Viewer, terms: PlainTerms, isOnce: boolean) {
  const requester = viewer.account
  if (!isName(requester)) return yield* new RequestRefused({ message: "A request needs the name of its requester." })
  const result = choiceOfTerms(terms)
  if ("problems" in result)
    return yield* new RequestRefused({
      message: ["The request cannot be understood:", ...result.problems.map((p) => `${p.path}: ${p.expected}`)].join(
        "\n  "
      ),
      problems: result.problems
    })
  const request = yield* append(
    Effect.fnUntraced(function* (entries: Parameters<typeof requestsIn>[0]) {
      const present = requestsIn(entries)
      const own = present.filter((request) => isOpen(request) && isRequestedBy(request, requester))
      const same = isOnce ? own.find((one) => isDeepStrictEqual(one.terms, terms)) : undefined
      if (same !== undefined) return yield* Effect.fail({ _tag: "SameRequest" as const, request: same.request })
      if (own.length >= maxOpen)
        return yield* new RequestRefused({
          message: `You have ${maxOpen} open requests, which is the most. Withdraw one or wait for an answer.`
        })
      const request = present.length + 1
      const { choice } = result
      const over = contentOf(terms, choice)
      const act = { act: "request" as const, number: request, move: "request", reason: "", over }
      return {
        kind: "request" as const,
        request,
        requester,
        ...proofOf(viewer, act),
        terms,
        choice
      }
    })
  ).pipe(
    Effect.map(({ body }) => body.request),
    Effect.catchTag("SameRequest", (same) => Effect.succeed(same.request))
  )
  yield* answerPublished(request)
  return yield* find(viewer, request)
})

/** Records a person's move, if the table of moves and the viewer's role allow it. */
const write = Effect.fn("Requests.write")(function* (viewer: Viewer, input: RequestMoveInput) {
  const { request: number, move, reason = "" } = input
  const decide = Effect.fn("Requests.decide")(function* (entries: Parameters<typeof requestsIn>[0]) {
    const request = seenBy(
      viewer,
      requestsIn(entries).find((entry) => entry.request === number)
    )
    if (request === undefined) return yield* requestMissing
    const found = allowedMove(request.state, move, moverOf(viewer, request))
    if ("refused" in found) return yield* new RequestRefused({ message: found.refused })
    if (move === "refuse" && reason.trim() === "")
      return yield* new RequestRefused({ message: "A refusal needs a reason." })
    const act = { act: "request-move" as const, number, move, reason, over: request.ledger }
    return {
      kind: "request-move" as const,
      request: number,
      move,
      by: viewer.account,
      ...proofOf(viewer, act),
      reason
    }
  })
  if (move === "publish") yield* decide(yield* readLedger())
  else yield* append(decide)
})

/** Records every move but `submit`, and publishes what may be published. */
const move = Effect.fn("Requests.move")(function* (viewer: Viewer, input: RequestMoveInput) {
  yield* write(viewer, input)
  const isPublished = input.move === "publish" ? yield* publishRequest(input.request, viewer) : true
  if (!isPublished) yield* checkRequest(input.request)
  return yield* find(viewer, input.request)
})

/** Repeats the check of a submitted request: it was interrupted, or there was no vintage or no budget. */
const check = Effect.fn("Requests.checkAgain")(function* (viewer: Viewer, number: number) {
  yield* find(viewer, number)
  yield* checkRequest(number)
  return yield* find(viewer, number)
})

/** Returns the figures that would be published, for reviewers. */
const figures = Effect.fn("Requests.figures")(function* (viewer: Viewer, number: number) {
  const { check: found, choice } = yield* find(viewer, number)
  if (!seesAll(viewer) || found === undefined) return yield* requestMissing
  return { choice, cells: readDisclosedCells(yield* readContent(found.figures)) }
})

const make = (slot: Duration.Duration) =>
  Effect.gen(function* () {
    const services = yield* Effect.context<Services>()
    const scope = yield* Effect.scope
    // One at a time: a concurrent answer would make the other one stale.
    const one = yield* Semaphore.make(1)
    // A check continues when its caller no longer waits, because a large one takes longer than a connection lasts.
    const continuing = <A, E>(effect: Effect.Effect<A, E, Services>) =>
      fixedResponseTime(slot)(effect).pipe(Effect.provide(services), Effect.forkIn(scope), Effect.flatMap(Fiber.join))
    const oneAtATime = <A, E>(effect: Effect.Effect<A, E, Services>) => continuing(one.withPermits(1)(effect))
    // Recorded before it waits for other checks: its requester sees that it was sent, also after a restart.
    const submit = Effect.fn("Requests.submit")(function* (viewer: Viewer, input: RequestMoveInput) {
      const before = yield* find(viewer, input.request)
      if (before.state === "answered") return before
      yield* write(viewer, input)
      return yield* one.withPermits(1)(check(viewer, input.request))
    })
    const concurrent = <A, E>(effect: Effect.Effect<A, E, Services>) => Effect.provide(effect, services)

    return {
      preview: (terms: PlainTerms) => concurrent(preview(terms)),
      draft: (viewer: Viewer, terms: PlainTerms, { isOnce = false } = {}) => concurrent(draft(viewer, terms, isOnce)),
      list: (viewer: Viewer) => concurrent(list(viewer)),
      find: (viewer: Viewer, number: number) => concurrent(find(viewer, number)),
      figures: (viewer: Viewer, number: number) => concurrent(figures(viewer, number)),
      move: (viewer: Viewer, input: RequestMoveInput) =>
        input.move === "submit" ? continuing(submit(viewer, input)) : oneAtATime(move(viewer, input)),
      check: (viewer: Viewer, number: number) => oneAtATime(check(viewer, number))
    }
  })

export class Requests extends Context.Service<Requests, Effect.Success<ReturnType<typeof make>>>()(
  "corridor/release/Requests"
) {
  static readonly layerWith = (slot: Duration.Duration) =>
    Layer.effect(Requests, make(slot)).pipe(Layer.provide(Budget.layer), Layer.provide(ledgerBudgets))
  static readonly layer = Requests.layerWith(responseTimeStep)
  /** Does not wait; for tests. */
  static readonly layerTest = Requests.layerWith(Duration.zero)
}
