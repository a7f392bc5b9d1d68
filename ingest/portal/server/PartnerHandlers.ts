/** Uploads, receipts, withdrawals and the mapping of the partner that asks, and of no other. */
import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { type AccessBody, recordDeed } from "../../../ports/identity/AccessLog.ts"
import { TooMany } from "../../../ports/identity/Identity.ts"
import { notFound } from "../../../ports/identity/SignedIn.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { chunkRows } from "../api/limits.ts"
import { OutOfStep, PortalApi, RowsRefused, Unavailable } from "../api/PortalApi.ts"
import { askedPartner } from "./askedPartner.ts"
import { PartnerDesk } from "./PartnerDesk.ts"
import { readRows } from "./RowsText.ts"
import { makeUploads, type UploadStopped } from "./Uploads.ts"

const down = () => new Unavailable({ message: "what lies behind the portal does not answer; try again later" })

/** Writes down what was done; nothing is done that cannot be written down. */
const written = (deed: Omit<AccessBody, "kind">) => Effect.mapError(recordDeed(deed), down)

const stepped = ({ fault, next }: UploadStopped) => {
  if (fault === "unknown") return notFound
  if (fault === "out-of-step") return new OutOfStep({ message: "the upload waits for another chunk", next })
  return down()
}

export const UploadHandlers = HttpApiBuilder.group(
  PortalApi,
  "uploads",
  Effect.fn(function* (handlers) {
    const warehouse = yield* Warehouse
    const desk = yield* PartnerDesk
    const uploads = yield* makeUploads()
    return handlers.handleAll({
      begin: Effect.fn("Portal.begin")(
        function* ({ payload }) {
          const { partner, account } = yield* askedPartner("submit")
          const upload = yield* uploads
            .begin({
              partner,
              records: payload.records,
              send: (rows) => desk.send(partner, payload, rows)
            })
            .pipe(
              Effect.mapError(
                () =>
                  new TooMany({ message: "too many uploads at once; wait until one has ended", retryAfterSeconds: 60 })
              )
            )
          yield* written({ did: "submission-begun", by: account, partner, about: payload.contentHash })
          return { upload, chunkRows }
        },
        Effect.provideService(Warehouse, warehouse)
      ),
      rows: Effect.fn("Portal.rows")(
        function* ({ params, query, payload }) {
          const { partner, account } = yield* askedPartner("submit")
          const read = readRows(payload, chunkRows, yield* Clock.currentTimeMillis)
          if ("problems" in read) {
            yield* written({ did: "submission-refused", by: account, partner, about: "" })
            return yield* new RowsRefused({ message: "rows may not be sent as they are", problems: read.problems })
          }
          return {
            received: yield* uploads.take(params.upload, partner, query.chunk, read.rows).pipe(Effect.mapError(stepped))
          }
        },
        Effect.provideService(Warehouse, warehouse)
      ),
      end: Effect.fn("Portal.end")(
        function* ({ params }) {
          const { partner, account } = yield* askedPartner("submit")
          const receipt = yield* uploads.end(params.upload, partner).pipe(Effect.mapError(stepped))
          yield* written({ did: "submission-sent", by: account, partner, about: receipt.submission })
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
    const desk = yield* PartnerDesk
    return handlers.handleAll({
      list: Effect.fn("Portal.receipts")(function* () {
        const { partner } = yield* askedPartner("receipts")
        return yield* desk.receipts(partner)
      }),
      show: Effect.fn("Portal.receipt")(function* ({ params }) {
        const { partner } = yield* askedPartner("receipts")
        const receipt = yield* desk.receipt(partner, params.submission)
        return receipt ?? (yield* notFound)
      })
    })
  })
)

export const DirectHandlers = HttpApiBuilder.group(
  PortalApi,
  "direct",
  Effect.fn(function* (handlers) {
    const desk = yield* PartnerDesk
    return handlers.handleAll({
      show: Effect.fn("Portal.direct")(function* () {
        const { partner } = yield* askedPartner("receipts")
        return yield* desk.direct(partner)
      })
    })
  })
)

export const HistoryHandlers = HttpApiBuilder.group(
  PortalApi,
  "history",
  Effect.fn(function* (handlers) {
    const desk = yield* PartnerDesk
    return handlers.handleAll({
      show: Effect.fn("Portal.history")(function* ({ payload }) {
        const { partner } = yield* askedPartner("receipts")
        return yield* desk.history(partner, payload.ids)
      })
    })
  })
)

export const WithdrawalHandlers = HttpApiBuilder.group(
  PortalApi,
  "withdrawals",
  Effect.fn(function* (handlers) {
    const warehouse = yield* Warehouse
    const desk = yield* PartnerDesk
    return handlers.handleAll({
      send: Effect.fn("Portal.withdraw")(
        function* ({ payload }) {
          const { partner, account } = yield* askedPartner("withdraw")
          yield* desk.withdraw(partner, payload.person)
          // Not even the pseudonym: with the partner's key it would say whose case it was.
          yield* written({ did: "withdrawal-sent", by: account, partner, about: "" })
          return { sent: true } as const
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
    const desk = yield* PartnerDesk
    return handlers.handleAll({
      show: Effect.fn("Portal.mapping")(function* () {
        const { partner } = yield* askedPartner("submit")
        return yield* desk.mapping(partner)
      }),
      keep: Effect.fn("Portal.keepMapping")(function* ({ payload }) {
        const { partner } = yield* askedPartner("submit")
        const wrong = yield* desk.keepMapping(partner, payload)
        if (wrong.length > 0)
          return yield* new RowsRefused({
            message: "the mapping cannot be used",
            problems: wrong.map((path) => ({ row: 0, code: "mapping-refused", path }))
          })
      })
    })
  })
)
