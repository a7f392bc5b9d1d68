/**
 * Tells of refused messages in the topic `corridor.quarantine`, for whoever watches: rule, path and place, never content.
 * The table is the truth; an announcement may come twice, after a crash, and is keyed by the message's place.
 */
import { Effect, Scope, Semaphore } from "effect"
import type { EventLog, LogRecord, Producer } from "../../ports/EventLog.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import type { Refusal } from "./Transcribe.ts"

export const quarantineTopic = "corridor.quarantine"

/** A quarantined message's address: `<topic>/<partition>/<offset>`. */
export const quarantineId = ({ topic, partition, offset }: LogRecord): string => `${topic}/${partition}/${offset}`

/** Called with refusals before they are stored. */
export type Announce = (refusals: ReadonlyArray<Refusal>) => Effect.Effect<void>

const messageOf = ({ at, kind, problems }: Refusal) => ({
  key: quarantineId(at),
  value: Buffer.from(
    JSON.stringify({
      id: quarantineId(at),
      partner: partnerOfTopic(at.topic),
      kind: kind ?? null,
      sentAt: at.timestamp,
      problems
    })
  )
})

/**
 * Announces in the log, by a producer that is opened at the first refusal and closed with the scope; what the log does not take is
 * told once and not waited for.
 */
export const announceIn = Effect.fn("Announce.announceIn")(function* (log: EventLog["Service"]) {
  const scope = yield* Effect.scope
  const turn = yield* Semaphore.make(1)
  let producer: Producer | undefined
  let told = false
  const open = Effect.suspend(() =>
    producer !== undefined
      ? Effect.succeed(producer)
      : Effect.tap(Scope.provide(log.ownProducer, scope), (opened) => Effect.sync(() => (producer = opened)))
  )
  const announce: Announce = (refusals) =>
    Effect.flatMap(turn.withPermits(1)(open), (opened) => opened.send(quarantineTopic, refusals.map(messageOf))).pipe(
      Effect.catch((error) => {
        if (told) return Effect.void
        told = true
        return Effect.logWarning(`refusals are stored but not announced in ${quarantineTopic}: ${error.message}`)
      })
    )
  return announce
})
