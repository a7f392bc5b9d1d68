/** What is changed after a clock was ahead counts: of the rows with one key ClickHouse keeps the one with the latest time. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import * as QuarantineList from "../../ingest/pipeline/QuarantineList.ts"
import * as Receipts from "../../ingest/submit/receipts/Receipts.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { timeText } from "../../ports/timeText.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { inStore } from "./inStore.ts"

const ahead = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flatMap(Clock.Clock, (clock) => {
    const later = Date.now() + 86_400_000
    return Effect.provideService(
      effect,
      Clock.Clock,
      Object.assign(Object.create(clock) as Clock.Clock, {
        currentTimeMillisUnsafe: () => later,
        currentTimeMillis: Effect.succeed(later)
      })
    )
  })

const admin = Layer.succeed(EventLogAdmin, { revokePartner: () => Effect.void } as never)
const id = PartnerId.make("alpha")
const check = "a".repeat(64)

describe("after the clock was a day ahead", () => {
  it.live("a partner is disabled, a replayed message leaves the quarantine, a submission is complete", () =>
    inStore(
      "clock-set-back",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const time = timeText(Date.now())
        const row = { partner_id: id, type: "NGO", name: "Alpha", status: "enabled", updated_at: time }
        yield* warehouse.insert("corridor_raw.partner", [row], { token: "" })
        yield* ahead(Partners.registerKey(id, check))
        yield* Effect.provide(Partners.disable(id), admin)
        const [partner] = yield* Partners.list()
        assert.deepInclude(partner, { status: "disabled", keyCheck: check })

        const place = { topic: "corridor.partner.alpha", partition: 0 }
        const sentAt = Date.now()
        const refused = {
          ...place,
          offset: 5,
          sent_at: timeText(sentAt),
          partner_id: id,
          code: "code-unknown",
          path: ""
        }
        yield* warehouse.insert("corridor_audit.quarantine", [refused], { token: "" })
        const outcome = { offset: 5, sentAt, problems: [{ code: "code-unknown", path: "" }] }
        yield* ahead(QuarantineList.writeOutcomes(place, [{ ...outcome, outcome: "refused" }]))
        assert.strictEqual((yield* QuarantineList.count({})).messages, 1)
        yield* QuarantineList.writeOutcomes(place, [{ ...outcome, outcome: "loaded", problems: [] }])
        assert.strictEqual((yield* QuarantineList.count({})).messages, 0)

        const submission = "00000000-0000-4000-8000-0000000000aa"
        const counts = { records: 3, corrections: 0, unchanged: 0, heldBack: 0 }
        const entry = { partner: id, submission, via: "portal" as const, receivedAt: sentAt, hash: check, ...counts }
        yield* ahead(Receipts.write({ ...entry, places: [] }, "sending"))
        yield* Receipts.write({ ...entry, places: [{ partition: 0, first: 0, last: 2 }] }, "sent")
        assert.isTrue((yield* Receipts.sentBefore(id, submission)).isComplete)
      })
    ).pipe(Effect.scoped)
  )
})
