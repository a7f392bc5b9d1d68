/**
 * What operators of a cluster do to topics and groups: partitions are added, offsets reset, a group is deleted, and records are sent again.
 * What is read again is already stored: no row is added. A partner may also compress what it sends.
 * `CORRIDOR_TEST_FULL=1`: more records. `CORRIDOR_TEST_SEED`: the same records again.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import kafkajs from "kafkajs"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "vitest"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { full, rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLog } from "../fixtures/lightStack.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "../integration/inProcess.ts"
import { joinAndFreeze, partitionsOfMembers } from "./GroupMembers.ts"
import { groupProgress, waitWith } from "./GroupProgress.ts"
import { differences, type KnownRecord, makeRecords, none } from "./KnownRecords.ts"
import { operatorKafka } from "./OperatorKafka.ts"
import { endStarted, peakMegabytes, start } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender } from "./Sender.ts"
import { logAndRegistry } from "./StackSettings.ts"
import { startLoad } from "./SteadyLoad.ts"
import { keepParts, openStore, storedOnDisk } from "./StoreOnDisk.ts"
import { topicChanges } from "./TopicChanges.ts"

const memoryLimit = 800
/** Records that are sent twice, that are read again, and that each partition goes back. */
const [twice, again, back] = [rounds(3_000, 12_000), rounds(5_000, 24_000), rounds(1_000, 5_000)]
/** Several pipelines are started and ended in each test. */
const timeout = 600_000

const folder = testFolder("topics")
/** Kafka and the registry. */
const stackData = join(folder, "stack")
/** The pipeline's own. Each test reads all that it sent, so the next one counts its own records only. */
const data = join(folder, "pipeline")

let stack: LightStack | undefined
beforeAll(async () => {
  stack = await startLog(stackData)
  await copyPreparedStack(data)
  await openStore(data, keepParts)
})
afterAll(() => stack?.stop())
afterEach(endStarted)

const random = seededRandom(printedSeed("topics"))

/** A partner with a topic of this many partitions. */
const makePartner = async (partner: string, partitions: number) => {
  const env = logAndRegistry(stackData)
  const options = { data, env }
  const topic = topicOfPartner(partner)
  const changes = topicChanges(env, topic)
  // An existing topic is used unchanged.
  if (partitions !== 4) await changes.make(partitions)
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], options)
  const sender = openSender(env, partner)
  const ingest = () => runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
  return {
    env,
    options,
    topic,
    changes,
    sender,
    ingest,
    assertStored: async (sent: ReadonlyArray<KnownRecord>) => {
      const stored = await storedOnDisk(options.data, partner)
      assert.deepStrictEqual(differences(sent, stored), none)
      assert.lengthOf(stored, sent.length)
    }
  }
}

describe.skipIf(!existsSync("/proc/self/stat"))("a partner's topic", { meta: { needs: "Linux" } }, () => {
  it(
    "gets partitions while records arrive: all are read, and the same records in other partitions add no rows",
    async () => {
      const { env, options, topic, changes, sender, ingest, assertStored } = await makePartner("grows", 2)
      const progress = groupProgress(sender)
      const pipeline = start(["ingest"], options)
      const load = startLoad(sender, random, 0)
      try {
        await progress.untilMore([pipeline])
        await changes.addPartitions(6)
        const added = Date.now()
        await waitWith(
          "a member has the new partitions",
          [pipeline],
          async () => (await partitionsOfMembers(env, topic))[0]?.length === 6
        )
        console.log(`new partitions are read ${Date.now() - added} ms after they were made`)
        await progress.untilMore([pipeline])
      } finally {
        await load.stop()
      }
      await progress.untilCaughtUp([pipeline])
      assert.isAbove((await sender.committed()).filter(({ offset }) => offset > 0).length, 2)

      await sender.send(load.records)
      await progress.untilCaughtUp([pipeline])
      assert.isBelow(peakMegabytes(pipeline.pid), memoryLimit)
      assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
      await assertStored(load.records)
      assert.deepInclude(await ingest(), { consumed: 0 })
      await sender.close()
    },
    timeout
  )

  it.runIf(full)(
    "is deleted and created again with fewer partitions while it is read: what it has now is read, and no row is added twice",
    { timeout: timeout, meta: { needs: "npm run test:full" } },
    async () => {
      const { options, changes, sender, assertStored } = await makePartner("recreated", 4)
      const records = makeRecords(random, rounds(400, 4_000))
      await sender.send(records)
      const pipeline = start(["ingest"], options)
      const progress = groupProgress(sender)
      await progress.untilCaughtUp([pipeline])
      // It is frozen meanwhile, and in the new topic there is more than it had read: continuing at its positions would skip records.
      process.kill(pipeline.pid, "SIGSTOP")
      await changes.recreate(2)
      const later = makeRecords(random, rounds(400, 4_000))
      await sender.send([...later, ...records])
      process.kill(pipeline.pid, "SIGCONT")
      await progress.untilCaughtUp([pipeline])
      assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
      await assertStored([...records, ...later])
      await sender.close()
    }
  )

  it(
    "has the same records in two partitions that are read concurrently: each is one row",
    async () => {
      const { changes, sender, ingest, assertStored } = await makePartner("twice", 2)
      const records = makeRecords(random, twice)
      await sender.send(records)
      await changes.addPartitions(6)
      await sender.send(records)
      const outcome = await ingest()
      assert.deepInclude(outcome, { consumed: 2 * twice, quarantined: 0 })
      await assertStored(records)
      assert.deepInclude(outcome, { loaded: twice, duplicates: twice })
      await sender.close()
    },
    timeout
  )

  it.runIf(full)(
    "has a backlog in many partitions: they share the memory, and every record is a row",
    { timeout: timeout, meta: { needs: "npm run test:full" } },
    async () => {
      const { options, sender, assertStored } = await makePartner("many", 60)
      const records = makeRecords(random, rounds(6_000, 240_000))
      await sender.send(records)
      const pipeline = start(["ingest"], options)
      const progress = groupProgress(sender)
      await progress.untilCaughtUp([pipeline])
      console.log(`${Math.round(peakMegabytes(pipeline.pid))} MB`)
      assert.isBelow(peakMegabytes(pipeline.pid), memoryLimit)
      assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
      await assertStored(records)
      await sender.close()
    }
  )

  it.runIf(full)(
    `is read again from ${back} records back, sent again, and read again from the beginning: no row is added`,
    { timeout: timeout, meta: { needs: "npm run test:full" } },
    async () => {
      const { changes, sender, ingest, assertStored } = await makePartner("again", 4)
      const records = makeRecords(random, again)
      await sender.send(records)
      assert.deepInclude(await ingest(), { consumed: again, loaded: again })

      const rewound = await changes.rewind(back)
      assert.isAbove(rewound, 3 * back)
      assert.deepInclude(await ingest(), { consumed: rewound, loaded: 0, duplicates: rewound, quarantined: 0 })
      await assertStored(records)

      await sender.send(records)
      assert.deepInclude(await ingest(), { consumed: again, loaded: 0, duplicates: again, quarantined: 0 })
      await assertStored(records)

      // As after the brokers have deleted the commits of a group that was away for too long. Other tests' partners are read again as well.
      await changes.deleteGroup()
      const { consumed, ...all } = await ingest()
      assert.isAtLeast(consumed, 2 * again)
      assert.deepInclude(all, { loaded: 0, duplicates: consumed, quarantined: 0 })
      await assertStored(records)
      await sender.close()
    }
  )

  it(
    "accepts compressed batches, and stores them decompressed; a message that decompresses to more than the limit is refused",
    async () => {
      const { env, topic, changes, sender, ingest, assertStored } = await makePartner("packs", 4)
      const { CompressionTypes } = kafkajs
      const records = makeRecords(random, 2_000)
      const producer = operatorKafka(env).producer({ allowAutoTopicCreation: false, retry: { retries: 2 } })
      await producer.connect()
      const messages = (await sender.messages(records)).map(({ key, value }) => ({ key, value: Buffer.from(value) }))
      await producer.send({ topic, compression: CompressionTypes.GZIP, messages })
      const bomb = { key: "bomb", value: Buffer.alloc(64 * 1024 * 1024) }
      const sending = producer.send({ topic, compression: CompressionTypes.GZIP, messages: [bomb] })
      const refusal = await sending.then(
        () => "taken",
        (error: unknown) => String(error)
      )
      assert.match(refusal, /larger than|too large/i)
      await producer.disconnect()

      assert.strictEqual((await changes.settings()).get("compression.type"), "uncompressed")
      const storage = join(stackData, "kafka", "storage")
      for (const partition of readdirSync(storage).filter((name) => name.startsWith(`${topic}-`))) {
        const log = readFileSync(join(storage, partition, "00000000000000000000.log"))
        // The last three bits of a batch's attributes name its compression.
        for (let at = 0; at < log.length; at += 12 + log.readInt32BE(at + 8))
          assert.strictEqual(log.readInt16BE(at + 21) & 7, 0)
      }
      assert.deepInclude(await ingest(), { consumed: 2_000, loaded: 2_000 })
      await assertStored(records)
      await sender.close()
    },
    timeout
  )

  it(
    "is created again, gets fewer partitions, is skipped or removed: 'ingest' says what is lost, and no row is added twice",
    async () => {
      const { options, topic, changes, sender, assertStored } = await makePartner("lost", 4)
      const ingest = async () => {
        const { code, stdout } = await runCli(["ingest", "--until-caught-up", "--json"], options)
        const { lost, ...counts } = JSON.parse(stdout) as RecordCounts & { readonly lost: ReadonlyArray<string> }
        return { code, lost: lost.filter((each) => each.startsWith(topic)), ...counts }
      }
      const records = makeRecords(random, 300)
      await sender.send(records)
      assert.deepInclude(await ingest(), { code: 0, lost: [], loaded: 300 })

      await changes.recreate(2)
      const empty = await ingest()
      assert.deepInclude(empty, { code: 3, consumed: 0 })
      assert.deepStrictEqual(empty.lost, [
        `${topic} was created again, or its records were deleted`,
        `${topic} has 2 partitions; records were loaded from 4`
      ])
      await sender.send(records)
      assert.deepInclude(await ingest(), { code: 3, loaded: 0, duplicates: 300 })
      const fewer = await ingest()
      assert.deepInclude(fewer, { code: 3, consumed: 0 })
      assert.deepStrictEqual(fewer.lost, [`${topic} has 2 partitions; records were loaded from 4`])
      await changes.addPartitions(4)
      assert.deepInclude(await ingest(), { code: 0, lost: [], consumed: 0 })

      const later = makeRecords(random, 100)
      await sender.send([...later, ...records, ...later])
      await changes.skip()
      const skipped = await ingest()
      assert.deepInclude(skipped, { code: 3, consumed: 0 })
      assert.isNotEmpty(skipped.lost)
      for (const each of skipped.lost) assert.match(each, /its committed offset skips \d+ records? that/)
      await changes.deleteGroup()
      assert.deepInclude(await ingest(), { code: 0, lost: [], loaded: 100 })
      await assertStored([...records, ...later])

      await changes.remove()
      const missing = await ingest()
      assert.deepInclude(missing, { code: 3, consumed: 0, lost: [`${topic} is missing`] })
      await assertStored([...records, ...later])
      await sender.close()
    },
    timeout
  )

  it(
    "is created again while the group's commits stay: 'ingest' says so, and ends only when every record that the topic holds is loaded",
    async () => {
      const { env, options, topic, changes, sender, assertStored } = await makePartner("beyond", 4)
      const ingest = async () => {
        const { stdout } = await runCli(["ingest", "--until-caught-up", "--json"], options)
        const { lost, ...counts } = JSON.parse(stdout) as RecordCounts & { readonly lost: ReadonlyArray<string> }
        return { lost: lost.filter((each) => each.startsWith(topic)), ...counts }
      }
      const [first, later] = [makeRecords(random, 300), makeRecords(random, 40)]
      await sender.send(first)
      // Topics of other tests are missing: the exit code is 3 throughout.
      assert.deepInclude(await ingest(), { lost: [], loaded: 300 })

      await changes.recreate(4)
      await sender.send(later)
      await changes.skip(60)
      // Meanwhile the pipeline gets no partition, and the commits are the only sign.
      const own = topicChanges(env, "frozen")
      await own.make(1)
      const leave = await joinAndFreeze(env, "frozen")
      const again = await ingest().finally(leave)
      assert.lengthOf(again.lost, 4)
      for (const each of again.lost) assert.match(each, /its committed offset is 60 after the end of its log/)
      assert.deepInclude(again, { loaded: 40, duplicates: 0 })
      await assertStored([...first, ...later])
      assert.deepInclude(await ingest(), { lost: [], loaded: 0 })
      await sender.close()
    },
    timeout
  )
})
