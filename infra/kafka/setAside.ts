/** Leaves partitions out for a while: those whose records cannot be read, and those whose records the handler cannot take. */
import { type Duration, Effect } from "effect"
import type { EachBatchPayload } from "kafkajs"
import {
  addressOf,
  type ConsumeOptions,
  type EventLogError,
  type Partition,
  PartitionSetAside
} from "../../ports/EventLog.ts"
import type { Behind } from "./KafkaMembership.ts"
import { type DamageListener, damageListeners } from "./kafkajs/DamagedPartitions.ts"

/** Milliseconds until the records of a partition that could not be read are fetched again, doubled with each attempt. */
const [firstPause, longestPause] = [2_000, 60_000]

/** Time until records that the handler could not take are fetched again. */
export const setAsidePause = "3 seconds"

/** Leaves the partition of the payload out for a while. */
export const pauseFor = (payload: EachBatchPayload, pause: Duration.Input, behind: Behind) =>
  Effect.sync(() => {
    const goOn = payload.pause()
    behind(Effect.sleep(pause).pipe(Effect.ensuring(Effect.sync(goOn))))
  })

/** Returns whether an error says that one partition was set aside, and none of the others. */
export const isSetAside = <E>(error: E | PartitionSetAside): error is PartitionSetAside =>
  error instanceof PartitionSetAside

/** Skips partitions whose records cannot be read, and notifies the handler. */
export const damagedPartitions = <E, R>({ groupId, onDamage }: ConsumeOptions<E, R>) => {
  const failures = new Map<string, number>()
  const report = (place: Partition, reason: string | undefined) => onDamage?.(place, reason) ?? Effect.void
  const placeOf = ({ batch: { topic, partition } }: EachBatchPayload): Partition => ({ topic, partition })
  return {
    /** Pauses the partition of the payload for a while. */
    setAside: (payload: EachBatchPayload, { state, message }: EventLogError, behind: Behind) =>
      Effect.suspend(() => {
        const place = placeOf(payload)
        const before = failures.get(addressOf(place)) ?? 0
        failures.set(addressOf(place), before + 1)
        const pause = pauseFor(payload, Math.min(firstPause * 2 ** before, longestPause), behind)
        return Effect.andThen(pause, report(place, state ?? message))
      }),
    readable: (payload: EachBatchPayload) =>
      Effect.suspend(() =>
        failures.delete(addressOf(placeOf(payload))) ? report(placeOf(payload), undefined) : Effect.void
      ),
    /** Calls `run` with what to do when the broker closes connections because of a partition, until the scope closes. */
    listen: (run: (effect: Effect.Effect<void, never, R>) => void) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          const listener: DamageListener = (group, place, isDamaged) => {
            if (group === groupId) run(report(place, isDamaged ? "the broker closes the connection" : undefined))
          }
          damageListeners.add(listener)
          return listener
        }),
        (listener) => Effect.sync(() => damageListeners.delete(listener))
      )
  }
}
