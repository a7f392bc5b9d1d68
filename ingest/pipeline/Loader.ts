/**
 * Takes planned batches to the store: looks up keys, records boundaries in the ledger, loads. Large batches are loaded one by one. Small
 * batches of all partitions share inserts, because an insert costs the store the same however few rows it has.
 */
import { Effect, Exit } from "effect"
import { EventLog, type EventLogError } from "../../ports/EventLog.ts"
import type { RegistryError } from "../../ports/SchemaRegistry.ts"
import { inTrace } from "../../ports/Traces.ts"
import type { WarehouseError } from "../../ports/Warehouse.ts"
import { currentKey, KeyStore, type KeyStoreError } from "../keys/KeyStore.ts"
import { rekey } from "../keys/Rekey.ts"
import type { WithdrawalLogError } from "../keys/WithdrawalLog.ts"
import type { BatchTask } from "./BatchTask.ts"
import { coalesce } from "./coalesce.ts"
import { faultPoint } from "./faultPoint.ts"
import { isLarge } from "./InFlightBatch.ts"
import * as Ledger from "./Ledger.ts"
import { type LoadResult, loadBatches } from "./LoadBatch.ts"
import { batchSize, type LoadContext } from "./LoadContext.ts"
import { makePreparation } from "./PrepareBatch.ts"
import type { LoadRequest } from "./ReadBatch.ts"
import { countAsWaiting } from "./retryWhileUnavailable.ts"

export type LoadError = EventLogError | WarehouseError | RegistryError | KeyStoreError | WithdrawalLogError

/** Small batches wait this long for those of other partitions: a fetch delivers its partitions one after another. */
const gatherBatches = "2 millis"

/** Outcomes of batches wait this long for the boundaries of the batches that follow, to share a statement. */
const gatherEntries = "4 millis"

/** Maximum number of batches in a block. Each needs a transcoder. */
const maxTasksPerBlock = 8

/** Groups tasks into blocks. */
const blocksOf = (tasks: ReadonlyArray<BatchTask>): ReadonlyArray<ReadonlyArray<BatchTask>> => {
  const blocks: Array<Array<BatchTask>> = []
  let records = 0
  for (const task of tasks) {
    const last = blocks.at(-1)
    records += task.batch.count
    if (last !== undefined && last.length < maxTasksPerBlock && records <= batchSize) last.push(task)
    else {
      blocks.push([task])
      records = task.batch.count
    }
  }
  return blocks
}

/** Creates the loader of one member of the consumer group. */
export const makeLoader = Effect.fn("Loader.make")(function* (context: LoadContext) {
  const keyStore = yield* KeyStore
  const { keysOf, prepare, refuse } = yield* makePreparation(context, yield* EventLog)
  const write = coalesce(
    (entries: ReadonlyArray<ReadonlyArray<Ledger.LedgerEntry>>) => Ledger.write(entries.flat()),
    gatherEntries
  )

  /** Records batches in the ledger: as planned, or as stored with `counts`. */
  const recordInLedger = (tasks: ReadonlyArray<BatchTask>, counts?: Ledger.RecordCounts) =>
    tasks.length === 0
      ? Effect.void
      : write(tasks.map(({ batch, token, block, generation }) => ({ batch, token, block, generation, counts })))

  const loadRequests = Effect.fn("Loader.loadRequests")(function* (requests: ReadonlyArray<LoadRequest>) {
    const traces = requests.map(({ batch }) => batch.trace)
    // One insert of several batches is in the trace of the first. If the first was sent without a trace, it is in that of another batch.
    const ofOther = traces[0] === undefined ? traces.find((trace) => trace !== undefined) : undefined
    const exits = yield* loadBatches(requests).pipe(inTrace(ofOther))
    // Write first, look afterwards: rows that were written with a key that has just been replaced are moved to the new one.
    const followKeys = Effect.fnUntraced(function* ({ partner, keys }: LoadRequest) {
      const now = yield* keyStore.keysOf(partner)
      if (now.length === 0 || currentKey(now).version !== currentKey(keys).version) yield* rekey(partner)
    })
    return yield* Effect.forEach(requests, (request, i) =>
      Effect.map(Effect.exit(followKeys(request)), (followed) =>
        Exit.isFailure(followed) ? followed : (exits[i] as (typeof exits)[number])
      )
    )
  })

  /** Loads batches in one block. Returns an exit for each. If all fail together, each must be loaded again alone. */
  const loadAll = Effect.fn("Loader.loadAll")(function* (tasks: ReadonlyArray<BatchTask>) {
    if (tasks.length > 1) {
      const block = Ledger.sharedToken(tasks.map(({ token }) => token))
      for (const task of tasks) task.block = block
    }
    for (const task of tasks) task.tries += 1
    const [prepared] = yield* Effect.all(
      [
        Effect.forEach(tasks, (task) => Effect.exit(prepare(task)), { concurrency: "unbounded" }),
        recordInLedger(tasks)
      ],
      { concurrency: "unbounded" }
    )
    // A process that was frozen until now may have lost a partition. From here on its next owner finds these boundaries.
    yield* Effect.forEach(tasks, ({ assertOwnership }) => assertOwnership, {
      discard: true,
      concurrency: "unbounded"
    }).pipe(countAsWaiting("Kafka"))
    yield* faultPoint("planned", tasks.length)
    const records = tasks.reduce((sum, { batch }) => sum + batch.count, 0)
    return yield* context.limitLoads(records)(
      Effect.gen(function* () {
        const requests = prepared.flatMap(
          (each): ReadonlyArray<LoadRequest> =>
            Exit.isSuccess(each) && typeof each.value !== "string" ? [each.value] : []
        )
        const loaded = requests.length === 0 ? [] : yield* loadRequests(requests)
        const exits = new Map<BatchTask, Exit.Exit<LoadResult, LoadError>>()
        let next = 0
        for (const [i, task] of tasks.entries()) {
          const each = prepared[i] as (typeof prepared)[number]
          if (Exit.isFailure(each)) exits.set(task, Exit.failCause(each.cause))
          else if (typeof each.value === "string") exits.set(task, yield* Effect.exit(refuse(task, each.value)))
          else exits.set(task, loaded[next++] as Exit.Exit<LoadResult, LoadError>)
        }
        return exits
      })
    )
  })

  const loadOne = (task: BatchTask) =>
    Effect.flatMap(loadAll([task]), (exits) => exits.get(task) as Exit.Exit<LoadResult, LoadError>)

  const loadSmall = coalesce(
    Effect.fnUntraced(function* (tasks: ReadonlyArray<BatchTask>) {
      const exits = new Map<BatchTask, Effect.Effect<LoadResult, LoadError>>()
      for (const block of blocksOf(tasks.filter(({ tries }) => tries === 0))) {
        const all = yield* Effect.exit(loadAll(block))
        for (const task of block)
          exits.set(
            task,
            Effect.flatMap(all, (each) => each.get(task) as Exit.Exit<LoadResult, LoadError>)
          )
      }
      // The leader of an earlier run was interrupted: these tasks were planned for a block and continue alone.
      for (const task of tasks) if (!exits.has(task)) exits.set(task, yield* Effect.exit(loadOne(task)))
      return exits
    }),
    gatherBatches
  )

  /** Loads a batch, together with others if it is small. It may be called again after a failure. */
  const load = (task: BatchTask) =>
    Effect.suspend(() =>
      task.tries > 0 || task.isPlanned || isLarge(task.batch.count)
        ? loadOne(task)
        : Effect.flatMap(loadSmall(task), (exits) => exits.get(task) as Effect.Effect<LoadResult, LoadError>)
    ).pipe(Effect.tap(() => faultPoint("inserted")))

  return { keysOf, load, recordInLedger }
})

export type Loader = Effect.Success<ReturnType<typeof makeLoader>>
