/** The desk over the partner's topic and its receipts: records go the way of the command line. */
import { hash } from "node:crypto"
import { Effect, Layer, Stream } from "effect"
import type { EventLog, Identity } from "../../../ports/EventLog.ts"
import type { SchemaRegistry } from "../../../ports/SchemaRegistry.ts"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import { uuidOfHash } from "../../submit/check/PartnerHasher.ts"
import { type Mapping, MappingRefused, parseMapping } from "../../submit/columns/Mapping.ts"
import * as Receipts from "../../submit/receipts/Receipts.ts"
import { history } from "../../submit/receipts/Revisions.ts"
import { sentDirectly } from "../../submit/receipts/SentDirectly.ts"
import { sendRecords } from "../../submit/send/SendRecords.ts"
import { type ReceiptAnswer, Unavailable } from "../api/PortalApi.ts"
import { type Announced, PartnerDesk } from "./PartnerDesk.ts"
import type { SentRow } from "./RowsText.ts"

/** What lies outside of the portal; `infra` says how. */
export interface DeskOptions<E> {
  /** With whose rights records go to the partner's topic. */
  readonly identityOf: (partner: string) => Effect.Effect<Identity, E>
  readonly readMapping: (partner: string) => Effect.Effect<Mapping, E>
  readonly keepMapping: (partner: string, mapping: Mapping) => Effect.Effect<void, E>
  /** Told when records lie in a partner's topic: where no pipeline runs all the time, one may be started. */
  readonly onSent: Effect.Effect<void>
}

const down = () => new Unavailable({ message: "what lies behind the portal does not answer; try again later" })

/** What the partner may see of a receipt. */
const answerOf = (receipt: Receipts.Receipt): ReceiptAnswer => {
  const { partner: _, via, unchanged, ...shown } = receipt
  return shown
}

/** Records under one step of the hash of contents, as the check makes it. */
const hashStep = 1_000

/** Lets the rows through, and fails after the last when they are others than was said: then there is no receipt for them. */
const asAnnounced = (rows: Stream.Stream<SentRow>, contentHash: string) =>
  Stream.suspend(() => {
    let made = ""
    let waiting: Array<string> = []
    const step = () => {
      made = hash("sha256", [made, ...waiting].join("\n"))
      waiting = []
    }
    const seen = Stream.tap(rows, ({ kind, record }) =>
      Effect.sync(() => {
        waiting.push(JSON.stringify([kind, record]))
        if (waiting.length === hashStep) step()
      })
    )
    const end = Stream.unwrap(
      Effect.suspend(() => {
        step()
        return made === contentHash ? Effect.succeed(Stream.empty) : Effect.fail(down())
      })
    )
    return Stream.concat(seen, end)
  })

/** A withdrawal as a record of its kind; the same case of the same partner has one. */
const withdrawalOf = (partner: string, person: string): SentRow => ({
  kind: "withdrawal",
  record: {
    recordId: uuidOfHash(hash("sha256", `withdrawal\0${partner}\0${person}`)),
    revision: 0,
    caseReference: person,
    requestedOn: null
  },
  revisable: false
})

export const deskLayer = <E>(options: DeskOptions<E>) =>
  Layer.effect(
    PartnerDesk,
    Effect.gen(function* () {
      const services = yield* Effect.context<EventLog | SchemaRegistry | Warehouse>()

      const send = Effect.fn("PartnerDesk.send")(
        function* (partner: string, { contentHash, records }: Announced, rows: Stream.Stream<SentRow>) {
          const identity = yield* options.identityOf(partner)
          const { submission } = yield* sendRecords(
            { partner, identity, contentHash, records, via: "portal", onSent: () => {} },
            asAnnounced(rows, contentHash)
          )
          yield* options.onSent
          const receipt = yield* Receipts.show(partner, submission)
          return receipt === undefined ? yield* down() : answerOf(receipt)
        },
        Effect.mapError(down),
        Effect.provide(services)
      )

      return PartnerDesk.of({
        send,
        receipts: (partner) =>
          Receipts.list(partner).pipe(
            Effect.map((found) => found.map(answerOf)),
            Effect.mapError(down),
            Effect.provide(services)
          ),
        receipt: (partner, submission) =>
          Receipts.show(partner, submission).pipe(
            Effect.map((found) => (found === undefined ? undefined : answerOf(found))),
            Effect.mapError(down),
            Effect.provide(services)
          ),
        direct: (partner) => sentDirectly(partner).pipe(Effect.mapError(down), Effect.provide(services)),
        history: (partner, ids) => history(partner, ids).pipe(Effect.mapError(down), Effect.provide(services)),
        withdraw: (partner, person) => {
          const row = withdrawalOf(partner, person)
          const contentHash = hash("sha256", `\n${JSON.stringify([row.kind, row.record])}`)
          return Effect.asVoid(send(partner, { contentHash, records: 1 }, Stream.make(row)))
        },
        mapping: (partner) => Effect.mapError(options.readMapping(partner), down),
        keepMapping: (partner, json) =>
          Effect.gen(function* () {
            const mapping = yield* Effect.try({
              try: () => parseMapping(json),
              catch: (cause) => (cause instanceof MappingRefused ? cause.places : ["a mapping is expected"])
            })
            yield* Effect.mapError(options.keepMapping(partner, mapping), down)
            return [] as ReadonlyArray<string>
          }).pipe(Effect.catchIf((error): error is ReadonlyArray<string> => Array.isArray(error), Effect.succeed))
      })
    })
  )
