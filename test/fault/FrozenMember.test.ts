/**
 * A group member is frozen for longer than its session, then receives everything at once: the answers to its earlier requests, and among
 * them that it was still in the group. Meanwhile another member has taken its partitions. It must not regard what it starts now as its own.
 */
import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Exit, Redacted } from "effect"
import { makeKafka } from "../../infra/kafka/KafkaConnection.ts"
import { consume } from "../../infra/kafka/KafkaConsumer.ts"
import { socketFactory } from "../../infra/kafka/kafkajs/patches.ts"
import { EventLog, type Membership } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { Broker, testBroker } from "../integration/TestBroker.ts"
import { openGate } from "./TcpGate.ts"

const topic = "corridor.partner.frozen"
const groupId = "corridor.frozen"
/** The group removes a member this long after its last heartbeat. */
const untilForgotten = "16 seconds"
/** Between the boundaries of a batch and the check whether it may be loaded: as long as a busy store takes. */
const pauses = [0, 20, 100, 500]

layer(testBroker("frozen"), { excludeTestServices: true })("a member that was frozen", (it) => {
  it.effect("does not own what it starts when it wakes, whatever its socket has buffered", () =>
    Effect.gen(function* () {
      const { connection, pipeline: identity } = yield* Broker
      const [log, admin] = [yield* EventLog, yield* EventLogAdmin]
      const partner = { username: "partner-frozen", password: Redacted.make("p") }
      yield* admin.ensureTopic(topic, 1)
      yield* admin.grantPartner(partner, topic)
      const { send } = yield* log.producer(partner)
      const say = (value: string) => send(topic, [{ key: value, value: Buffer.from(value) }])

      const scope = yield* Effect.scope
      const [broker] = connection.brokers as [string]
      const gate = yield* Effect.acquireRelease(
        Effect.promise(() => openGate(`http://${broker}`)),
        (opened) => Effect.promise(opened.shut)
      )
      const port = Number(new URL(gate.url).port)
      const behindGate = makeKafka(connection, {
        identity,
        clientId: "frozen",
        socketFactory: (to) => socketFactory({ ...to, host: "127.0.0.1", port })
      })
      const [begun, woken] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const answers = yield* Deferred.make<ReadonlyArray<string>>()
      const askBehind = (hold: Membership["assertOwnership"]) =>
        Effect.forEach(
          pauses,
          (pause) =>
            Effect.map(
              Effect.exit(Effect.delay(hold, pause)),
              (exit) => `${pause} ms: ${Exit.isSuccess(exit) ? "held" : "lost"}`
            ),
          { concurrency: "unbounded" }
        ).pipe(Effect.flatMap((all) => Deferred.succeed(answers, all)))
      // A member sends heartbeats while its handler runs: the answer to one of them is delayed too.
      let generation = 0
      const handle = (_records: LogBatch, _highWatermark: number, membership: Membership) =>
        Effect.gen(function* () {
          generation = membership.generation
          yield* Deferred.succeed(begun, undefined)
          yield* Deferred.await(woken)
          yield* Effect.forkIn(askBehind(membership.assertOwnership), scope)
        })
      yield* consume(() => behindGate, { groupId, topics: [topic], onRebalance: Effect.void, handle }).pipe(
        Effect.forkScoped
      )
      yield* say("a record")
      yield* Deferred.await(begun)
      // The ledger records it with the boundaries of batches.
      assert.isAbove(generation, 0)

      gate.holdAnswers()
      yield* Effect.sleep(untilForgotten)
      const taken = yield* Deferred.make<void>()
      const other = {
        groupId,
        topics: [topic],
        onRebalance: Effect.void,
        handle: () => Deferred.succeed(taken, undefined)
      }
      yield* Effect.forkScoped(log.consume(other))
      yield* Deferred.await(taken)
      gate.letAnswersGo()
      // The buffered answers are read first.
      yield* Effect.sleep("5 millis")
      yield* Deferred.succeed(woken, undefined)
      assert.deepStrictEqual(
        yield* Deferred.await(answers),
        pauses.map((pause) => `${pause} ms: lost`)
      )
    }).pipe(Effect.scoped)
  )
})
