/**
 * `/receipts/withdrawal`: a code in, and whether the withdrawal took effect out. The code is in the body of a POST, never in an address, so
 * no log contains it. Every unknown code gets the same answer, and answers take the same time.
 */
import { ByteSize, Clock, Duration, Effect, Option, Schema, Semaphore } from "effect"
import { HttpIncomingMessage, type HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { showReceipt } from "../../../release/published/withdrawalReceipt.ts"
import { receiptWords } from "../words/receiptPage.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { receiptPage, receiptPath } from "./receiptPage.ts"
import { databaseDown, html, noStore, requestedState } from "./responses.ts"

const Body = Schema.Struct({ code: Schema.String.check(Schema.isMaxLength(64)) })

const maxBytes = ByteSize.bytes(1024)

/** Unknown codes that are answered per minute, from all addresses together. A known code is always answered, so it cannot be locked out. */
const unknownPerMinute = 60

/** Every answer takes this long. */
const answerTime = Duration.millis(250)

export const addReceiptRoutes = Effect.fn("ReceiptRoutes.add")(function* (
  router: HttpRouter.HttpRouter,
  bundle: ExplorerBundle
) {
  const warehouse = yield* Warehouse
  const few = yield* Semaphore.make(4)
  let [minute, unknown] = [0, 0]

  const mayAnswerUnknown = Effect.map(Clock.currentTimeMillis, (now) => {
    const current = Math.floor(now / 60_000)
    if (current !== minute) [minute, unknown] = [current, 0]
    unknown += 1
    return unknown <= unknownPerMinute
  })

  const form = Effect.gen(function* () {
    const { language } = (yield* requestedState).state
    return noStore(yield* html(receiptPage(language, bundle.style), "page"))
  })

  const answer = Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { language } = (yield* requestedState).state
    const isJson = request.headers["content-type"]?.startsWith("application/json") === true
    const read = isJson ? HttpServerRequest.schemaBodyJson(Body) : HttpServerRequest.schemaBodyUrlParams(Body)
    const body = yield* read.pipe(Effect.provideService(HttpIncomingMessage.MaxBodySize, maxBytes), Effect.option)
    const shown = Option.isNone(body)
      ? undefined
      : yield* few.withPermits(1)(showReceipt(body.value.code)).pipe(Effect.provideService(Warehouse, warehouse))
    if (shown !== undefined)
      return isJson
        ? HttpServerResponse.jsonUnsafe(shown)
        : yield* html(receiptPage(language, bundle.style, shown), "page")
    const [why, status, headers] = (yield* mayAnswerUnknown)
      ? (["unknown", 404, {}] as const)
      : (["tooMany", 429, { "retry-after": "60" }] as const)
    const answered = isJson
      ? HttpServerResponse.jsonUnsafe(
          { title: receiptWords[language][why], status },
          { status, contentType: "application/problem+json" }
        )
      : yield* html(receiptPage(language, bundle.style, why), "page", status)
    return HttpServerResponse.setHeaders(answered, headers)
  }).pipe(
    Effect.catch(() => Effect.sync(databaseDown)),
    Effect.zipWith(Effect.sleep(answerTime), (response) => noStore(response), { concurrent: true })
  )

  yield* router.add("GET", receiptPath, form)
  yield* router.add("POST", receiptPath, answer)
})
