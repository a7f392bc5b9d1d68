/** What a batch is loaded with: its partner's keys and withdrawals, and readers for its schemas. Batches without keys are refused as a whole. */
import { Effect } from "effect"
import type { EventLog } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { currentKey, KeyStore, type PartnerKeys } from "../keys/KeyStore.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import type { BatchTask } from "./BatchTask.ts"
import type { LoadResult } from "./LoadBatch.ts"
import type { LoadContext } from "./LoadContext.ts"
import * as MessageOutcomes from "./MessageOutcomes.ts"
import type { Withdrawn } from "./PartnerChangeFeed.ts"
import * as Quarantine from "./Quarantine.ts"
import { makeAnnouncer } from "./QuarantineAnnouncer.ts"
import type { LoadRequest } from "./ReadBatch.ts"
import { SchemaReaders } from "./SchemaReaders.ts"
import { type Refusal, recordIdOf } from "./Transcribe.ts"

const refuseAll = (batch: LogBatch, code: ProblemCode): ReadonlyArray<Refusal> =>
  Array.from({ length: batch.count }, (_, i) => ({
    at: batch.position(i),
    kind: undefined,
    schemaId: undefined,
    person: undefined,
    recordId: recordIdOf(batch.record(i)),
    problems: [{ code, path: "" }]
  }))

const isPartner = Effect.fn("Loader.isPartner")(function* (partner: string) {
  const rows = yield* Warehouse.query(
    "SELECT 1 AS there FROM corridor_raw.partner WHERE partner_id = {partner:String} LIMIT 1",
    { params: { partner } }
  )
  return rows.length > 0
})

/** Returns what a batch needs before it is loaded: the keys of its partner, its schemas, and how it is refused as a whole. */
export const makePreparation = Effect.fn("PrepareBatch.make")(function* (
  context: LoadContext,
  log: EventLog["Service"]
) {
  const keyStore = yield* KeyStore
  const schemas = yield* SchemaReaders
  const announce = yield* makeAnnouncer(log)
  const partners = new Set<string>()

  /** Returns the partner's keys, read again each time because they may rotate; undefined for a topic without a partner. */
  const keysOf = Effect.fn("Loader.keysOf")(function* (partner: string) {
    if (!partners.has(partner)) {
      if (!(yield* isPartner(partner))) return undefined
      partners.add(partner)
    }
    return yield* keyStore.keysOf(partner)
  })

  /** Schema readers for one batch. Unknown ids are collected while it is read, because nearly always there are none. */
  const readersForBatch = () => {
    const unknown = new Set<number>()
    return {
      readerOf: (id: number) => {
        const reader = schemas.known.get(id)
        if (reader === undefined) unknown.add(id)
        return reader
      },
      learnSchemas: Effect.suspend(() => schemas.learn(unknown)).pipe(
        Effect.map(() => [...unknown].some((id) => schemas.known.has(id)))
      )
    }
  }

  const refuse = Effect.fn("Loader.refuse")(function* ({ batch, token, block }: BatchTask, code: ProblemCode) {
    const refusals = refuseAll(batch, code)
    const partner = partnerOfTopic(batch.topic)
    const refused = { batch, token, block, partner, refusals, keyVersion: 0, isFirst: false }
    const [n] = (yield* Quarantine.store([refused], announce)) as [number]
    yield* MessageOutcomes.store([{ partner, refusals, repeated: [] }])
    const counts = { consumed: batch.count, loaded: 0, quarantined: n, duplicates: batch.count - n }
    return { counts, refusals, transcribeSeconds: 0, insertSeconds: 0 } satisfies LoadResult
  })

  const requestOf = (
    { batch, token, block, isNew, tries, onStored }: BatchTask,
    partner: string,
    keys: PartnerKeys,
    withdrawn: Withdrawn
  ): LoadRequest => ({
    batch,
    partner,
    keys,
    withdrawn,
    ...readersForBatch(),
    token,
    block,
    onStored,
    announce,
    context,
    isFirst: isNew && tries === 1
  })

  /**
   * Looks up the partner of a batch. Returns the request to load it, or the code with which its records are refused. It fails if the
   * partner's keys are missing, which must not stop the other batches of the block.
   */
  const prepare = Effect.fnUntraced(function* (task: BatchTask) {
    const partner = partnerOfTopic(task.batch.topic)
    const keys = yield* keysOf(partner)
    const version = keys?.[0] === undefined ? 0 : currentKey(keys).version
    const withdrawn = yield* context.partnerChanges.withdrawnOf(partner, version)
    if (keys === undefined) return "partner-unknown" as const
    return keys.length === 0 ? ("keys-shredded" as const) : requestOf(task, partner, keys, withdrawn)
  })

  return { keysOf, prepare, refuse }
})
