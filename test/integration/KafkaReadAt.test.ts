/** Reads at offsets of a partition of a real broker, compared with what was sent. */
import { assert, layer } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { makeKafka } from "../../infra/kafka/KafkaConnection.ts"
import { EventLog, type Identity } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { Broker, testBroker } from "./TestBroker.ts"

const broker = testBroker("read-at")

const topic = "corridor.partner.places"
const who: Identity = { username: "partner-places", password: Redacted.make("password of places") }
const count = 12_000
/** Lengths from nothing to some thousand bytes, so that batches are cut at odd places. */
const valueOf = (i: number) => `value ${i} ${"x".repeat((i * 7919) % 1500)}`

const make = Effect.gen(function* () {
  const admin = yield* EventLogAdmin
  yield* admin.ensureTopic(topic, 1)
  yield* admin.grantPartner(who, topic)
})

const send = Effect.fnUntraced(function* (values: ReadonlyArray<string | null>) {
  const producer = yield* (yield* EventLog).producer(who)
  yield* producer.send(
    topic,
    values.map((value, i) => ({
      key: i % 3 === 0 ? null : `key ${i}`,
      value: value === null ? null : Buffer.from(value)
    }))
  )
}, Effect.scoped)

const text = (value: Uint8Array | null) => (value === null ? null : Buffer.from(value).toString())

const at = Effect.fnUntraced(function* (offsets: ReadonlyArray<number>, partition = 0) {
  const found = yield* (yield* EventLog).readAt(topic, partition, offsets)
  return found.map(({ offset, value }) => [offset, text(value)] as const)
})

const withAdmin = Effect.fnUntraced(function* (
  use: (admin: ReturnType<ReturnType<typeof makeKafka>["admin"]>) => Promise<unknown>
) {
  const { connection, admin: identity } = yield* Broker
  const admin = makeKafka(connection, { identity, clientId: "test" }).admin()
  yield* Effect.promise(() => admin.connect().then(() => use(admin)))
  yield* Effect.promise(() => admin.disconnect())
})

layer(broker, { excludeTestServices: true })("KafkaReadAt", (it) => {
  it.effect("records near and far, in any order, each once, with their times; missing ones are left out", () =>
    Effect.gen(function* () {
      yield* make
      const before = Date.now()
      yield* send(Array.from({ length: count }, (_, i) => valueOf(i)))
      yield* send([null])
      const wanted = [5, 4, 11_999, 0, 1, 2, 3_000, 3_001, 3_002, 3_500, 7_777, 7_777, 12_000, 12_001, 90_000]
      const expected = [...new Set(wanted)]
        .filter((offset) => offset <= count)
        .sort((a, b) => a - b)
        .map((offset) => [offset, offset === count ? null : valueOf(offset)] as const)
      assert.deepStrictEqual(yield* at(wanted), expected)

      const all = Array.from({ length: count }, (_, i) => i)
      assert.deepStrictEqual(
        yield* at(all),
        all.map((i) => [i, valueOf(i)] as const)
      )
      const [record] = yield* (yield* EventLog).readAt(topic, 0, [1])
      assert.isAtLeast(record?.timestamp ?? 0, before - 1000)
      assert.strictEqual(text(record?.key ?? null), "key 1")
      assert.deepStrictEqual(yield* at([]), [])
      assert.deepStrictEqual(yield* at([0], 7), [])
    })
  )

  it.effect("no group is left behind", () =>
    withAdmin(async (admin) => {
      const { groups } = await admin.listGroups()
      assert.deepStrictEqual(groups, [])
    })
  )

  it.effect("after retention, and in a recreated topic, a record is missing or another one", () =>
    Effect.gen(function* () {
      yield* withAdmin(async (admin) => {
        // kafkajs's deletion knows only topics that were asked about before.
        await admin.fetchTopicOffsets(topic)
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "3001" }] })
      })
      assert.deepStrictEqual(yield* at([0, 2_999, 3_000, 3_001, 3_002]), [
        [3_001, valueOf(3_001)],
        [3_002, valueOf(3_002)]
      ])
      const [old] = yield* (yield* EventLog).readAt(topic, 0, [3_001])
      yield* withAdmin((admin) => admin.deleteTopics({ topics: [topic] }))
      assert.deepStrictEqual(yield* at([3_001]), [])
      yield* make
      yield* send(Array.from({ length: 3_002 }, (_, i) => `new ${i}`))
      const [now] = yield* (yield* EventLog).readAt(topic, 0, [3_001])
      assert.strictEqual(text(now?.value ?? null), "new 3001")
      assert.notStrictEqual(now?.timestamp, old?.timestamp)
    })
  )
})
