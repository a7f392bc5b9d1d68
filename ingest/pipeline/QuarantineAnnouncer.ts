/**
 * Announces refused messages in the topic `corridor.quarantine`: rule, path and position, never content. The quarantine table is
 * authoritative; after a crash an announcement may be repeated.
 *
 * One message announces many refusals, because sending a message is expensive. Its key is `<topic>/<partition>`, its value
 * `{"partner": …, "refused": [{"id": "<topic>/<partition>/<offset>", "kind": …, "sentAt": …, "problems": [{"code": …, "path": …}]}]}`.
 */
import { Effect, Scope, Semaphore } from "effect"
import { addressOf, type EventLog, type Producer } from "../../ports/EventLog.ts"
import type { LogPosition } from "../../ports/LogBatch.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import type { Refusal } from "./Transcribe.ts"

export const quarantineTopic = "corridor.quarantine"

/** Returns a quarantined message's id: `<topic>/<partition>/<offset>`. */
const quarantineId = (at: LogPosition): string => `${addressOf(at)}/${at.offset}`

/** Announces refusals before they are stored. Those of one partition are contiguous. */
export type Announce = (refusals: ReadonlyArray<Refusal>) => Effect.Effect<void>

/** Maximum number of problems in a message: about 60 kB, far below a broker's limit. */
const problemsPerMessage = 500

const isSamePartition = (a: LogPosition, b: LogPosition) => a.topic === b.topic && a.partition === b.partition

/** Splits refusals into runs of one partition and of about `problemsPerMessage` problems. */
const runsOf = (refusals: ReadonlyArray<Refusal>): ReadonlyArray<ReadonlyArray<Refusal>> => {
  const runs: Array<Array<Refusal>> = []
  let room = 0
  for (const refusal of refusals) {
    const before = runs.at(-1)?.[0]
    if (room <= 0 || before === undefined || !isSamePartition(before.at, refusal.at)) {
      runs.push([])
      room = problemsPerMessage
    }
    runs.at(-1)?.push(refusal)
    room -= refusal.problems.length
  }
  return runs
}

const messageOf = (refusals: ReadonlyArray<Refusal>) => {
  const { at: first } = refusals[0] as Refusal
  return {
    key: addressOf(first),
    value: Buffer.from(
      JSON.stringify({
        partner: partnerOfTopic(first.topic),
        refused: refusals.map(({ at, kind, problems }) => ({
          id: quarantineId(at),
          kind: kind ?? null,
          sentAt: at.timestamp,
          problems
        }))
      })
    )
  }
}

/**
 * Creates a function that announces refusals in the log. Its producer is opened at the first refusal and closed with the scope. A failure
 * is logged once and not retried.
 */
export const makeAnnouncer = Effect.fn("QuarantineAnnouncer.make")(function* (log: EventLog["Service"]) {
  const scope = yield* Effect.scope
  const turn = yield* Semaphore.make(1)
  let producer: Producer | undefined
  let isLogged = false
  const open = Effect.suspend(() =>
    producer !== undefined
      ? Effect.succeed(producer)
      : Effect.tap(Scope.provide(log.ownProducer, scope), (opened) => Effect.sync(() => (producer = opened)))
  )
  const announce: Announce = (refusals) =>
    Effect.flatMap(turn.withPermits(1)(open), (opened) =>
      opened.send(quarantineTopic, runsOf(refusals).map(messageOf))
    ).pipe(
      Effect.catch((error) => {
        if (isLogged) return Effect.void
        isLogged = true
        return Effect.logWarning(
          `Refused messages are quarantined but not announced in ${quarantineTopic}: ${error.message}`
        )
      })
    )
  return announce
})
