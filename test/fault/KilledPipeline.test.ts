/**
 * The pipeline, and the store with it, is killed (kill -9) at random moments while records go through, and started
 * again each time: nothing lost, nothing doubled, compared record by record with what the test wrote.
 *
 * `CORRIDOR_TEST_FULL=1`: ten kills and 60,000 records. `CORRIDOR_TEST_SEED`: the same records and moments again.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { full } from "../fixtures/fullRun.ts"
import { type LightStack, startLog } from "../fixtures/lightStack.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runJson } from "../integration/inProcess.ts"
import { differences, makeRecords, none, readStored } from "./KnownRecords.ts"
import { descendantsOf, endStarted, processesNaming, type Running, start, until, untilGone } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender, type Sender } from "./Sender.ts"
import { logAndRegistry } from "./StackSettings.ts"
import { forgetTokensOf, keepParts, openStore, partsOf, tokenBytesOf } from "./StoreOnDisk.ts"

const kills = 10
const total = 60_000
/** In the topic before the first start; the others are sent in equal shares, one at each start. */
const atFirst = 20_000

const folder = testFolder("killed")
/** Kafka and the registry, which are not killed. */
const stackData = join(folder, "stack")
/** The pipeline's own: the store and the keys. */
const data = join(folder, "pipeline")
const partner = "killed"

let stack: LightStack | undefined
let sender: Sender | undefined
beforeAll(async () => {
  stack = await startLog(stackData)
})
afterAll(async () => {
  endStarted()
  await sender?.close()
  await stack?.stop()
})

const ledger = "corridor_audit.batch"
const rawTable = "corridor_raw.route_record"

/** Waits for `more` further inserts into the table to be done. */
const inserts = async (table: string, more: number, pipeline: Running) => {
  const before = partsOf(data, table)
  await until(
    `${more} inserts into ${table} by a pipeline that printed: ${pipeline.output()}`,
    () => partsOf(data, table) >= before + more || !pipeline.isRunning(),
    90,
    4
  )
}

/** Waits for the token of an insert into the table to be written down. */
const tokenWritten = async (table: string, pipeline: Running) => {
  const before = tokenBytesOf(data, table)
  // The boundaries are written first.
  await inserts(ledger, 1, pipeline)
  const isWritten = () => tokenBytesOf(data, table) > before
  await until(
    `an insert into ${table} by a pipeline that printed: ${pipeline.output()}`,
    () => {
      // Checked without a pause, except for the sender's turns: the rows follow immediately.
      const end = performance.now() + 5
      while (!isWritten() && performance.now() < end);
      return isWritten() || !pipeline.isRunning()
    },
    90,
    0
  )
}

/**
 * Moments of the kill: how to wait for one, and the milliseconds after it within which the kill falls. All partitions' batches of a round
 * may be in one insert, so no more inserts are awaited: two into the ledger are the boundaries and the result.
 */
const moments = [
  { name: "while it starts", reach: () => Promise.resolve(), within: 2_500 },
  { name: "boundaries written, being loaded", reach: (p: Running, n: number) => inserts(ledger, n, p), within: 80 },
  {
    name: "loaded, not marked so or not committed",
    reach: (p: Running) => inserts(rawTable, 1, p),
    within: 30
  },
  { name: "token written, rows not there", reach: (p: Running) => tokenWritten(rawTable, p), within: 0 },
  { name: "at work", reach: (p: Running) => inserts(ledger, 1, p), within: 1_000 }
] as const

interface LedgerRow {
  readonly partition: number
  readonly first: number
  readonly last: number
  readonly stored: number
  readonly loaded: number
  readonly quarantined: number
}

// StageKills has kills at each of these moments in the ordinary run.
describe.skipIf(!existsSync("/proc/self/stat"))("a killed pipeline", { meta: { needs: "Linux" } }, () => {
  it.runIf(full)(
    `loses and doubles none of ${total} records over ${kills} kills`,
    { timeout: 120_000 + kills * 60_000, meta: { needs: "npm run test:full" } },
    async () => {
      const random = seededRandom(printedSeed("killed pipeline"))
      const env = logAndRegistry(stackData)
      const options = { data, env }
      await copyPreparedStack(data)
      await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Killed"], options)
      await openStore(data, keepParts)
      const records = makeRecords(random, total)
      sender = openSender(env, partner)
      await sender.send(records.slice(0, atFirst))

      const share = Math.ceil((total - atFirst) / kills)
      let withoutRows = 0
      for (let kill = 0; kill < kills; kill++) {
        const moment = moments[kill % moments.length] as (typeof moments)[number]
        const from = atFirst + kill * share
        const sending = sender.send(records.slice(from, from + share))
        const began = Date.now()
        const pipeline = start(["ingest"], options)
        await moment.reach(pipeline, random.whole(1, 2))
        const later = random.whole(0, moment.within)
        if (later > 0) await sleep(later)
        // Finding them takes longer than the moment lasts.
        const family = moment.within === 0 ? [] : descendantsOf(pipeline.pid)
        assert.isTrue(pipeline.isRunning(), `the pipeline ended by itself: ${pipeline.output()}`)
        assert.deepStrictEqual(await pipeline.kill("SIGKILL"), { code: null, signal: "SIGKILL" })
        console.log(`kill ${kill + 1}: ${moment.name}, ${later} ms later, ${Date.now() - began} ms after the start`)
        await untilGone([...family, ...processesNaming(data)], 5)
        withoutRows += forgetTokensOf(data)
        await sending
      }

      const last = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
      assert.strictEqual(last.quarantined, 0)
      const again = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
      assert.deepInclude(again, { loaded: 0, quarantined: 0 })

      const found = await openStore(data, (warehouse) =>
        Effect.promise(async () => {
          const query = <Row>(sql: string) => Effect.runPromise(warehouse.query<Row>(sql))
          return {
            stored: await readStored(query, partner),
            quarantine: await query<{ n: number }>("SELECT count() AS n FROM corridor_audit.quarantine"),
            batches: await query<LedgerRow>(
              `SELECT partition, first_offset AS first, last_offset AS last, countIf(state = 'stored') AS stored,
                      sum(loaded) AS loaded, sum(quarantined) AS quarantined
               FROM ${ledger} GROUP BY partition, first, last, token ORDER BY partition, first`
            )
          }
        })
      )
      assert.deepStrictEqual(differences(records, found.stored), none)
      assert.lengthOf(found.stored, total)
      assert.deepStrictEqual(found.quarantine, [{ n: 0 }])

      // Every batch whose boundaries were written is stored, and together they reach from the first record to the last. One that
      // was stored and not committed lies again at the beginning of the next, which found its records there.
      assert.deepStrictEqual(
        found.batches.filter((batch) => batch.stored === 0),
        []
      )
      const ends = await sender.endOffsets()
      for (const { partition, offset } of ends) {
        let next = 0
        for (const batch of found.batches.filter((own) => own.partition === partition)) {
          assert.isAtMost(batch.first, next)
          next = Math.max(next, batch.last + 1)
        }
        assert.strictEqual(next, offset)
      }
      assert.deepStrictEqual(await sender.committed(), ends)
      const reported = found.batches.reduce((sum, { loaded }) => sum + loaded, 0)
      assert.isAtMost(reported, total)
      console.log(
        `${found.batches.length} batches; ${total - reported} records were stored by a pipeline that could not say so; ` +
          `${withoutRows} kills left the token of an insert and not its rows`
      )
    }
  )
})
