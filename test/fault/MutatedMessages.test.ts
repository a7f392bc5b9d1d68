/**
 * Thousands of mutated messages: each is loaded correctly or refused with a code, none takes long or much memory, and the canaries in them
 * appear nowhere. First one by one through both decoders, then through Kafka and the whole pipeline.
 * The oracle is `ExpectedReading`, which decodes with avsc and with its own reader. `CORRIDOR_TEST_FULL=1`: ten thousand, all of them through
 * Kafka too, otherwise 2,500 and 1,000. `CORRIDOR_TEST_SEED`: the same messages again.
 */
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { type Candidate, type Refusal, transcribeOne } from "../../ingest/pipeline/Transcribe.ts"
import { Transcoder } from "../../ingest/transcode/Transcoder.ts"
import { readerOf } from "../../ingest/wire/RecordCodec.ts"
import type { LogRecord } from "../../ports/LogBatch.ts"
import type { Problem } from "../../schemas/Problems.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { sentAt } from "../fixtures/brokenRecords.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { testKeys, transcribeAll } from "../fixtures/messages.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { CliOptions } from "../integration/cli.ts"
import { runJson } from "../integration/inProcess.ts"
import { produced, query } from "../integration/inside.ts"
import { type Expected, expectedReading, personOf, wrongColumns } from "./ExpectedReading.ts"
import { groupPause } from "./GroupProgress.ts"
import { type Cost, costOf } from "./MessageCost.ts"
import { type Mutated, mutatedMessages, type SchemaIds } from "./MutatedMessages.ts"
import { endStarted, peakMegabytes, start, startProgram, until } from "./Process.ts"
import type { TopicMessage, TopicToRead } from "./readTopic.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender } from "./Sender.ts"
import { logAndRegistry } from "./StackSettings.ts"

const count = rounds(2_500, 10_000)
const throughKafka = rounds(300, count)
const limits: Cost = { milliseconds: 50, megabytes: 20 }
/** MB, of the pipeline's process. */
const memoryLimit = 800
const seed = printedSeed("mutated messages")

/** The result of a decoder for one message. */
interface Verdict {
  readonly problems?: ReadonlyArray<Problem>
  readonly row?: Readonly<Record<string, unknown>>
}
type Read = (message: LogRecord) => Verdict

let next = 1
const ids: SchemaIds = new Map(recordSchemas.map(({ kind, versions }) => [kind, versions.map(() => next++)]))
const readers = new Map(
  recordSchemas.flatMap(({ kind, versions }) =>
    versions.map(({ text }, i) => [ids.get(kind)?.[i] as number, readerOf(text)] as const)
  )
)
const reading = { keys: testKeys, readerOf: (id: number) => readers.get(id) }
const key = new Uint8Array(32).fill(9)

const careful: Read = (message) => {
  const read: Candidate | Refusal = transcribeOne(message, reading)
  if ("problems" in read) return { problems: read.problems }
  return { row: { ...read.row, record_id: read.recordId, revision: read.revision, person: read.person } }
}

const transcoder = new Transcoder()
const fast: Read = (message) => {
  const { rows, refusals } = transcribeAll([message], reading, transcoder)
  assert.strictEqual(rows.length + refusals.length, 1)
  const [refusal, made] = [refusals[0], rows[0]]
  return refusal !== undefined ? { problems: refusal.problems } : { row: made?.row ?? {} }
}

/** The error of a verdict; undefined if it is correct. */
const complaint = (expected: Expected, { problems, row }: Verdict): string | undefined => {
  if ("malformed" in expected) {
    const code = problems?.length === 1 ? problems[0]?.code : undefined
    return code?.startsWith("avro-") ? undefined : `malformed, and became ${code ?? "a row"}`
  }
  if ("problems" in expected) {
    const [right, is] = [expected.problems, problems].map((all) => JSON.stringify(all))
    return right === is ? undefined : `should be refused for ${right} and became ${is ?? "a row"}`
  }
  if (row === undefined) return `should be loaded and is refused for ${JSON.stringify(problems)}`
  const wrong = wrongColumns({ ...expected.row, person: personOf(key, expected.caseReference) }, row)
  return wrong.length === 0 ? undefined : `wrong in ${wrong.join()}`
}

/** Times measured on a shared machine are only ever too long: the shortest of some attempts counts. */
const tries = 5
const measured = (read: Read, message: LogRecord) => {
  let { answer, cost } = costOf(() => read(message))
  const isMuch = () => cost.milliseconds > limits.milliseconds / 2 || cost.megabytes > limits.megabytes / 2
  for (let i = 1; i < tries && isMuch(); i++) {
    const again = costOf(() => read(message))
    answer = again.answer
    cost = {
      milliseconds: Math.min(cost.milliseconds, again.cost.milliseconds),
      megabytes: Math.min(cost.megabytes, again.cost.megabytes)
    }
  }
  return { answer, cost }
}

describe("a mutated message", () => {
  for (const [way, read] of Object.entries({ careful, fast }))
    it(`${way} way: one of ${count} is loaded correctly or refused with a code, quickly and with little memory`, () => {
      const messages = mutatedMessages(seededRandom(seed), count, ids)
      const expect = expectedReading(ids)
      const outcomes = new Map<string, { loaded: number; refused: number }>()
      const most = { milliseconds: 0, megabytes: 0 }
      messages.forEach(({ name, ...made }, offset) => {
        const message = { topic: "corridor.partner.p", partition: 0, offset, timestamp: sentAt, ...made }
        const { answer, cost } = measured(read, message)
        const words = `${name}, message ${offset}`
        assert.isUndefined(complaint(expect(message), answer), words)
        assert.notInclude(JSON.stringify(answer), "CANARY", words)
        assert.isBelow(cost.milliseconds, limits.milliseconds, words)
        assert.isBelow(cost.megabytes, limits.megabytes, words)
        most.milliseconds = Math.max(most.milliseconds, cost.milliseconds)
        most.megabytes = Math.max(most.megabytes, cost.megabytes)
        const outcome = outcomes.get(name) ?? { loaded: 0, refused: 0 }
        outcome[answer.row === undefined ? "refused" : "loaded"]++
        outcomes.set(name, outcome)
      })
      console.log(`${way}: at most ${most.milliseconds.toFixed(1)} ms and ${most.megabytes.toFixed(1)} MB`)
      console.log(
        [...outcomes].map(([name, { loaded, refused }]) => `${name}: ${loaded}/${loaded + refused}`).join("; ")
      )
      // Messages in standard and in unusual encodings are correct; so are some with flipped bits.
      for (const name of ["as it was", "written oddly", "a number that is too long"])
        assert.isAbove(outcomes.get(name)?.loaded ?? 0, 0, name)
      assert.strictEqual(outcomes.get("as it was")?.refused, 0)
      assert.strictEqual(outcomes.get("written oddly")?.refused, 0)
    })
})

const folder = testFolder("mutated")
const data = join(folder, "data")
const options: CliOptions = { data }
const partner = "mutated"
let stack: LightStack | undefined
afterAll(async () => {
  endStarted()
  await stack?.stop()
})

/** All messages of the partner's topic as plain kafkajs reads them, by position. */
const readTopic = async (total: number) => {
  const settings = logAndRegistry(data)
  const toRead: TopicToRead = {
    brokers: settings.CORRIDOR_KAFKA_BROKERS.split(","),
    username: settings.CORRIDOR_KAFKA_USERNAME,
    password: settings.CORRIDOR_KAFKA_PASSWORD,
    topic: `corridor.partner.${partner}`,
    total
  }
  const reader = startProgram("readTopic.ts", [], { TOPIC_TO_READ: JSON.stringify(toRead) })
  await until("all is read", () => !reader.isRunning())
  assert.deepStrictEqual(await reader.ended, { code: 0, signal: null }, "the reader of the topic")
  const bytes = (text: string | null) => (text === null ? null : Buffer.from(text, "base64"))
  const messages = reader
    .stdout()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as TopicMessage)
  return new Map(
    messages.map(({ place, timestamp, key: name, value }) => [
      place,
      { timestamp, key: bytes(name), value: bytes(value) }
    ])
  )
}

interface Refused {
  readonly place: string
  readonly problems: ReadonlyArray<Problem>
}

describe("mutated messages", () => {
  it(`through Kafka: ${throughKafka} have the same results as one by one, and their canaries appear nowhere`, async () => {
    stack = await startLightStack(data)
    await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Mutated"], options)
    const sender = openSender(logAndRegistry(data), partner)
    const schemaIds = await sender.schemaIds()
    const messages: ReadonlyArray<Mutated> = mutatedMessages(seededRandom(seed), throughKafka, schemaIds)
    await sender.sendRaw(messages.map(({ key: name, value }) => ({ key: name, value })))
    const pipeline = start(["ingest"], options)
    const ends = JSON.stringify(await sender.endOffsets())
    await until(
      `everything is committed: ${pipeline.output()}`,
      async () => JSON.stringify(await sender.committed()) === ends || !pipeline.isRunning(),
      60,
      groupPause
    )
    assert.isBelow(peakMegabytes(pipeline.pid), memoryLimit)
    assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())

    const topic = await readTopic(messages.length)
    assert.strictEqual(topic.size, messages.length)
    const rows = new Map<string, Readonly<Record<string, unknown>>>()
    for (const { table } of recordSchemas)
      for (const row of await query<Record<string, unknown>>(data, `SELECT * FROM corridor_raw.${table}`)) {
        const place = `${row["kafka_partition"]}/${row["kafka_offset"]}`
        assert.isFalse(rows.has(place), `${place} is there twice`)
        rows.set(place, row)
      }
    const refusals = new Map(
      (
        await query<Refused>(
          data,
          `SELECT concat(toString(partition), '/', toString(offset)) AS place,
                  groupArray(CAST((code, path), 'Tuple(code String, path String)')) AS problems
           FROM corridor_audit.quarantine GROUP BY topic, partition, offset, sent_at`
        )
      ).map(({ place, problems }) => [place, problems])
    )
    assert.strictEqual(rows.size + refusals.size, messages.length)
    const expect = expectedReading(schemaIds)
    const sorted = (problems: ReadonlyArray<Problem>) => problems.map(({ code, path }) => `${code} ${path}`).sort()
    for (const [place, message] of topic) {
      const expected = expect(message)
      const [row, problems] = [rows.get(place), refusals.get(place)]
      if ("row" in expected) assert.deepStrictEqual(wrongColumns(expected.row, row ?? {}), [], place)
      else if ("malformed" in expected) {
        assert.lengthOf(problems ?? [], 1, place)
        assert.match(problems?.[0]?.code ?? "", /^avro-/, place)
      } else assert.deepStrictEqual(sorted(problems ?? []), sorted(expected.problems), place)
    }

    const tables = await query<{ name: string }>(
      data,
      "SELECT concat('`', database, '`.`', name, '`') AS name FROM system.tables WHERE database LIKE 'corridor%'"
    )
    for (const { name } of tables)
      assert.notInclude(JSON.stringify(await query(data, `SELECT * FROM ${name}`)), "CANARY", name)
    const announced = await produced(data, "corridor.quarantine")
    assert.include(announced, '"code":"avro-')
    assert.notInclude(announced, "CANARY")
    assert.notInclude(pipeline.output(), "CANARY")
    assert.include(await produced(data, `corridor.partner.${partner}`), "CANARY")
    await sender.close()
  })
})
