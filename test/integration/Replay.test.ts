/**
 * A code is missing from a code list, so records that use it are refused. The list is corrected, and the refused messages are read again
 * at their offsets. The program without the code is a copy of the product without that line.
 */
import { join } from "node:path"
import { Redacted } from "effect"
import kafkajs from "kafkajs"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { makeKafka } from "../../infra/kafka/KafkaConnection.ts"
import type { Endpoints } from "../../infra/stack/Endpoints.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import type { Replayed } from "../../ingest/pipeline/Replay.ts"
import { differences, makeRecords, none, readStored } from "../fault/KnownRecords.ts"
import { until } from "../fault/Process.ts"
import { seededRandom } from "../fault/SeededRandom.ts"
import { brokenMessages } from "../fixtures/brokenMessages.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { sample } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type CliOptions, readJsonFile } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"
import { offsetsToStart, produceAs, query, strangersMessage } from "./inside.ts"
import { programWithout } from "./otherRules.ts"

const folder = testFolder("replay")
const data = join(folder, "data")
const options: CliOptions = { data }
const partner = "mended"

let stack: LightStack | undefined
let older: CliOptions
beforeAll(async () => {
  stack = await startLightStack(data)
  older = { data, main: programWithout(join(folder, "older"), "transport", "Bus") }
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], options)
})
afterAll(() => stack?.stop())

interface Listed {
  readonly messages: number
  readonly byCode: ReadonlyArray<{ readonly code: string; readonly messages: number }>
  readonly quarantine: ReadonlyArray<{
    readonly id: string
    readonly partner: string
    readonly problems: ReadonlyArray<{ readonly code: string; readonly path: string }>
  }>
}

const ingest = (how: CliOptions = options) => runJson<RecordCounts>(["ingest", "--until-caught-up"], how)
const replay = (...flags: ReadonlyArray<string>) => runJson<Replayed>(["quarantine", "replay", ...flags], options)
const list = (...flags: ReadonlyArray<string>) =>
  runJson<Listed>(["quarantine", "list", "--limit", "100000", ...flags], options)
const stored = async () =>
  (await readStored((sql) => query(data, sql), partner)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
const counts = ({ replayed, loaded, duplicates, stillRefused, gone }: Replayed) => ({
  replayed,
  loaded,
  duplicates,
  stillRefused,
  gone
})

const random = seededRandom(20_261_124)
const records = makeRecords(random, 900)
const byBus = records.filter(({ words }) => words.includes("/Bus"))
/** The good record in a message with a wrong key also has the new code. */
const wrongKeys = brokenMessages.filter(({ code }) => code === "key-mismatch").length
const uuid = (n: number) => `dddddddd-0000-4000-8000-${String(n).padStart(12, "0")}`
const leg = (country: string, role: string, year: number, transport: string | null = null) => ({
  country,
  region: null,
  role,
  year,
  month: null,
  transport,
  borderCrossing: null,
  intended: false
})
/** Has the new code and dates in reverse order: it breaks two rules, and one refusal is correct. */
const twice = goodRecord("route", {
  recordId: uuid(1),
  caseReference: "CASE-TWICE",
  legs: [leg("UKR", "Origin", 2010, "Bus"), leg("POL", "Destination", 2009)]
})
/** Has the new code; its case is withdrawn before it arrives. */
const withdrawnBefore = goodRecord("route", {
  recordId: uuid(2),
  caseReference: "CASE-WITHDRAWN",
  legs: [leg("UKR", "Origin", 2010, "Bus"), leg("POL", "Destination", 2010)]
})
/** Has the new code; its case is withdrawn while it is in quarantine. */
const withdrawnLater = goodRecord("route", {
  recordId: uuid(3),
  caseReference: "CASE-WITHDRAWN-LATER",
  legs: [leg("UKR", "Origin", 2010, "Bus"), leg("POL", "Destination", 2010)]
})
const apart = [twice, withdrawnBefore, withdrawnLater]
const withdraw = async (reference: string) =>
  assert.strictEqual(
    (await runCli(["withdraw", "--partner", partner, "--case", "-", "--ahead"], { data, stdin: reference })).code,
    0
  )

describe("replay", () => {
  it("what a missing code refused is listed, counted by rule and narrowed by partner and rule", async () => {
    await withdraw("CASE-WITHDRAWN")
    await produceAs(data, partner, { records, messages: brokenMessages })
    await produceAs(data, partner, {
      records: apart.map((record) => ({ kind: "route" as const, record })),
      messages: []
    })
    const ingested = await ingest(older)
    assert.deepInclude(ingested, {
      loaded: records.length - byBus.length,
      quarantined: byBus.length + brokenMessages.length + apart.length
    })
    const { messages, byCode } = await list()
    assert.strictEqual(messages, ingested.quarantined)
    assert.strictEqual(
      byCode.find(({ code }) => code === "code-unknown")?.messages,
      byBus.length + apart.length + wrongKeys
    )
    assert.strictEqual((await list("--code", "code-unknown")).messages, byBus.length + apart.length + wrongKeys)
    assert.strictEqual((await list("--code", "avro-length", "--partner", partner)).messages, 2)
    assert.strictEqual((await list("--partner", "nobody")).messages, 0)
    assert.strictEqual((await runCli(["quarantine", "list", "--code", "no-such-rule"], options)).code, 2)
  })

  it("a dry run reports what would be loaded and changes nothing", async () => {
    const before = await list()
    const dry = await replay("--code", "code-unknown", "--dry-run")
    assert.deepStrictEqual(counts(dry), {
      replayed: byBus.length + apart.length + wrongKeys,
      loaded: byBus.length + 1,
      duplicates: 0,
      stillRefused: 2 + wrongKeys,
      gone: 0
    })
    assert.deepStrictEqual(await list(), before)
    assert.strictEqual((await stored()).length, records.length - byBus.length)
  })

  it("a withdrawn case stays refused; one message by its address; the rest once, whatever was loaded before", async () => {
    const counted = (await list()).messages
    await withdraw("CASE-WITHDRAWN-LATER")
    assert.strictEqual((await list()).messages, counted - 1)
    const [one] = (await list("--code", "code-unknown")).quarantine
    const single = await replay("--id", one?.id ?? "")
    assert.strictEqual(single.replayed, 1)
    const rest = await replay("--code", "code-unknown")
    const left = await list()
    const codes = (id: string) => left.quarantine.find((entry) => entry.id === id)?.problems.map(({ code }) => code)
    assert.deepStrictEqual(
      differences(
        records,
        (await stored()).filter(({ id }) => id !== uuid(2))
      ),
      none
    )
    assert.isFalse((await stored()).some(({ id }) => id === uuid(2)))
    assert.strictEqual(single.loaded + rest.loaded, byBus.length)
    assert.strictEqual(
      left.byCode.find(({ code }) => code === "code-unknown"),
      undefined
    )
    // The record with two broken rules is listed with the one that it still breaks.
    const backwards = left.quarantine.filter(({ problems }) => problems.some((p) => p.code === "leg-time-backwards"))
    assert.strictEqual(backwards.length, 1)
    assert.deepStrictEqual(codes(backwards[0]?.id ?? ""), ["leg-time-backwards"])
    assert.strictEqual(left.byCode.find(({ code }) => code === "case-withdrawn")?.messages, 1)
    assert.strictEqual(left.messages, brokenMessages.length + 2)
  })

  it("repeated: nothing more is loaded; a pipeline that reads the topic again, even with the old rules, refuses nothing more", async () => {
    const again = await replay()
    assert.deepStrictEqual(counts(again), {
      replayed: brokenMessages.length + 2,
      loaded: 0,
      duplicates: 0,
      stillRefused: brokenMessages.length + 2,
      gone: 0
    })
    const ids = async () => (await list()).quarantine.map(({ id }) => id)
    const [before, listed] = [await stored(), await ids()]
    for (const how of sample("rules of a pipeline", [older, options], 1)) {
      await offsetsToStart(data, [partner])
      assert.deepInclude(await ingest(how), { loaded: 0 })
      assert.deepStrictEqual(await stored(), before)
      // Only the message that left the quarantine when its case was withdrawn may be refused again.
      assert.isAtMost((await ids()).filter((id) => !listed.includes(id)).length, 1)
    }
  })

  it("an unknown partner is added: the content of its topic is loaded", async () => {
    await strangersMessage(data, "newcomer", Buffer.from("no record"))
    await ingest()
    assert.strictEqual((await list("--partner", "newcomer")).byCode[0]?.code, "partner-unknown")
    assert.strictEqual((await replay("--partner", "newcomer")).stillRefused, 1)
    await runJson(["partner", "add", "newcomer", "--type", "NGO", "--name", "newcomer"], options)
    assert.strictEqual((await replay("--partner", "newcomer")).stillRefused, 1)
    assert.deepStrictEqual((await list("--partner", "newcomer")).byCode, [{ code: "message-not-framed", messages: 1 }])
  })

  it("an expired message, and another one at its offset in a recreated topic, are not mistaken for the message", async () => {
    const { kafka } = readJsonFile<Endpoints>(join(data, "endpoints.json"))
    const { admin: password } = readJsonFile<{ admin: string }>(join(data, "secrets", "kafka.json"))
    const identity = { username: "corridor-admin", password: Redacted.make(password) }
    const admin = makeKafka({ brokers: kafka.brokers, tls: false }, { identity, clientId: "test" }).admin()
    await admin.connect()
    const topic = `corridor.partner.${partner}`
    const lies = (await list("--partner", partner)).quarantine.map(({ id }) => id.split("/").slice(1).map(Number))
    const highest = Math.max(...lies.filter(([p]) => p === 0).map(([, offset]) => offset as number))
    await admin.fetchTopicOffsets(topic)
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(highest + 1) }] })
    const expired = await replay("--partner", partner)
    assert.strictEqual(expired.gone, lies.filter(([p]) => p === 0).length)
    assert.isTrue(expired.goneMessages.every((id) => id.startsWith(`${topic}/0/`)))

    await admin.deleteTopics({ topics: [topic] })
    await admin.createTopics({ topics: [{ topic, numPartitions: 4, replicationFactor: 1 }], waitForLeaders: false })
    await until("the topic is there again", () =>
      admin.fetchTopicOffsets(topic).then(
        (found) => found.length === 4,
        () => false
      )
    )
    const producer = makeKafka({ brokers: kafka.brokers, tls: false }, { identity, clientId: "test" }).producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner
    })
    await producer.connect()
    for (let partition = 0; partition < 4; partition++)
      await producer.send({ topic, messages: Array.from({ length: 500 }, () => ({ partition, key: "k", value: "v" })) })
    await Promise.all([producer.disconnect(), admin.disconnect()])
    const anew = await replay("--partner", partner)
    assert.deepStrictEqual(counts(anew), {
      replayed: lies.length,
      loaded: 0,
      duplicates: 0,
      stillRefused: 0,
      gone: lies.length
    })
    const { code, stdout } = await runCli(["quarantine", "replay", "--partner", partner], options)
    assert.strictEqual(code, 0)
    assert.include(stdout, "expired from the topic")
  })
})
