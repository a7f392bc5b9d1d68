import { Clock, Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { type AccessBody, recordAction } from "../../../ports/identity/AccessLog.ts"
import { TooMany } from "../../../ports/identity/Identity.ts"
import { notFound } from "../../../ports/identity/SignedIn.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { PartnerId } from "../../partners/PartnerId.ts"
import * as Partners from "../../partners/Partners.ts"
import { ReviewRefused } from "../../review/Entry.ts"
import { chunkRows } from "../api/limits.ts"
import { CurrentPartner } from "../api/operations.ts"
import { OutOfStep, RowsRefused } from "../api/PortalAnswers.ts"
import { PortalApi } from "../api/PortalApi.ts"
import { entryReceipt } from "./entryReceipt.ts"
import { ReviewService } from "./ReviewService.ts"
import { readRows } from "./readRows.ts"
import { SubmissionService } from "./SubmissionService.ts"
import { makeUploads, type UploadError } from "./Uploads.ts"
import { unavailable } from "./unavailable.ts"

/** Logs an action. A request whose action cannot be logged fails. */
const logAction = (action: Omit<AccessBody, "kind">) => Effect.mapError(recordAction(action), unavailable)

const toApiError = ({ fault, next, reason }: UploadError) => {
  if (reason instanceof ReviewRefused) return reason
  if (fault === "unknown") return notFound
  if (fault === "out-of-step")
    return new OutOfStep({ message: "The upload expects another chunk. Start the upload again.", next })
  return unavailable()
}

/** Answers with what is asked of the partner of the request, and of no other. */
const forPartner = <A, E, R>(ask: (partner: string) => Effect.Effect<A, E, R>) =>
  Effect.flatMap(CurrentPartner, ({ partner }) => ask(partner))

export const UploadHandlers = HttpApiBuilder.group(
  PortalApi,
  "uploads",
  Effect.fn(function* (handlers) {
    const warehouse = yield* Warehouse
    const review = yield* ReviewService
    const uploads = yield* makeUploads()
    return handlers.handleAll({
      begin: Effect.fn("Portal.begin")(
        function* ({ payload }) {
          const { partner, account } = yield* CurrentPartner
          if (payload.keyCheck !== undefined)
            yield* Partners.checkKey(PartnerId.make(partner), payload.keyCheck).pipe(
              Effect.catchIf(
                (error) => error._tag !== "OtherKey",
                () => Effect.fail(unavailable())
              )
            )
          const upload = yield* uploads
            .begin({
              partner,
              records: payload.records,
              send: (rows) => review.take(partner, account, { ...payload, warnings: payload.warnings ?? [] }, rows)
            })
            .pipe(
              Effect.mapError(
                () =>
                  new TooMany({
                    message: "Too many uploads at the same time. Wait until one has ended.",
                    retryAfterSeconds: 60
                  })
              )
            )
          // No hash of the content: who has the partner's key could try case numbers against it, for ever.
          yield* logAction({ did: "submission-begun", by: account, partner, about: "" })
          return { upload, chunkRows }
        },
        Effect.provideService(Warehouse, warehouse)
      ),
      rows: Effect.fn("Portal.rows")(
        function* ({ params, query, payload }) {
          const { partner, account } = yield* CurrentPartner
          const read = readRows(payload, chunkRows, yield* Clock.currentTimeMillis)
          if ("problems" in read) {
            yield* logAction({ did: "submission-refused", by: account, partner, about: "" })
            return yield* new RowsRefused({ message: "Rows have errors and were not sent.", problems: read.problems })
          }
          return {
            received: yield* uploads
              .take(params.upload, partner, query.chunk, read.rows)
              .pipe(Effect.mapError(toApiError))
          }
        },
        Effect.provideService(Warehouse, warehouse)
      ),
      end: Effect.fn("Portal.end")(
        function* ({ params }) {
          const { partner, account } = yield* CurrentPartner
          const receipt = yield* uploads.end(params.upload, partner).pipe(Effect.mapError(toApiError))
          yield* logAction({ did: "submission-sent", by: account, partner, about: receipt.submission })
          return receipt
        },
        Effect.provideService(Warehouse, warehouse)
      )
    })
  })
)

export const ReceiptHandlers = HttpApiBuilder.group(
  PortalApi,
  "receipts",
  Effect.fn(function* (handlers) {
    const submissions = yield* SubmissionService
    const review = yield* ReviewService
    return handlers.handleAll({
      list: Effect.fn("Portal.receipts")(function* () {
        const { partner } = yield* CurrentPartner
        const unsent = (yield* review.list(partner)).filter(({ submission }) => submission === "").map(entryReceipt)
        const sent = yield* submissions.receipts(partner)
        return [...unsent, ...sent].toSorted((a, b) => Date.parse(b.receivedAt) - Date.parse(a.receivedAt))
      }),
      show: Effect.fn("Portal.receipt")(function* ({ params }) {
        const { partner } = yield* CurrentPartner
        const entry = yield* review.entry(partner, params.submission)
        if (entry !== undefined && entry.submission === "") return entryReceipt(entry)
        const receipt = yield* submissions.receipt(partner, entry?.submission ?? params.submission)
        return receipt ?? (yield* notFound)
      })
    })
  })
)

export const DirectHandlers = HttpApiBuilder.group(
  PortalApi,
  "direct",
  Effect.fn(function* (handlers) {
    const submissions = yield* SubmissionService
    return handlers.handleAll({
      show: Effect.fn("Portal.direct")(() => forPartner(submissions.direct))
    })
  })
)

export const QualityHandlers = HttpApiBuilder.group(
  PortalApi,
  "quality",
  Effect.fn(function* (handlers) {
    const submissions = yield* SubmissionService
    return handlers.handleAll({
      show: Effect.fn("Portal.quality")(() => forPartner(submissions.quality))
    })
  })
)

export const LinkageHandlers = HttpApiBuilder.group(
  PortalApi,
  "linkage",
  Effect.fn(function* (handlers) {
    const submissions = yield* SubmissionService
    return handlers.handleAll({
      list: Effect.fn("Portal.rounds")(() => forPartner(submissions.rounds)),
      // It is opened as a file: a page of the portal's origin could read the session.
      page: Effect.fn("Portal.roundPage")(function* () {
        const page = yield* submissions.roundPage
        if (page === null) return yield* notFound
        return HttpServerResponse.uint8Array(new TextEncoder().encode(page.text), {
          contentType: "application/octet-stream",
          headers: { "content-disposition": 'attachment; filename="linkage-round.html"' }
        })
      })
    })
  })
)

export const OutcomeHandlers = HttpApiBuilder.group(
  PortalApi,
  "outcomes",
  Effect.fn(function* (handlers) {
    const submissions = yield* SubmissionService
    return handlers.handleAll({
      show: Effect.fn("Portal.outcomes")(({ payload }) =>
        forPartner((partner) => submissions.outcomes(partner, payload.ids))
      )
    })
  })
)

export const HistoryHandlers = HttpApiBuilder.group(
  PortalApi,
  "history",
  Effect.fn(function* (handlers) {
    const submissions = yield* SubmissionService
    return handlers.handleAll({
      show: Effect.fn("Portal.history")(({ payload }) =>
        forPartner((partner) => submissions.history(partner, payload.ids))
      )
    })
  })
)

export const WithdrawalHandlers = HttpApiBuilder.group(
  PortalApi,
  "withdrawals",
  Effect.fn(function* (handlers) {
    const warehouse = yield* Warehouse
    const review = yield* ReviewService
    const submissions = yield* SubmissionService
    return handlers.handleAll({
      send: Effect.fn("Portal.withdraw")(
        function* ({ payload }) {
          const { partner, account } = yield* CurrentPartner
          const { person, earlier = [], dryRun = false, ahead = false } = payload
          const answer = yield* submissions.withdraw(partner, [person, ...earlier], { dryRun, ahead })
          // Not even the pseudonym is logged: with the partner's key it would identify the case.
          if (!dryRun) {
            yield* logAction({ did: "withdrawal-sent", by: account, partner, about: "" })
            yield* review.noteWithdrawal(partner, account)
          }
          return answer
        },
        Effect.provideService(Warehouse, warehouse)
      )
    })
  })
)

export const MappingHandlers = HttpApiBuilder.group(
  PortalApi,
  "mapping",
  Effect.fn(function* (handlers) {
    const submissions = yield* SubmissionService
    return handlers.handleAll({
      show: Effect.fn("Portal.mapping")(() => forPartner(submissions.mapping)),
      keep: Effect.fn("Portal.keepMapping")(function* ({ payload }) {
        const { partner } = yield* CurrentPartner
        const invalid = yield* submissions.saveMapping(partner, payload)
        if (invalid.length > 0)
          return yield* new RowsRefused({
            message: "The mapping is not valid.",
            problems: invalid.map((path) => ({ row: 0, code: "mapping-refused", path }))
          })
      })
    })
  })
)
