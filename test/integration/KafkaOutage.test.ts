/** The broker is killed under a running consumer and returns: nothing is lost, and the outage is logged once. */

import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Context, Effect, Fiber, Logger, Redacted, Schedule } from "effect"
import { startKafka } from "../../infra/kafka/KafkaServer.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { full } from "../fixtures/fullRun.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { cache } from "./cache.ts"
import { serverPid } from "./cli.ts"
import { logServices } from "./TestBroker.ts"
import { silent, temporaryFolder } from "./TestStack.ts"

const topic = "corridor.partner.outage"

const brokerPid = (data: string) => serverPid(join(data, "run"), "kafka")

// `fault/Outages` kills a broker under the pipeline in the ordinary run.
it.live.runIf(full)(
  "a consumer continues where it was after two kills of its broker",
  () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const data = yield* temporaryFolder("outage")
      yield* Effect.promise(() => copyPreparedStack(data))
      const services = yield* logServices(yield* startKafka({ data, cache, preferredPort: 0, restart: true }))
      const log = Context.get(services, EventLog)
      const setUp = Context.get(services, EventLogAdmin)
      const who = { username: "partner-outage", password: Redacted.make("p") }
      yield* setUp.ensureTopic(topic, 4)
      yield* setUp.grantPartner(who, topic)

      const handled = new Set<string>()
      const consumer = yield* log
        .consume({
          groupId: "corridor.outage",
          topics: [topic],
          onRebalance: Effect.void,
          handle: (records, _, { commit }) =>
            Effect.gen(function* () {
              // Long enough that a kill meets handlers at work.
              yield* Effect.sleep("200 millis")
              for (const { value } of records.toRecords()) handled.add(Buffer.from(value ?? []).toString())
              yield* commit(records.lastOffset + 1)
            })
        })
        .pipe(
          Effect.provide(Logger.layer([Logger.make(({ message }) => void said.push(String(message)))])),
          Effect.forkScoped
        )
      const times = (words: string) => said.filter((line) => line.includes(words)).length

      const send = Effect.fnUntraced(function* (from: number) {
        const producer = yield* log.producer(who)
        for (let i = from; i < from + 1_000; i += 50)
          yield* producer.send(
            topic,
            Array.from({ length: 50 }, (_, j) => ({ key: `k${i + j}`, value: Buffer.from(`v${i + j}`) }))
          )
      }, Effect.scoped)

      yield* send(0)
      while (handled.size < 100) yield* Effect.sleep("20 millis")
      for (const round of [1, 2]) {
        // A broker that is back within two seconds is no outage: it is killed again until the consumer has logged one.
        while (times("does not respond") < round) {
          const pid = brokerPid(data)
          process.kill(pid, "SIGKILL")
          while (brokerPid(data) === pid) yield* Effect.sleep("50 millis")
        }
        yield* log.ping.pipe(Effect.retry(Schedule.spaced("200 millis")))
        yield* send(round * 1_000)
        while (handled.size < (round + 1) * 1_000) yield* Effect.sleep("50 millis")
      }
      const ends = yield* log.endOffsets([topic])
      while (JSON.stringify(yield* log.committed("corridor.outage", [topic])) !== JSON.stringify(ends))
        yield* Effect.sleep("100 millis")
      yield* Fiber.interrupt(consumer)

      const sent = Array.from({ length: 3_000 }, (_, i) => `v${i}`)
      assert.deepStrictEqual([...handled].sort(), sent.sort())
      assert.strictEqual(times("does not respond"), 2)
      assert.strictEqual(times("responds again"), 2)
      assert.lengthOf(said, 4)
    }).pipe(Effect.scoped, Effect.provide(silent)),
  { timeout: 180_000, meta: { needs: "npm run test:full" } }
)
