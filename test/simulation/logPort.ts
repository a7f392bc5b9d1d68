/** The port of the log, from a host over a network to the simulated log. Its consumer has the guarantees of `infra/kafka/KafkaConsumer.ts`. */
import { Effect, Exit, Schedule, type Scope } from "effect"
import {
  type ConsumeOptions,
  EventLog,
  EventLogError,
  type Membership,
  PartitionSetAside
} from "../../ports/EventLog.ts"
import { LogBatch, type LogRecord } from "../../ports/LogBatch.ts"
import type { Host } from "./Host.ts"
import type { Assignment } from "./SimulatedLog.ts"
import type { World } from "./World.ts"

/** Times between heartbeats, and between fetches of a partition without new records. */
const [heartbeatInterval, fetchInterval] = ["2 seconds", "1 second"] as const

/** A rejoin waits this long for batches in flight, less than the group waits for the rejoin. */
const drainTimeout = "10 seconds"

/** During shutdown, batches in progress may end within the first time, and those that are stored be committed within the second. */
const [finishTimeout, commitTimeout] = ["4 seconds", "1500 millis"] as const

/** Time until records that the handler could not take are fetched again. */
const setAsidePause = "3 seconds"

const isSetAside = <E>(error: E | PartitionSetAside): error is PartitionSetAside => error instanceof PartitionSetAside

const silent = new EventLogError({ operation: "ask", retryable: true, message: "the log does not answer" })

const lost = new EventLogError({
  operation: "commit",
  retryable: false,
  lost: true,
  message: "The partition was assigned to another member"
})

/** Asks again while the log does not answer. */
const retryWhileSilent = <A>(ask: Effect.Effect<A, EventLogError>): Effect.Effect<A, EventLogError> =>
  Effect.retry(ask, { while: ({ retryable }) => retryable, schedule: Schedule.spaced("1 second") })

let joins = 0

/** A member of the group: joins, hands fetched records to the handler, and joins again after each rebalance. */
const consume = Effect.fnUntraced(function* <E, R>(
  { log, faults, without }: World,
  host: Host,
  options: ConsumeOptions<E, R>
): Effect.fn.Return<never, E | EventLogError, R | Scope.Scope> {
  const scope = yield* Effect.scope
  joins += 1
  const id = `member ${joins}`
  const ask = <A>(arrive: () => A) =>
    host.request((): Exit.Exit<A, EventLogError> => (faults.isLogSilent() ? Exit.fail(silent) : Exit.succeed(arrive())))
  /** The generation that this member knows; another one after each join. */
  let own = -1
  /** True when the handlers of this generation must end. */
  let isOver = false

  yield* Effect.addFinalizer(() => Effect.ignore(ask(() => log.leave(id)).pipe(Effect.timeoutOption(commitTimeout))))
  yield* Effect.addFinalizer(() =>
    Effect.interruptible(options.onRebalance).pipe(
      Effect.timeoutOrElse({
        duration: finishTimeout,
        orElse: () =>
          Effect.interruptible(options.finishCommits ?? Effect.void).pipe(Effect.timeoutOption(commitTimeout))
      }),
      Effect.ignore
    )
  )

  const heartbeats = Effect.suspend(() => {
    const generation = own
    return Effect.map(
      ask(() => log.heartbeat(id, generation)),
      (answer) => {
        if (generation === own && answer !== "stable") isOver = true
      }
    )
  }).pipe(Effect.ignore, Effect.andThen(Effect.sleep(heartbeatInterval)), Effect.forever)
  yield* Effect.forkScoped(heartbeats)

  const asMember = (generation: number, arrive: () => boolean) => {
    const isOwn = Effect.suspend(() => (generation === own ? Effect.void : Effect.fail(lost)))
    const answer = Effect.flatMap(ask(arrive), (isMember) => {
      if (isMember) return isOwn
      isOver = true
      return Effect.fail(lost)
    })
    return retryWhileSilent(Effect.andThen(isOwn, answer))
  }

  /** Reads one partition until the generation is over. */
  const read = Effect.fnUntraced(function* (address: string, generation: number) {
    let pauses = 0
    const records = log.partitions.get(address) as ReadonlyArray<LogRecord>
    const [{ topic, partition }] = records as [LogRecord]
    const commit = (offset: number) =>
      without === "fencing"
        ? retryWhileSilent(ask(() => void log.committed.set(address, offset)))
        : asMember(generation, () => log.commit(id, generation, address, offset))
    const membership: Membership = {
      generation,
      commit,
      assertOwnership:
        without === "fencing" ? Effect.void : asMember(generation, () => log.heartbeat(id, generation) !== "removed"),
      pauseUntil: (until) =>
        Effect.suspend(() => {
          pauses += 1
          return Effect.forkIn(
            Effect.ensuring(
              until,
              Effect.sync(() => (pauses -= 1))
            ),
            scope
          )
        })
    }
    const committed = retryWhileSilent(ask(() => log.committed.get(address) ?? 0))
    let position = yield* committed
    while (!isOver) {
      if (faults.reconnects()) position = Math.min(position, yield* committed)
      const fetched = yield* retryWhileSilent(ask(() => records.slice(position, position + faults.fetchSize())))
      if (isOver) return
      const batch = LogBatch.of(topic, partition, fetched)
      if (without === "commit after insert" && batch.count > 0) yield* Effect.ignore(commit(batch.lastOffset + 1))
      const isTaken = yield* options.handle(batch, records.length, membership).pipe(
        Effect.as(true),
        Effect.catchIf(isSetAside, () => Effect.succeed(false))
      )
      if (!isTaken) {
        yield* Effect.sleep(setAsidePause)
        continue
      }
      position += batch.count
      if (batch.count === 0) yield* Effect.sleep(fetchInterval)
      while (pauses > 0 && !isOver) yield* Effect.sleep(fetchInterval)
    }
  })

  for (;;) {
    const assigned: Assignment = yield* Effect.callback<Assignment>((resume) => {
      log.join(id, (assignment) => host.whenAwake(() => resume(Effect.succeed(assignment))))
    })
    own = assigned.generation
    isOver = false
    yield* options.onRebalance
    yield* Effect.forEach(assigned.partitions, (address) => read(address, assigned.generation), {
      concurrency: "unbounded",
      discard: true
    })
    while (!isOver) yield* Effect.sleep(fetchInterval)
    yield* Effect.timeoutOption(options.drain ?? Effect.void, drainTimeout)
  }
}, Effect.scoped)

export const logPort = (world: World, host: Host): EventLog["Service"] => {
  const unused = () => Effect.die("The pipeline does not use this.")
  return EventLog.of({
    consume: (options) => consume(world, host, options),
    topics: () =>
      host.request(() =>
        Exit.succeed([...new Set([...world.log.partitions.values()].map(([first]) => first?.topic ?? ""))])
      ),
    ownProducer: Effect.succeed({ send: () => host.request(() => Exit.succeed([])) }),
    producer: unused,
    endOffsets: unused,
    startOffsets: unused,
    committed: unused,
    resetOffsets: unused,
    readAt: unused,
    ping: Effect.void
  })
}
