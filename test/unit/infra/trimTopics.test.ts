/** Old messages leave the topics only if they are loaded. */
import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { trimTopics } from "../../../infra/erasure/trimTopics.ts"
import { EventLog, type PartitionOffset } from "../../../ports/EventLog.ts"
import { EventLogAdmin } from "../../../ports/EventLogAdmin.ts"

const topic = "corridor.partner.p"
const at = (offsets: ReadonlyArray<number>): ReadonlyArray<PartitionOffset> =>
  offsets.map((offset, partition) => ({ topic, partition, offset }))

it.effect("deletes up to the first young or unloaded message of each partition", () =>
  Effect.gen(function* () {
    const deleted: Array<PartitionOffset> = []
    yield* trimTopics(30).pipe(
      Effect.provide(
        Layer.merge(
          Layer.mock(EventLog, {
            topics: () => Effect.succeed([topic]),
            startOffsets: () => Effect.succeed(at([0, 0, 5, 0, 2])),
            // Nothing is committed in the third partition from the end.
            committed: () => Effect.succeed(at([10, 3, 5, -1, 9]))
          }),
          Layer.mock(EventLogAdmin, {
            offsetsAt: () => Effect.succeed(at([7, 8, 5, 4, 9])),
            deleteRecords: (offsets) => Effect.sync(() => deleted.push(...offsets))
          })
        )
      )
    )
    assert.deepStrictEqual(
      deleted.map(({ partition, offset }) => [partition, offset]),
      [
        [0, 7],
        [1, 3],
        [4, 9]
      ]
    )
  })
)
