/**
 * Tells of refused messages in the topic `corridor.quarantine`, for whoever watches: rule, path and place, never content.
 * The table is the truth; an announcement may come twice, after a crash.
 *
 * One message tells of many: its key is `<topic>/<partition>`, its value
 * `{"partner": …, "refused": [{"id": "<topic>/<partition>/<offset>", "kind": …, "sentAt": …, "problems": [{"code": …, "path": …}]}]}`.
 * (A message for each took as long to send as all that the pipeline does with twenty good records.)
 */
import { Effect, Scope, Semaphore } from "effect"
import { addressOf, type EventLog, type LogPlace, type Producer } from "../../ports/EventLog.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import type { Refusal } from "./Transcribe.ts"

export const quarantineTopic = "corridor.quarantine"

/** A quarantined message's address: `<topic>/<partition>/<offset>`. */
export const quarantineId = (at: LogPlace): string => `${addressOf(at)}/${at.offset}`

/** Called with refusals before they are stored, those of one partition side by side. */
export type Announce = (refusals: ReadonlyArray<Refusal>) => Effect.Effect<void>

/** Problems that one message tells at most: some 60 kB, far below what a broker takes. */
const problemsAtOnce = 500

const isOfOnePartition = (a: LogPlace, b: LogPlace) => a.topic === b.topic && a.partition === b.partition

/** Cuts refusals into runs of one partition and of about `problemsAtOnce` problems. */
const runsOf = (refusals: ReadonlyArray<Refusal>): ReadonlyArray<ReadonlyArray<Refusal>> => {
  const runs: Array<Array<Refusal>> = []
  let room = 0
  for (const refusal of refusals) {
    const before = runs.at(-1)?.[0]
    if (room <= 0 || before === undefined || !isOfOnePartition(before.at, refusal.at)) {
      runs.push([])
      room = problemsAtOnce
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
    Effect.flatMap(turn.withPermits(1)(open), (opened) =>
      opened.send(quarantineTopic, runsOf(refusals).map(messageOf))
    ).pipe(
      Effect.catch((error) => {
        if (told) return Effect.void
        told = true
        return Effect.logWarning(`refusals are stored but not announced in ${quarantineTopic}: ${error.message}`)
      })
    )
  return announce
})
