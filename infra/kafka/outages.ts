/** Notices when Kafka does not respond, and when it does again. */
import { Effect } from "effect"
import type { Kafka } from "kafkajs"
import { attempt } from "./KafkaFailure.ts"

/** After a lost connection, the consumer waits this long for a fetch before it checks whether a broker responds. */
const outageDelay = "2 seconds"

/** Returns whether a broker responds. The client is closed in the background, so that this does not delay a shutdown. */
const responds = (kafka: Kafka): Effect.Effect<boolean> =>
  attempt("answer", async () => {
    const admin = kafka.admin()
    try {
      await admin.connect()
      await admin.describeCluster()
    } finally {
      admin.disconnect().catch(() => {})
    }
  }).pipe(Effect.timeout("3 seconds"), Effect.isSuccess)

/**
 * Logs once that Kafka does not respond and once that it does again. A lost connection alone is not an outage: other brokers may respond,
 * or the consumer may be busy with a batch and fetch nothing for a while. So a broker is checked before an outage is logged.
 */
export const outages = (kafka: Kafka) => {
  let fetches = 0
  let isDown = false
  let isChecking = false
  return {
    /** A connection was lost, or kafkajs gave up. */
    lost: Effect.suspend(() => {
      if (isDown || isChecking) return Effect.void
      isChecking = true
      const before = fetches
      return Effect.gen(function* () {
        yield* Effect.sleep(outageDelay)
        const isUp = fetches > before || (yield* responds(kafka)) || fetches > before
        isChecking = false
        isDown = !isUp
        if (isDown) yield* Effect.logWarning("Kafka does not respond; reading continues when it does")
      })
    }),
    /** A fetch succeeded. */
    fetched: Effect.suspend(() => {
      fetches += 1
      if (!isDown) return Effect.void
      isDown = false
      return Effect.logInfo("Kafka responds again")
    })
  }
}
