/**
 * From a batch to its rows in the store: keys, boundaries into the ledger, loading. Large batches go one by one; small ones of all
 * partitions together, for what a small one costs is statements: four partitions at 1,000 records a second would need some fifty inserts a
 * second, each of which takes the store 9 ms of a processor however few rows it has.
 */
import { Effect, type Exit } from "effect"
import { EventLog, type EventLogError, type Membership } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import type { RegistryError } from "../../ports/SchemaRegistry.ts"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { currentKey, KeyStore, type KeyStoreError, type PartnerKeys } from "../keys/KeyStore.ts"
import { rekey } from "../keys/Rekey.ts"
import type { WithdrawalLogError } from "../keys/WithdrawalLog.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import { announceIn } from "./Announce.ts"
import { isLarge } from "./Flight.ts"
import * as Ledger from "./Ledger.ts"
import { type Loaded, loadTogether } from "./LoadBatch.ts"
import { batchSize, type LoadingMemory } from "./LoadingMemory.ts"
import type { News } from "./PartnerNews.ts"
import { waitingFor } from "./Patiently.ts"
import * as Quarantine from "./Quarantine.ts"
import { SchemaReaders } from "./SchemaReaders.ts"
import { reached } from "./Stage.ts"
import { together } from "./Together.ts"
import type { Refusal } from "./Transcribe.ts"

export type LoadError = EventLogError | WarehouseError | RegistryError | KeyStoreError | WithdrawalLogError

/** A batch that is to be loaded. */
export interface Task {
  readonly batch: LogBatch
  readonly token: string
  /** The token of the block that its rows are planned for: see `LoadBatch`. */
  block: string
  /** Its boundaries are in the ledger already. */
  readonly isPlanned: boolean
  /** Nobody has planned any of its records before: none is in the store, or on its way to it, for all that the ledger knows. */
  readonly isNew: boolean
  readonly hold: Membership["hold"]
  /** Run when all of it is in the store. */
  readonly onStored: Effect.Effect<unknown>
  /** How often this process has begun to load it. */
  tries: number
}

/** A task, and what its partner's records are loaded with; no keys for a topic that belongs to no partner. */
interface Ready {
  readonly task: Task
  readonly partner: string
  readonly keys: PartnerKeys | undefined
  readonly withdrawn: News
}

/** Small batches wait this long for those of other partitions: what one fetch brings comes one partition after the other. */
const gathering = "2 millis"

/** What became of batches waits this long for the boundaries of those that follow them: one statement for both. */
const writingDown = "4 millis"

/** Batches of one block at most: each needs a transcoder. */
const tasksAtOnce = 8

/** Runs of tasks that go in one block. */
const blocksOf = (tasks: ReadonlyArray<Task>): ReadonlyArray<ReadonlyArray<Task>> => {
  const blocks: Array<Array<Task>> = []
  let records = 0
  for (const task of tasks) {
    const last = blocks.at(-1)
    records += task.batch.count
    if (last !== undefined && last.length < tasksAtOnce && records <= batchSize) last.push(task)
    else {
      blocks.push([task])
      records = task.batch.count
    }
  }
  return blocks
}

const refuseAll = (batch: LogBatch, code: ProblemCode): ReadonlyArray<Refusal> =>
  Array.from({ length: batch.count }, (_, i) => ({
    at: batch.place(i),
    kind: undefined,
    schemaId: undefined,
    person: undefined,
    problems: [{ code, path: "" }]
  }))

const isPartner = Effect.fn("Loader.isPartner")(function* (partner: string) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query(
    "SELECT 1 AS there FROM corridor_raw.partner WHERE partner_id = {partner:String} LIMIT 1",
    { params: { partner } }
  )
  return rows.length > 0
})

/** What loads batches for one member of the group, and writes down what became of them. */
export const makeLoader = Effect.fn("Loader.make")(function* (memory: LoadingMemory) {
  const keyStore = yield* KeyStore
  const schemas = yield* SchemaReaders
  const announce = yield* announceIn(yield* EventLog)
  const partners = new Set<string>()
  const write = together(
    (entries: ReadonlyArray<ReadonlyArray<Ledger.Entry>>) => Ledger.write(entries.flat()),
    writingDown
  )
  /** Writes the boundaries of batches down, or what became of them. */
  const note = (tasks: ReadonlyArray<Task>, stored?: Ledger.Outcome) =>
    tasks.length === 0
      ? Effect.void
      : write(tasks.map(({ batch, token, block }) => ({ plan: Ledger.planOf(batch), token, block, stored })))

  /** The partner's keys, read anew for each batch, for they may rotate; undefined for a topic that belongs to no partner. */
  const keysOf = Effect.fn("Loader.keysOf")(function* (partner: string) {
    if (!partners.has(partner)) {
      if (!(yield* isPartner(partner))) return undefined
      partners.add(partner)
    }
    return yield* keyStore.keysOf(partner)
  })

  /**
   * Readers for one batch. Nearly always all of its schemas are known: to look for its ids before it is read would cost a twentieth of what
   * reading it does.
   */
  const readersFor = () => {
    const missed = new Set<number>()
    return {
      readerOf: (id: number) => {
        const reader = schemas.known.get(id)
        if (reader === undefined) missed.add(id)
        return reader
      },
      learnMissed: Effect.suspend(() => schemas.learn(missed)).pipe(
        Effect.map(() => [...missed].some((id) => schemas.known.has(id)))
      )
    }
  }

  const refuse = Effect.fn("Loader.refuse")(function* ({ task, partner }: Ready, code: ProblemCode) {
    const { batch, token, block } = task
    const refusals = refuseAll(batch, code)
    const refused = { batch, token, block, partner, refusals, keyVersion: 0, isFirst: false }
    const [n] = (yield* Quarantine.store([refused], announce)) as [number]
    const outcome = { consumed: batch.count, loaded: 0, quarantined: n, duplicates: batch.count - n }
    return { outcome, refusals, transcribeSeconds: 0, insertSeconds: 0 } satisfies Loaded
  })

  /** Loads batches of partners who have keys. */
  const loadReady = Effect.fn("Loader.loadReady")(function* (
    ready: ReadonlyArray<Ready & { readonly keys: PartnerKeys }>
  ) {
    const loads = ready.map(({ task: { batch, token, block, isNew, tries, onStored }, ...own }) => ({
      batch,
      loading: {
        ...own,
        ...readersFor(),
        token,
        block,
        onStored,
        announce,
        memory,
        isFirst: isNew && tries === 1
      }
    }))
    const ended = yield* loadTogether(loads)
    // Written first, looked at afterwards: rows that were made with a key that has just been followed by another go after it.
    for (const { partner, keys } of ready) {
      const now = yield* keyStore.keysOf(partner)
      if (now.length === 0 || currentKey(now).version !== currentKey(keys).version) yield* rekey(partner)
    }
    return ended
  })

  /** Loads batches in one block; answers of each how it ended. Where all fail together, each is to be loaded again alone. */
  const loadAll = Effect.fn("Loader.loadAll")(function* (tasks: ReadonlyArray<Task>) {
    if (tasks.length > 1) {
      const block = Ledger.sharedToken(tasks.map(({ token }) => token))
      for (const task of tasks) task.block = block
    }
    for (const task of tasks) task.tries += 1
    const prepare = Effect.fnUntraced(function* (task: Task) {
      const partner = partnerOfTopic(task.batch.topic)
      const keys = yield* keysOf(partner)
      const withdrawn = yield* memory.news.of(partner, keys?.[0] === undefined ? 0 : currentKey(keys).version)
      return { task, partner, keys, withdrawn } satisfies Ready
    })
    const [ready] = yield* Effect.all(
      [Effect.forEach(tasks, prepare, { concurrency: "unbounded" }), note(tasks.filter(({ isPlanned }) => !isPlanned))],
      { concurrency: "unbounded" }
    )
    // A process that was frozen until now may have lost a partition. From here on whoever is given it finds these boundaries.
    yield* Effect.forEach(tasks, ({ hold }) => hold, { discard: true, concurrency: "unbounded" }).pipe(
      waitingFor("Kafka")
    )
    yield* reached("planned", tasks.length)
    const hasKeys = (one: Ready): one is Ready & { keys: PartnerKeys } => one.keys !== undefined && one.keys.length > 0
    const records = tasks.reduce((sum, { batch }) => sum + batch.count, 0)
    return yield* memory.inTurn(records)(
      Effect.gen(function* () {
        const ended = new Map<Task, Exit.Exit<Loaded, LoadError>>()
        const [good, bad] = [ready.filter(hasKeys), ready.filter((one) => !hasKeys(one))]
        const loaded = good.length === 0 ? [] : yield* loadReady(good)
        for (const [i, exit] of loaded.entries()) ended.set((good[i] as Ready).task, exit)
        for (const one of bad) {
          const code = one.keys === undefined ? "partner-unknown" : "keys-shredded"
          ended.set(one.task, yield* Effect.exit(refuse(one, code)))
        }
        return ended
      })
    )
  })

  const loadOne = (task: Task) =>
    Effect.flatMap(loadAll([task]), (ended) => ended.get(task) as Exit.Exit<Loaded, LoadError>)

  const loadSmall = together(
    Effect.fnUntraced(function* (tasks: ReadonlyArray<Task>) {
      const ended = new Map<Task, Effect.Effect<Loaded, LoadError>>()
      for (const block of blocksOf(tasks.filter(({ tries }) => tries === 0))) {
        const all = yield* Effect.exit(loadAll(block))
        for (const task of block)
          ended.set(
            task,
            Effect.flatMap(all, (each) => each.get(task) as Exit.Exit<Loaded, LoadError>)
          )
      }
      // Whoever led the others was interrupted: they were planned for a block, and go on alone.
      for (const task of tasks) if (!ended.has(task)) ended.set(task, yield* Effect.exit(loadOne(task)))
      return ended
    }),
    gathering
  )

  /** Loads a batch, beside others where it is small; after a failure it may be called again. */
  const load = (task: Task) =>
    Effect.suspend(() =>
      task.tries > 0 || task.isPlanned || isLarge(task.batch.count)
        ? loadOne(task)
        : Effect.flatMap(loadSmall(task), (ended) => ended.get(task) as Effect.Effect<Loaded, LoadError>)
    ).pipe(Effect.tap(() => reached("inserted")))

  return { load, note }
})
