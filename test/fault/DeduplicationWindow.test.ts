/**
 * The store forgets an insert's token after a number of other inserts (`non_replicated_deduplication_window`). Here that number is two, and
 * an insert is retried later than that: by the same process, and by one that was started after a kill. Records are not doubled because of
 * the ledger of batch boundaries and the look-up of record ids, not because of the window.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, type ManagedRuntime } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runJson } from "../integration/inProcess.ts"
import { type FaultyStore, openFaultyStore } from "./FaultyStore.ts"
import { groupPause } from "./GroupProgress.ts"
import { differences, type KnownRecord, makeRecords, makeRefused, none, readStored } from "./KnownRecords.ts"
import { endStarted, peakMegabytes, start, startProgram, until } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender, type Sender } from "./Sender.ts"
import { logAndRegistry, store, storeRuntime } from "./StackSettings.ts"
import { keepParts } from "./StoreOnDisk.ts"
import type { LastWords, StagedIngest } from "./stagedIngest.ts"

/** Tokens that a table remembers. */
const window = 2
/** MB. */
const memoryLimit = 800
const tables = ["corridor_raw.route_record", "corridor_raw.victim_record", "corridor_audit.quarantine"]

const folder = testFolder("window")
const data = join(folder, "data")
const partner = "window"

let stack: LightStack
let sender: Sender
let faulty: FaultyStore
let env: Readonly<Record<string, string>>
let runtime: ManagedRuntime.ManagedRuntime<Warehouse, never>

const onStore = <A>(use: (warehouse: Warehouse["Service"]) => Effect.Effect<A, unknown>) =>
  runtime.runPromise(Effect.flatMap(Warehouse, use))
const query = <Row>(sql: string): Promise<ReadonlyArray<Row>> => onStore((warehouse) => warehouse.query<Row>(sql))

beforeAll(async () => {
  stack = await startLightStack(data)
  const [log, direct] = [logAndRegistry(data), store(data)]
  faulty = await openFaultyStore(direct.CORRIDOR_CLICKHOUSE_URL)
  env = { ...log, ...direct, CORRIDOR_CLICKHOUSE_URL: faulty.url }
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Window"], { data, env })
  sender = openSender(log, partner)
  runtime = storeRuntime(direct)
  await onStore(keepParts)
  for (const table of tables)
    await onStore((warehouse) =>
      warehouse.command(`ALTER TABLE ${table} MODIFY SETTING non_replicated_deduplication_window = ${window}`)
    )
})
afterAll(async () => {
  endStarted()
  await sender?.close()
  await runtime?.dispose()
  await faulty?.close()
  await stack?.stop()
})

const random = seededRandom(printedSeed("deduplication window"))
const sent: Array<KnownRecord> = []
let refused = 0

const send = async () => {
  const records = makeRecords(random, 1_000, sent.length)
  sent.push(...records)
  refused += 8
  await sender.send([...records, ...makeRefused(random, 8)])
}

let others = 0

/** A row of another partner, in one insert with a token of its own or the given one. */
const insertOther = (table: string, token = `other-${++others}`) => {
  const row =
    table === "corridor_audit.quarantine"
      ? {
          topic: "other",
          partition: 0,
          offset: ++others,
          sent_at: "2026-11-24 12:00:00.000",
          code: "legs-empty",
          path: ""
        }
      : { record_id: random.uuid(), person: random.uuid(), content_hash: ++others }
  return onStore((warehouse) => warehouse.insert(table, [{ ...row, partner_id: "another" }], { token }))
}

/** More inserts than any table remembers. */
const passWindow = async () => {
  for (const table of tables) for (let i = 0; i <= window; i++) await insertOther(table)
}

const assertOnce = async () => {
  assert.deepStrictEqual(differences(sent, await readStored(query, partner)), none)
  assert.deepStrictEqual(
    await query(
      `SELECT toFloat64(count()) AS n, toFloat64(uniqExact(partition, offset)) AS messages
       FROM corridor_audit.quarantine WHERE partner_id = '${partner}'`
    ),
    [{ n: refused, messages: refused }]
  )
}

/**
 * No rows were inserted twice under a batch's own token: existing rows were found before the insert. The token of a block of several
 * batches is tried by each of them, and again after each failure, until its rows are stored: it may be spent.
 */
const assertNoSecondTry = async () => {
  const shared = new Set(
    (await query<{ block: string }>("SELECT DISTINCT block FROM corridor_audit.batch WHERE block != token")).map(
      ({ block }) => block
    )
  )
  const tries = faulty.inserted().filter(({ insertInto }) => tables.includes(insertInto ?? ""))
  assert.isAbove(tries.length, 2)
  const own = tries
    .filter(({ token }) => !shared.has(token?.split(":")[0] ?? ""))
    .map(({ insertInto, token }) => `${insertInto} ${token}`)
  assert.deepStrictEqual(own.length, new Set(own).size)
}

describe.skipIf(!existsSync("/proc/self/stat"))(
  "an insert that is retried after the window",
  { meta: { needs: "Linux" } },
  () => {
    it("would be stored twice if it relied on its token only", async () => {
      const count = async () => (await query<{ n: number }>(`SELECT count() AS n FROM ${tables[0]}`))[0]?.n ?? 0
      await insertOther(tables[0] as string, "the same")
      const one = await count()
      await insertOther(tables[0] as string, "the same")
      assert.strictEqual(await count(), one)
      for (let i = 0; i <= window; i++) await insertOther(tables[0] as string)
      await insertOther(tables[0] as string, "the same")
      assert.strictEqual(await count(), one + window + 2)
    })

    it(
      "by the process whose connection was cut",
      async () => {
        const pipeline = start(["ingest"], { data, env })
        for (let round = 0; round < rounds(1, 4); round++) {
          faulty.forget()
          // Every insert is done and its answer is lost; until the other inserts are done, the store does not respond.
          let cut = false
          faulty.breakWith(({ insertInto }) => {
            if (cut) return { kind: "down" }
            if (!tables.includes(insertInto ?? "")) return { kind: "none" }
            cut = round % 2 === 1
            return { kind: "done, unanswered", how: "cut" }
          })
          await send()
          await until(
            `an insert is cut: ${pipeline.output()}`,
            () => faulty.inserted().length > 0 && faulty.broken().length > 0
          )
          cut = true
          await passWindow()
          faulty.mend()
          const ends = JSON.stringify(await sender.endOffsets())
          await until(
            `everything is committed: ${pipeline.output()}`,
            async () => JSON.stringify(await sender.committed()) === ends || !pipeline.isRunning(),
            60,
            groupPause
          )
          await assertOnce()
          await assertNoSecondTry()
        }
        assert.isBelow(peakMegabytes(pipeline.pid), memoryLimit)
        assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
      },
      600_000 + rounds(1, 4) * 20_000
    )

    it(
      "by the process that was started after a kill between insert and commit",
      async () => {
        let groupId = defaultPipelineOptions.groupId
        for (let round = 0; round < rounds(1, 4); round++) {
          await send()
          for (const killAt of [{ stage: "inserted", times: random.whole(1, 3), later: 0 } as const, undefined]) {
            const next = `window.${round}.${killAt?.stage ?? "end"}`
            await sender.follow(groupId, next)
            groupId = next
            const staged: StagedIngest = { data, groupId, batchSize: 200, killAt }
            const pipeline = startProgram("stagedIngest.ts", [JSON.stringify(staged)], env)
            await until(`it ends: ${pipeline.output()}`, () => !pipeline.isRunning(), 60)
            if (killAt === undefined) {
              assert.deepStrictEqual(await pipeline.ended, { code: 0, signal: null }, pipeline.output())
              // It found records that the killed process had stored.
              assert.isAbove((JSON.parse(pipeline.stdout()) as RecordCounts).duplicates, 0)
            } else {
              assert.deepStrictEqual(await pipeline.ended, { code: null, signal: "SIGKILL" }, pipeline.output())
              assert.isBelow((JSON.parse(pipeline.stdout()) as LastWords).peak / 1024, memoryLimit)
              await passWindow()
            }
          }
          assert.deepStrictEqual(await sender.committed(groupId), await sender.endOffsets())
          await assertOnce()
        }
      },
      600_000 + rounds(1, 4) * 30_000
    )
  }
)
