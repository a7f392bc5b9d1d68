/** The event log on a real broker: identities and rights, order, offsets, rebalances. */
import { assert, layer } from "@effect/vitest"
import { Context, Deferred, Effect, Fiber, Layer, Redacted, Ref } from "effect"
import kafkajs from "kafkajs"
import * as KafkaEventLog from "../../infra/kafka/KafkaEventLog.ts"
import * as KafkaEventLogAdmin from "../../infra/kafka/KafkaEventLogAdmin.ts"
import { EventLog, EventLogError, type Identity, type Membership } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import type { LogRecord } from "../../ports/LogBatch.ts"
import { full } from "../fixtures/fullRun.ts"
import { Broker, testBroker } from "./TestBroker.ts"

const broker = testBroker("kafka")

const identity = (username: string, password = `password of ${username}`): Identity => ({
  username,
  password: Redacted.make(password)
})

const topicOf = (partner: string) => `corridor.partner.${partner}`

/** A partner with its topic. */
const partner = Effect.fnUntraced(function* (id: string, partitions = 1) {
  const admin = yield* EventLogAdmin
  const made = identity(`partner-${id}`)
  yield* admin.ensureTopic(topicOf(id), partitions)
  yield* admin.grantPartner(made, topicOf(id))
  return made
})

const text = (value: Uint8Array | null) => Buffer.from(value ?? []).toString()

const send = Effect.fnUntraced(function* (who: Identity, topic: string, values: ReadonlyArray<string>) {
  const log = yield* EventLog
  const producer = yield* log.producer(who)
  yield* producer.send(
    topic,
    values.map((value) => ({ key: value, value: Buffer.from(value) }))
  )
}, Effect.scoped)

/** What one fetch brought, as objects. */
interface Read {
  readonly partition: number
  readonly records: ReadonlyArray<LogRecord>
  readonly highWatermark: number
}

/** Reads until `enough` returns true. Returns all values by partition, in order of arrival. */
const read = Effect.fnUntraced(function* (
  groupId: string,
  topics: ReadonlyArray<string>,
  enough: (count: number) => boolean,
  commits: boolean
) {
  const log = yield* EventLog
  const seen = yield* Ref.make<ReadonlyArray<Read>>([])
  const done = yield* Deferred.make<void>()
  const count = (all: ReadonlyArray<Read>) => all.reduce((n, { records }) => n + records.length, 0)
  const consume = log.consume({
    groupId,
    topics,
    onRebalance: Effect.void,
    handle: (records, highWatermark, { commit }) =>
      Effect.gen(function* () {
        if (commits) yield* commit(records.lastOffset + 1)
        const read = { partition: records.partition, records: records.toRecords(), highWatermark }
        const all = yield* Ref.updateAndGet(seen, (before) => [...before, read])
        if (enough(count(all))) yield* Deferred.succeed(done, undefined)
      })
  })
  yield* Effect.raceFirst(consume, Deferred.await(done))
  return yield* Ref.get(seen)
})

const values = (all: ReadonlyArray<Read>) => all.flatMap(({ records }) => records.map(({ value }) => text(value)))

layer(broker, { excludeTestServices: true })("Kafka", (it) => {
  it.effect("what a partner sends arrives with its bytes, in the order of each partition", () =>
    Effect.gen(function* () {
      const who = yield* partner("order", 3)
      const log = yield* EventLog
      const sent = Array.from({ length: 3_000 }, (_, i) => `value ${i}`)
      yield* send(who, topicOf("order"), sent)
      const all = yield* read("corridor.order", [topicOf("order")], (n) => n >= sent.length, true)
      assert.deepStrictEqual([...values(all)].sort(), [...sent].sort())
      for (const [, fetched] of Map.groupBy(all, ({ partition }) => partition)) {
        const records = fetched.flatMap((f) => f.records)
        assert.deepStrictEqual(
          records.map(({ offset }) => offset),
          records.map((_, i) => i)
        )
        const numbers = records.map(({ value }) => Number(text(value).slice("value ".length)))
        assert.deepStrictEqual(
          numbers,
          numbers.toSorted((a, b) => a - b)
        )
        assert.strictEqual(fetched.at(-1)?.highWatermark, records.length)
      }
      const ends = yield* log.endOffsets([topicOf("order")])
      assert.strictEqual(
        ends.reduce((sum, { offset }) => sum + offset, 0),
        sent.length
      )
      assert.deepStrictEqual(yield* log.committed("corridor.order", [topicOf("order")]), ends)
      assert.deepStrictEqual(
        (yield* log.startOffsets([topicOf("order")])).map(({ offset }) => offset),
        [0, 0, 0]
      )
    })
  )

  it.effect("uncommitted records are delivered again, committed ones are not, and offsets can be reset", () =>
    Effect.gen(function* () {
      const who = yield* partner("again")
      const topic = topicOf("again")
      const log = yield* EventLog
      yield* send(who, topic, ["a", "b", "c"])
      assert.deepStrictEqual(values(yield* read("corridor.again", [topic], (n) => n >= 3, false)), ["a", "b", "c"])
      assert.deepStrictEqual(yield* log.committed("corridor.again", [topic]), [{ topic, partition: 0, offset: -1 }])
      assert.deepStrictEqual(values(yield* read("corridor.again", [topic], (n) => n >= 3, true)), ["a", "b", "c"])
      yield* send(who, topic, ["d"])
      assert.deepStrictEqual(values(yield* read("corridor.again", [topic], (n) => n >= 1, true)), ["d"])
      yield* log.resetOffsets("corridor.again", [{ topic, partition: 0, offset: 1 }])
      assert.deepStrictEqual(values(yield* read("corridor.again", [topic], (n) => n >= 3, true)), ["b", "c", "d"])
    })
  )

  it.effect("offsets are reset once the last member of the group has left", () =>
    Effect.gen(function* () {
      const who = yield* partner("members")
      const topic = topicOf("members")
      const log = yield* EventLog
      yield* send(who, topic, ["a", "b"])
      const joined = yield* Deferred.make<void>()
      const member = yield* log
        .consume({
          groupId: "corridor.members",
          topics: [topic],
          onRebalance: Effect.void,
          handle: (records, _, { commit }) =>
            Effect.andThen(commit(records.lastOffset + 1), Deferred.succeed(joined, undefined))
        })
        .pipe(Effect.forkChild)
      yield* Deferred.await(joined)
      const reset = yield* log
        .resetOffsets("corridor.members", [{ topic, partition: 0, offset: 0 }])
        .pipe(Effect.forkChild)
      // The group has a member, so the broker answers UNKNOWN_MEMBER_ID: the reset waits.
      yield* Effect.sleep("2 seconds")
      assert.isUndefined(reset.pollUnsafe())
      assert.deepStrictEqual(yield* log.committed("corridor.members", [topic]), [{ topic, partition: 0, offset: 2 }])
      yield* Fiber.interrupt(member)
      yield* Fiber.join(reset)
      assert.deepStrictEqual(yield* log.committed("corridor.members", [topic]), [{ topic, partition: 0, offset: 0 }])
    })
  )

  it.effect("a partner writes to its own topic and to no other, and reads none", () =>
    Effect.gen(function* () {
      const { connection } = yield* Broker
      const one = yield* partner("one")
      yield* partner("two")
      yield* send(one, topicOf("one"), ["mine"])
      for (const topic of [topicOf("two"), "corridor.quarantine", "corridor.partner.nobody", "__consumer_offsets"]) {
        const error = yield* Effect.flip(send(one, topic, ["theirs"]))
        assert.instanceOf(error, EventLogError)
        assert.notInclude(error.message, "theirs")
      }
      const asPartner = yield* Layer.build(KafkaEventLog.layer({ connection, identity: one }))
      const log = Context.get(asPartner, EventLog)
      assert.deepStrictEqual(yield* log.topics("corridor."), [topicOf("one")])
      for (const groupId of ["corridor.pipeline", "partner-one"]) {
        const consume = log.consume({
          groupId,
          topics: [topicOf("one")],
          onRebalance: Effect.void,
          handle: () => Effect.void
        })
        const error = yield* Effect.flip(consume)
        assert.match(error.message, /AUTHORIZATION_FAILED/)
      }
      const reset = yield* Effect.flip(
        log.resetOffsets("corridor.pipeline", [{ topic: topicOf("one"), partition: 0, offset: 0 }])
      )
      // kafkajs hides the broker's refusal behind a coordinator that it does not find; what counts is that nothing moved.
      assert.match(reset.message, /AUTHORIZATION_FAILED|GroupCoordinatorNotFound/)
      const pipeline = yield* EventLog
      assert.deepStrictEqual(yield* pipeline.committed("corridor.pipeline", [topicOf("one")]), [
        { topic: topicOf("one"), partition: 0, offset: -1 }
      ])
    }).pipe(Effect.scoped)
  )

  it.effect("a partner may not make topics, identities or rights", () =>
    Effect.gen(function* () {
      const { connection } = yield* Broker
      const who = yield* partner("plain")
      const services = yield* Layer.build(KafkaEventLogAdmin.layer({ connection, identity: who }))
      const admin = Context.get(services, EventLogAdmin)
      for (const act of [
        admin.ensureTopic("corridor.partner.new", 1),
        admin.grantPartner(identity("partner-evil"), topicOf("one")),
        admin.grantPartner(identity("corridor-admin"), topicOf("one")),
        admin.revokePartner("partner-one", topicOf("one"))
      ]) {
        const error = yield* Effect.flip(act)
        assert.instanceOf(error, EventLogError)
      }
    }).pipe(Effect.scoped)
  )

  it.effect("the pipeline reads partners' topics and writes to none of them", () =>
    Effect.gen(function* () {
      const { pipeline } = yield* Broker
      yield* partner("read-only")
      const error = yield* Effect.flip(send(pipeline, topicOf("read-only"), ["x"]))
      assert.match(error.message, /TOPIC_AUTHORIZATION_FAILED/)
    })
  )

  it.effect("a wrong password, an unknown user and a disabled partner are let in nowhere", () =>
    Effect.gen(function* () {
      const admin = yield* EventLogAdmin
      const who = yield* partner("gone")
      yield* send(who, topicOf("gone"), ["before"])
      yield* admin.revokePartner(who.username, topicOf("gone"))
      yield* admin.revokePartner(who.username, topicOf("gone"))
      for (const stranger of [
        who,
        identity("partner-one", "wrong"),
        identity("corridor-admin", ""),
        identity("nobody")
      ]) {
        const error = yield* Effect.flip(send(stranger, topicOf("gone"), ["after"]))
        assert.isFalse(error.retryable)
        assert.include(error.message, "KafkaJSSASLAuthenticationError")
      }
      assert.deepStrictEqual(values(yield* read("corridor.gone", [topicOf("gone")], (n) => n >= 1, true)), ["before"])
    })
  )

  it.effect("a new password replaces the old one", () =>
    Effect.gen(function* () {
      const admin = yield* EventLogAdmin
      const old = yield* partner("rotated")
      const fresh = identity(old.username, "another password")
      yield* admin.grantPartner(fresh, topicOf("rotated"))
      yield* send(fresh, topicOf("rotated"), ["x"])
      yield* Effect.flip(send(old, topicOf("rotated"), ["y"]))
    })
  )

  it.effect("no listener accepts a client without a password", () =>
    Effect.gen(function* () {
      const { ports } = yield* Broker
      for (const port of Object.values(ports)) {
        const kafka = new kafkajs.Kafka({
          brokers: [`127.0.0.1:${port}`],
          logLevel: kafkajs.logLevel.NOTHING,
          requestTimeout: 2_000,
          retry: { retries: 0 }
        })
        const admin = kafka.admin()
        const outcome = yield* Effect.promise(async () => {
          try {
            await admin.connect()
            return await admin.listTopics()
          } catch (error) {
            return error instanceof Error ? "refused" : "unknown"
          } finally {
            await admin.disconnect().catch(() => {})
          }
        })
        assert.strictEqual(outcome, "refused")
      }
    })
  )

  it.effect("a topic is made once", () =>
    Effect.gen(function* () {
      const admin = yield* EventLogAdmin
      assert.isTrue(yield* admin.ensureTopic("corridor.partner.once", 2))
      assert.isFalse(yield* admin.ensureTopic("corridor.partner.once", 2))
    })
  )

  it.effect("a failure of the handler ends the reader with that failure, and the record is delivered again", () =>
    Effect.gen(function* () {
      const who = yield* partner("failing")
      const topic = topicOf("failing")
      const log = yield* EventLog
      yield* send(who, topic, ["x"])
      const consume = log.consume({
        groupId: "corridor.failing",
        topics: [topic],
        onRebalance: Effect.void,
        handle: () => Effect.fail("broken")
      })
      assert.strictEqual(yield* Effect.flip(consume), "broken")
      assert.deepStrictEqual(values(yield* read("corridor.failing", [topic], (n) => n >= 1, true)), ["x"])
    })
  )

  it.effect("stored records are committed at the end, even if other work of the member does not end", () =>
    Effect.gen(function* () {
      const who = yield* partner("ending")
      const log = yield* EventLog
      const topic = topicOf("ending")
      yield* send(who, topic, ["stored", "not stored"])
      const own = yield* Deferred.make<Membership>()
      let isEnding = false
      const consumer = yield* log
        .consume({
          groupId: "corridor.ending",
          topics: [topic],
          onRebalance: Effect.suspend(() => (isEnding ? Effect.never : Effect.void)),
          handle: (_records, _highWatermark, membership) => Deferred.succeed(own, membership),
          finishCommits: Effect.flatMap(Deferred.await(own), ({ commit }) => Effect.ignore(commit(1)))
        })
        .pipe(Effect.forkChild)
      yield* Deferred.await(own)
      isEnding = true
      yield* Fiber.interrupt(consumer)
      assert.deepStrictEqual(yield* log.committed("corridor.ending", [topic]), [{ topic, partition: 0, offset: 1 }])
    })
  )

  it.effect("when a second member joins, the first forgets, and nothing is lost or committed for another", () =>
    Effect.gen(function* () {
      const who = yield* partner("shared", 4)
      const topic = topicOf("shared")
      const log = yield* EventLog
      const sent = Array.from({ length: 400 }, (_, i) => `v${i}`)
      yield* send(who, topic, sent.slice(0, 200))
      const done = new Map<string, number>()
      const forgot = [0, 0]
      const partitions: ReadonlyArray<Set<number>> = [new Set(), new Set()]
      const member = (i: 0 | 1) =>
        log.consume({
          groupId: "corridor.shared",
          topics: [topic],
          onRebalance: Effect.sync(() => {
            forgot[i] = (forgot[i] ?? 0) + 1
            partitions[i]?.clear()
          }),
          handle: (records, _, { commit }) =>
            Effect.gen(function* () {
              partitions[i]?.add(records.partition)
              yield* Effect.sleep("50 millis")
              yield* commit(records.lastOffset + 1)
              for (const { value } of records.toRecords()) done.set(text(value), (done.get(text(value)) ?? 0) + 1)
            })
        })
      const first = yield* Effect.forkScoped(member(0))
      while (done.size < 200) yield* Effect.sleep("50 millis")
      const second = yield* Effect.forkScoped(member(1))
      while ((forgot[1] ?? 0) < 1 || (forgot[0] ?? 0) < 1) yield* Effect.sleep("50 millis")
      // Some go in while the group is still settling.
      yield* send(who, topic, sent.slice(200, 300))
      while ((forgot[0] ?? 0) < 2) yield* Effect.sleep("50 millis")
      yield* send(who, topic, sent.slice(300))
      while (done.size < 400) yield* Effect.sleep("50 millis")
      assert.deepStrictEqual([...done.keys()].sort(), [...sent].sort())
      assert.isEmpty([...(partitions[0] ?? [])].filter((p) => partitions[1]?.has(p)))
      yield* Fiber.interrupt(first)
      yield* Fiber.interrupt(second)
      assert.deepStrictEqual(yield* log.committed("corridor.shared", [topic]), yield* log.endOffsets([topic]))
    }).pipe(Effect.scoped)
  )

  // A rejoin that waits for all background work lets the group remove the member after a minute. When it joins again, the other one is removed.
  it.effect.runIf(full)(
    "members whose background work outlasts a rebalance stay in the group, and handle on",
    () =>
      Effect.gen(function* () {
        const who = yield* partner("slow", 2)
        const topic = topicOf("slow")
        const log = yield* EventLog
        yield* send(who, topic, ["a", "b", "c", "d"])
        const joins = [0, 0]
        const handled = new Set<string>()
        const member = Effect.fnUntraced(function* (i: 0 | 1) {
          let end = Number.NEGATIVE_INFINITY
          const ended = Effect.suspend(() => Effect.sleep(Math.max(0, end - performance.now())))
          return yield* log.consume({
            groupId: "corridor.slow",
            topics: [topic],
            drain: ended,
            onRebalance: Effect.andThen(
              ended,
              Effect.sync(() => (joins[i] = (joins[i] ?? 0) + 1))
            ),
            handle: (records) =>
              Effect.sync(() => {
                end = Math.max(end, performance.now() + 75_000)
                for (const { value } of records.toRecords()) handled.add(`${i} ${text(value)}`)
              })
          })
        })
        yield* Effect.forkScoped(member(0))
        while (handled.size < 4) yield* Effect.sleep("100 millis")
        yield* Effect.forkScoped(member(1))
        const of = (i: 0 | 1) => [...handled].filter((name) => name.startsWith(`${i}`)).length
        while (of(1) === 0) yield* Effect.sleep("1 second")
        // Long enough for each to be removed once.
        yield* Effect.sleep("150 seconds")
        assert.deepStrictEqual(joins, [2, 1])
      }).pipe(Effect.scoped),
    { meta: { needs: "npm run test:full" } }
  )
})
