/**
 * The pipeline is killed (kill -9) when the n-th batch reaches each of its stages, during the insert, and between the request and the answer
 * of a commit: with the store in its own process, which dies with it, and with a separate store, which completes what it has received.
 * Nothing is lost or doubled, record by record, refusals included.
 * `CORRIDOR_TEST_FULL=1`: two rounds of each moment with each store, otherwise the insert and a drawn moment once, with a drawn store for
 * which they matter.
 * `CORRIDOR_TEST_SEED`: the same records and moments again.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, type Layer, ManagedRuntime } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import type { FaultPointName } from "../../ingest/pipeline/faultPoint.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { full, rounds, sample } from "../fixtures/fullRun.ts"
import { type LightStack, startLog, startStore } from "../fixtures/lightStack.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runJson } from "../integration/inProcess.ts"
import { differences, type KnownRecord, makeRecords, makeRefused, none, readStored } from "./KnownRecords.ts"
import { endStarted, startProgram, until } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender, type Sender } from "./Sender.ts"
import { logAndRegistry, storeLayer } from "./StackSettings.ts"
import { keepParts } from "./StoreOnDisk.ts"
import type { KillAt, LastWords, StagedIngest } from "./stagedIngest.ts"

const times = rounds(1, 2)
/** Of one round. */
const good = 1_200
const refused = 12
/** So small that each partition has several batches in a round. */
const batchSize = 200
/** MB. */
const memoryLimit = 800

interface Moment {
  readonly name: string
  readonly stage: FaultPointName
  /** Milliseconds after the stage within which the kill falls. */
  readonly within: number
  readonly commit?: KillAt["commit"]
  /** Stores with which the ordinary run has this moment. */
  readonly ordinary: ReadonlyArray<(typeof places)[number]>
}

const places = ["its own process", "a process elsewhere"] as const
const [own, elsewhere] = places

/** When to kill: when a batch reaches the stage, or some milliseconds later. */
const moments: ReadonlyArray<Moment> = [
  { name: "after fetch", stage: "fetched", within: 0, ordinary: [elsewhere] },
  { name: "after the boundaries are written", stage: "planned", within: 0, ordinary: [own] },
  { name: "after decode", stage: "decoded", within: 0, ordinary: [own] },
  { name: "during insert", stage: "inserting", within: 30, ordinary: places },
  { name: "after insert, before it is marked as stored", stage: "inserted", within: 0, ordinary: [own] },
  { name: "after insert, before commit", stage: "committing", within: 0, ordinary: [elsewhere] },
  { name: "during commit, request sent", stage: "committing", within: 0, commit: "sent", ordinary: [elsewhere] },
  { name: "during commit, request answered", stage: "committing", within: 0, commit: "answered", ordinary: [own] },
  { name: "after commit", stage: "committed", within: 0, ordinary: [own] }
]

const folder = testFolder("stages")
const stackData = join(folder, "stack")

let stack: LightStack | undefined
let store: Awaited<ReturnType<typeof startStore>> | undefined
beforeAll(async () => {
  stack = await startLog(stackData)
})
afterAll(async () => {
  endStarted()
  await store?.stop()
  await stack?.stop()
})

/** The moments of this run: in an ordinary one the insert and another one. */
const momentsWith = (where: (typeof places)[number]): ReadonlyArray<Moment> => {
  if (full) return moments
  const ordinary = moments.filter((one) => one.ordinary.includes(where))
  const others = ordinary.filter(({ stage }) => stage !== "inserting")
  const drawn = sample(`moments with ${where}`, others, 1)
  return ordinary.filter((one) => drawn.includes(one) || !others.includes(one))
}

/** Where a stage lies in the life of a batch. */
const windowOf: Readonly<Record<FaultPointName, "before" | "during" | "between" | "after">> = {
  fetched: "before",
  planned: "before",
  decoded: "before",
  inserting: "during",
  inserted: "between",
  committing: "between",
  committed: "after"
}

/** Records of the partner that are in the store or refused. */
const handled = async (query: Query, partner: string) => {
  const [refusals] = await query<{ n: number }>(
    `SELECT toFloat64(uniqExact(partition, offset)) AS n FROM corridor_audit.quarantine WHERE partner_id = '${partner}'`
  )
  return (await readStored(query, partner)).length + (refusals?.n ?? 0)
}

/** Messages of the partner's topic that a group has committed. */
const committedBy = async (sender: Sender, groupId: string) =>
  (await sender.committed(groupId)).reduce((sum, { offset }) => sum + Math.max(0, offset), 0)

/** Statements on the store while no pipeline runs. */
const onStore = async <A>(layer: Layer.Layer<Warehouse, unknown>, use: Use<A>) => {
  const runtime = ManagedRuntime.make(layer)
  try {
    return await use(
      (sql) => runtime.runPromise(Effect.flatMap(Warehouse, (warehouse) => warehouse.query(sql))),
      runtime
    )
  } finally {
    await runtime.dispose()
  }
}
type Query = <Row>(sql: string) => Promise<ReadonlyArray<Row>>
type Use<A> = (query: Query, runtime: ManagedRuntime.ManagedRuntime<Warehouse, unknown>) => Promise<A>

/** The stores of this run: in an ordinary one one of them, drawn. */
const stores = sample("a store", places, 1)
const isLinux = existsSync("/proc/self/stat")
const needs = { meta: { needs: "Linux" } }

describe.skipIf(!isLinux).for(stores)("a pipeline whose store is in %s, killed", needs, (where) => {
  const chosen = momentsWith(where)
  it(
    `at ${chosen.length} moments, ${times} times each, loses and doubles nothing`,
    async () => {
      const random = seededRandom(printedSeed(`stage kills, ${where}`))
      const partner = where === own ? "stages-own" : "stages-elsewhere"
      const data = join(folder, partner)
      await copyPreparedStack(data)
      const log = logAndRegistry(stackData)
      if (where === elsewhere) store = await startStore(join(folder, "store"))
      const env = { ...log, ...store?.settings }
      const layer = () =>
        store === undefined ? EmbeddedWarehouse.layer(join(data, "clickhouse")) : storeLayer(store.settings)
      await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Stages"], { data, env })
      await onStore(layer(), (_, runtime) => runtime.runPromise(Effect.flatMap(Warehouse, keepParts)))
      const sender = openSender(log, partner)

      const sent: Array<KnownRecord> = []
      let refusedCount = 0
      let runs = 0
      let groupId = `stages.${partner}.start`
      const run = async (killAt: StagedIngest["killAt"]) => {
        const next = `stages.${partner}.${++runs}`
        await sender.follow(groupId, next)
        groupId = next
        const staged: StagedIngest = { data, groupId, batchSize, killAt }
        const pipeline = startProgram("stagedIngest.ts", [JSON.stringify(staged)], env)
        await until(`it ends: ${JSON.stringify(killAt)}`, () => !pipeline.isRunning(), 60).catch((error) => {
          throw new Error(`${error.message}; it printed: ${pipeline.output()}`)
        })
        return { ended: await pipeline.ended, output: pipeline.output(), stdout: pipeline.stdout() }
      }

      let most = 0
      const windows = new Set<string>()
      for (const { name, stage, within, commit } of chosen)
        for (let round = 0; round < times; round++) {
          const records = makeRecords(random, good, sent.length)
          sent.push(...records)
          await sender.send([...records, ...makeRefused(random, refused)])
          refusedCount += refused
          const killAt = { stage, times: random.whole(1, 4), later: within === 0 ? 0 : random.whole(1, within), commit }
          const { ended, output, stdout } = await run(killAt)
          assert.deepStrictEqual(ended, { code: null, signal: "SIGKILL" }, output)
          const last = JSON.parse(stdout) as LastWords
          assert.strictEqual(last.stage, stage)
          most = Math.max(most, last.peak / 1024)
          windows.add(commit ?? windowOf[stage])
          // The kill fell between insert and commit: the store has more than the group has committed.
          if (windowOf[stage] === "between" && within === 0 && commit === undefined)
            assert.isAbove(
              await onStore(layer(), (query) => handled(query, partner)),
              await committedBy(sender, groupId)
            )
          if (round === 0) console.log(`${name}: the ${killAt.times}. time, ${killAt.later} ms later`)
        }
      assert.isBelow(most, memoryLimit)
      assert.deepStrictEqual([...windows].sort(), [...new Set(chosen.map((m) => m.commit ?? windowOf[m.stage]))].sort())

      const { ended, output, stdout } = await run(undefined)
      assert.deepStrictEqual(ended, { code: 0, signal: null }, output)
      const tail = JSON.parse(stdout) as RecordCounts
      assert.isAbove(tail.consumed, 0)
      assert.deepStrictEqual(await sender.committed(groupId), await sender.endOffsets())

      // The whole topic again, read by another group from its beginning: everything is already stored.
      const again = await runJson<RecordCounts>(["ingest", "--until-caught-up"], { data, env })
      assert.deepInclude(again, { consumed: sent.length + refusedCount, loaded: 0, quarantined: 0 })

      await onStore(layer(), async (query) => {
        const stored = await readStored(query, partner)
        assert.deepStrictEqual(differences(sent, stored), none)
        assert.lengthOf(stored, sent.length)
        assert.deepStrictEqual(
          await query(
            `SELECT toFloat64(count()) AS n, toFloat64(uniqExact(partition, offset)) AS messages, groupUniqArray(code) AS codes
               FROM corridor_audit.quarantine WHERE partner_id = '${partner}'`
          ),
          [{ n: refusedCount, messages: refusedCount, codes: ["legs-empty"] }]
        )
        // Every batch whose boundaries were recorded was finally stored, within these boundaries.
        assert.deepStrictEqual(
          await query(
            `SELECT partition, first_offset, last_offset FROM corridor_audit.batch
               WHERE topic = 'corridor.partner.${partner}'
               GROUP BY partition, first_offset, last_offset, token HAVING max(state) = 'planned'`
          ),
          []
        )
      })
      await sender.close()
    },
    600_000 + times * chosen.length * 20_000
  )
})
