/**
 * A store that is down, read-only, full, slow, behind with its merges, or silent about what it did: one pipeline lives through
 * all of it, says once what is wrong and once that it is over, and every record is there once.
 *
 * `CORRIDOR_TEST_FULL=1`: each fault lasts as long as it may in life, and what depends on chance is done four times.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect, type ManagedRuntime } from "effect"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "vitest"
import { Warehouse } from "../../ports/Warehouse.ts"
import { uuidInAnyCase } from "../../schemas/uuid.ts"
import { full, rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { slowness } from "../fixtures/slowness.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { CliOptions } from "../integration/cli.ts"
import { runJson } from "../integration/inProcess.ts"
import { type Fault, type FaultyStore, openFaultyStore, type Statement } from "./FaultyStore.ts"
import { groupPause } from "./GroupProgress.ts"
import { differences, type KnownRecord, makeRecords, makeRefused, none, readStored } from "./KnownRecords.ts"
import { endStarted, peakMegabytes, type Running, start, until } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender, type Sender } from "./Sender.ts"
import { logAndRegistry, store, storeRuntime } from "./StackSettings.ts"
import { keepParts } from "./StoreOnDisk.ts"

const memoryLimit = 800
const partner = "store-faults"
const refusedAtOnce = 6

const folder = testFolder("store-faults")
const data = join(folder, "data")

let stack: LightStack
let sender: Sender
let faulty: FaultyStore
let options: CliOptions
let pipeline: Running
let runtime: ManagedRuntime.ManagedRuntime<Warehouse, never>

/** Directly to the store. */
const query = <Row>(sql: string): Promise<ReadonlyArray<Row>> =>
  runtime.runPromise(Effect.flatMap(Warehouse, (warehouse) => warehouse.query<Row>(sql)))

beforeAll(async () => {
  stack = await startLightStack(data)
  const [log, direct] = [logAndRegistry(data), store(data)]
  faulty = await openFaultyStore(direct.CORRIDOR_CLICKHOUSE_URL)
  options = { data, env: { ...log, ...direct, CORRIDOR_CLICKHOUSE_URL: faulty.url } }
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Store faults"], options)
  sender = openSender(log, partner)
  runtime = storeRuntime(direct)
  await runtime.runPromise(Effect.flatMap(Warehouse, keepParts))
  pipeline = start(["ingest"], options)
})
afterAll(async () => {
  endStarted()
  await sender?.close()
  await runtime?.dispose()
  await faulty?.close()
  await stack?.stop()
})
afterEach(() => faulty.mend())

const random = seededRandom(printedSeed("store faults"))
const sent: Array<KnownRecord> = []
let refused = 0

const send = async (count: number) => {
  const records = makeRecords(random, count, sent.length)
  sent.push(...records)
  refused += refusedAtOnce
  await sender.send([...records, ...makeRefused(random, refusedAtOnce)])
}

const isInsert = ({ insertInto }: Statement) => insertInto !== undefined
const intoRaw = ({ insertInto }: Statement) => insertInto?.startsWith("corridor_raw.") === true

/** Injects the fault into each statement that `which` selects. */
const breakAll = (fault: Fault, which: (statement: Statement) => boolean = () => true) =>
  faulty.breakWith((statement) => (which(statement) ? fault : { kind: "none" }))

/** Everything is committed, every record and every refusal is stored once. */
const settle = async () => {
  const ends = JSON.stringify(await sender.endOffsets())
  await until(
    `all is committed; the pipeline printed: ${pipeline.output()}`,
    async () => JSON.stringify(await sender.committed()) === ends || !pipeline.isRunning(),
    full ? 300 : 60,
    groupPause
  )
  if (!pipeline.isRunning()) assert.fail(`it ended: ${JSON.stringify(await pipeline.ended)}; ${pipeline.output()}`)
  assert.deepStrictEqual(differences(sent, await readStored(query, partner)), none)
  assert.deepStrictEqual(
    await query(
      `SELECT toFloat64(count()) AS n, toFloat64(uniqExact(partition, offset)) AS messages
       FROM corridor_audit.quarantine WHERE partner_id = '${partner}'`
    ),
    [{ n: refused, messages: refused }]
  )
  assert.isBelow(peakMegabytes(pipeline.pid), memoryLimit)
}

/** The log line at the end of an outage. */
const well = "ClickHouse responds again"

/** The pipeline's log lines about the store. */
const logged = () =>
  pipeline
    .output()
    .split("\n")
    .map((line) => line.replace(/^\S+ /, ""))
    .filter((line) => line.includes("ClickHouse"))

/** The lines without those about a store that is slow because the machine is busy, and about the end of that. */
const withoutSlow = (lines: ReadonlyArray<string>) => {
  let [isDown, isSlow] = [false, false]
  return lines.filter((line) => {
    if (line.includes("ClickHouse is slow")) {
      isSlow = true
      return false
    }
    if (line !== well) {
      isDown = true
      return true
    }
    const ended = isDown || !isSlow
    isDown = false
    isSlow = false
    return ended
  })
}

/** The pipeline's log lines about the store from now on. */
const listen = (chosen = withoutSlow) => {
  const before = chosen(logged()).length
  const lines = () => chosen(logged()).slice(before)
  return { lines, said: (words: string) => lines().some((line) => line.includes(words)) }
}

interface Outage {
  readonly name: string
  readonly fault: Fault
  readonly which: (statement: Statement) => boolean
  readonly words: string
  /** Seconds in a full run and in an ordinary one. */
  readonly lasts: readonly [full: number, short: number]
  /** Whether the ordinary run has it too. */
  readonly ordinary?: boolean
}

const refusal = (code: number, name: string, words: string): Pick<Outage, "fault" | "words" | "which"> => ({
  fault: { kind: "refused", code, name },
  which: isInsert,
  words: `Warn: ClickHouse refused the insert: ${code} ${name} (${words}): retrying`
})

const outages: ReadonlyArray<Outage> = [
  {
    name: "down",
    fault: { kind: "down" },
    which: () => true,
    words: "Warn: ClickHouse does not respond: retrying",
    lasts: [60, 2]
  },
  { name: "read-only", ...refusal(164, "READONLY", "read-only for this user"), lasts: [30, 1] },
  {
    name: "read-only, its settings too: lookups are refused as well",
    fault: { kind: "refused", code: 164, name: "READONLY" },
    which: () => true,
    words: "READONLY (read-only for this user): retrying",
    lasts: [30, 1],
    ordinary: true
  },
  { name: "a table read-only", ...refusal(242, "TABLE_IS_READ_ONLY", "the table is read-only"), lasts: [30, 1] },
  { name: "full", ...refusal(243, "NOT_ENOUGH_SPACE", "the disk is full"), lasts: [30, 1] },
  {
    name: "full for the records' tables only: the boundaries are written",
    ...refusal(243, "NOT_ENOUGH_SPACE", "the disk is full"),
    which: intoRaw,
    lasts: [30, 1],
    ordinary: true
  },
  {
    name: "behind with its merges",
    ...refusal(252, "TOO_MANY_PARTS", "the table has too many parts: merges are behind"),
    lasts: [30, 1]
  }
]

describe.skipIf(!existsSync("/proc/self/stat"))("a store", { meta: { needs: "Linux" } }, () => {
  it.for(outages.filter(({ ordinary }) => full || ordinary === true))(
    "$name",
    async ({ fault, which, words, lasts }) => {
      const { lines, said } = listen()
      breakAll(fault, which)
      await send(rounds(500, 2_000))
      await until(`it says so: ${pipeline.output()}`, () => said(words) || !pipeline.isRunning(), 20)
      await sleep(lasts[full ? 0 : 1] * 1_000)
      assert.deepStrictEqual(
        lines().map((line) => line.includes(words)),
        [true],
        lines().join("\n")
      )
      faulty.mend()
      await settle()
      assert.lengthOf(lines(), 2, lines().join("\n"))
      assert.strictEqual(lines()[1], well)
    }
  )

  it("slow: each statement takes seconds", async () => {
    const { lines, said } = listen((all) => [...all])
    // A batch has at least three statements, one after another.
    faulty.breakWith(() => ({ kind: "slow", milliseconds: random.whole(4_000, 6_000) }))
    await send(full ? 20_000 : 400)
    const slow = "Warn: ClickHouse is slow: no result after 10 seconds: retrying"
    await until(`it says so: ${pipeline.output()}`, () => said(slow) || !pipeline.isRunning(), 60)
    if (full) await settle()
    assert.deepStrictEqual(lines(), [slow], pipeline.output())
    faulty.mend()
    await settle()
    // A statement that started while the store was slow ends late; the next one shows the recovery.
    await send(200)
    await settle()
    assert.deepStrictEqual(lines(), [slow, well])
  })

  it.for(full ? (["cut", "half", "bad gateway"] as const) : (["cut", "half"] as const))(
    "executes an insert and its answer is lost: %s",
    async (how) => {
      for (let round = 0; round < rounds(1, 4); round++) {
        const { lines } = listen()
        faulty.forget()
        // Each insert is executed and its first answer is lost; of those with a random token, which is another at each attempt, the first into a table.
        const met = new Set<string>()
        faulty.breakWith(({ token, insertInto = "" }) => {
          const name = token !== undefined && uuidInAnyCase.test(token) ? insertInto : token
          if (name === undefined || met.has(name)) return { kind: "none" }
          met.add(name)
          return { kind: "done, unanswered", how }
        })
        await send(800)
        await settle()
        faulty.mend()
        const tables = new Set(faulty.broken().map(({ insertInto }) => insertInto))
        for (const table of [
          "corridor_audit.batch",
          "corridor_audit.quarantine",
          "corridor_raw.route_record",
          "corridor_raw.victim_record"
        ])
          assert.include([...tables], table)
        // The status alone is enough: the store sends it at the end (wait_end_of_query).
        if (how === "half") assert.deepStrictEqual(lines(), [])
        else {
          assert.include(lines()[0], "does not respond")
          assert.include(lines().at(-1), "responds again")
        }
      }
    }
  )

  it("is unresponsive when the pipeline gets SIGTERM: it ends normally", async () => {
    breakAll({ kind: "refused", code: 243, name: "NOT_ENOUGH_SPACE" }, isInsert)
    const { said } = listen()
    await send(500)
    await until("it waits", () => said("the disk is full"))
    const asked = Date.now()
    assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
    assert.isBelow(Date.now() - asked, 10_000 * slowness())
    assert.notInclude(pipeline.output(), "CANARY")
    faulty.mend()
    pipeline = start(["ingest"], options)
    await settle()
  })
})
