/** What `doctor` finds in the log: a record that is lost or changed on the way, and committed offsets that do not fit the log. */
import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { examinePartitions, probeLog } from "../../../infra/stack/LogProbe.ts"
import { EventLog, EventLogError, type Producer } from "../../../ports/EventLog.ts"
import type { LogRecord } from "../../../ports/LogBatch.ts"

const unreadable = new EventLogError({
  operation: "readAt",
  retryable: true,
  message: "The broker closed the connection."
})

/** A log that answers a reader with `answer` of what was written. */
const probed = (answer: (written: LogRecord) => ReadonlyArray<LogRecord>) => {
  const written: Array<LogRecord> = []
  return probeLog().pipe(
    Effect.provide(
      Layer.mock(EventLog, {
        ownProducer: Effect.succeed({
          send: (topic, records) =>
            Effect.sync(() => {
              const [record] = records
              const value = record?.value as Uint8Array
              written.push({ topic, partition: 2, offset: 7, timestamp: 0, key: null, value })
              return [{ partition: 2, first: 7, last: 7 }]
            })
        } satisfies Producer),
        readAt: (topic, partition, offsets) =>
          Effect.succeed(
            written
              .filter((one) => one.topic === topic && one.partition === partition && offsets.includes(one.offset))
              .flatMap(answer)
          )
      })
    ),
    Effect.flip,
    Effect.catch(() => Effect.succeed("read back"))
  )
}

it.effect("a record is written and read back, and one that is lost or changed is a problem", () =>
  Effect.gen(function* () {
    assert.strictEqual(yield* probed((record) => [record]), "read back")
    const problem = "a record that was written to corridor.probe could not be read back"
    assert.strictEqual(yield* probed(() => []), problem)
    assert.strictEqual(yield* probed((record) => [{ ...record, value: null }]), problem)
    assert.strictEqual(yield* probed((record) => [{ ...record, value: Buffer.from("x") }]), problem)
  })
)

it.effect(
  "committed offsets are compared with the beginning and the end of each log, and the next record is read",
  () =>
    Effect.gen(function* () {
      const topic = "corridor.partner.north"
      const at = (offsets: ReadonlyArray<number>) =>
        Effect.succeed(offsets.map((offset, partition) => ({ topic, partition, offset })))
      const log = Layer.mock(EventLog, {
        topics: () => Effect.succeed([topic]),
        startOffsets: () => at([0, 5, 0, 0, 0]),
        endOffsets: () => at([10, 9, 4, 8, 3]),
        committed: () => at([10, 2, 6, 5, -1]),
        // Nothing of partition 3 can be read.
        readAt: (_, partition) => (partition === 3 ? Effect.fail(unreadable) : Effect.succeed([]))
      })
      const found = yield* Effect.provide(examinePartitions("corridor", new Set()), log)
      assert.deepStrictEqual(found, {
        partitions: 5,
        problems: [
          `${topic}/1: its log begins 3 records after the committed offset`,
          `${topic}/2: its committed offset is 2 after the end of its log`,
          `${topic}/3: cannot be read, 3 records waiting`
        ],
        waiting: 7
      })
      const withoutKey = yield* Effect.provide(examinePartitions("corridor", new Set(["north"])), log)
      assert.include(withoutKey.problems, `${topic}/4: its partner has no usable key, 3 records waiting`)
      assert.strictEqual(withoutKey.waiting, 0)
    })
)
