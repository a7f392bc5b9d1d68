/**
 * One member of a consumer group, over kafkajs.
 *
 * What kafkajs leaves to its user and this file does:
 * - **Outages.** kafkajs gives up after some tries; here its consumer is started again for as long as it takes. One
 *   log line when the cluster goes and one when it is back. Memory stays bounded: nothing is fetched while handlers run.
 * - **Rebalances.** kafkajs rejoins while handlers may still run. Each join starts a new epoch; handlers of the new
 *   epoch wait until those of the old have ended and `onRebalance` has run, and a commit of the old epoch is refused.
 * - **Long handlers.** Heartbeats go on while a handler runs, so a store that is down does not cost the membership.
 * - **Frozen processes.** A process that was stopped for longer than its session does not know it: see `KafkaMembership.ts`.
 */
import { Deferred, Effect, Exit, FiberSet, Schedule, type Scope, Semaphore } from "effect"
import kafkajs, { type EachBatchPayload, type Kafka } from "kafkajs"
import { type ConsumeOptions, EventLogError } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import type { ClientOptions, Notice } from "./KafkaConnection.ts"
import { attempt, toEventLogError } from "./KafkaFailure.ts"
import { batchOf } from "./KafkaJsFetch.ts"
import type { BeforeJoin } from "./KafkaJsRepairs.ts"
import { type Behind, type Epochs, membershipOf } from "./KafkaMembership.ts"
import { kafkaSockets } from "./KafkaSockets.ts"

/** A consumer that comes back after an outage waits until the group has given up its former self: this long. */
const sessionTimeout = 12_000
const heartbeatInterval = 2_000
/** What was begun when the end came may end within this time: a batch that the store takes now is committed too. */
const lastWork = "4 seconds"
/** And what it has stored by then may be committed within this time. */
const lastCommit = "1500 millis"
/** And then the group may be left within this time, or else it finds out by itself: all three together are less than the ten seconds to end in. */
const farewell = "1500 millis"
/** A topic that was given partitions is read whole after so long; kafkajs would look again after five minutes. */
const metadataMaxAge = 10_000
/** Partitions handled side by side. */
const partitionsAtOnce = 4
/**
 * Under little load the broker waits this long for `minBytes` before it answers. A batch has a cost of its own, whatever its
 * size: a longer wait costs latency, a shorter one the processor.
 */
const linger = 120
const minBytes = 1024 * 1024
/** Some 8,000 records. Larger answers take memory twice over while they come; larger batches are made of several. */
const maxBytesPerPartition = 2 * 1024 * 1024
/** More than there will ever be handlers: whoever holds all of these runs alone. */
const everybody = 10_000

const notAuthorized = () =>
  new EventLogError({
    operation: "read records",
    retryable: false,
    message: "Kafka could not read records: GROUP_OR_TOPIC_AUTHORIZATION_FAILED"
  })

/** Makes kafkajs join the group again. */
const rejoin = () =>
  Object.assign(new kafkajs.KafkaJSError("the group went on without this member"), { type: "REBALANCE_IN_PROGRESS" })

const recordsOf = ({ batch }: EachBatchPayload): Effect.Effect<LogBatch, EventLogError> =>
  Effect.try({
    try: () => batchOf(batch),
    catch: (error) => toEventLogError("read records", error)
  })

/** After a lost connection, the consumer waits this long for a fetch before it asks a broker whether Kafka responds. */
const doubtFor = "2 seconds"

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
 * Logs once that Kafka does not respond and once that it does again. A lost connection alone is no outage: other brokers may respond,
 * or the consumer may be busy with a batch and fetch nothing for a while. So a broker is asked before an outage is logged.
 */
const outages = (kafka: Kafka) => {
  let fetches = 0
  let isDown = false
  let isDoubted = false
  return {
    /** A connection was lost, or kafkajs gave up. */
    lost: Effect.suspend(() => {
      if (isDown || isDoubted) return Effect.void
      isDoubted = true
      const before = fetches
      return Effect.gen(function* () {
        yield* Effect.sleep(doubtFor)
        const isUp = fetches > before || (yield* responds(kafka)) || fetches > before
        isDoubted = false
        isDown = !isUp
        if (isDown) yield* Effect.logWarning("Kafka does not answer; reading goes on when it does")
      })
    }),
    /** A fetch was answered. */
    heard: Effect.suspend(() => {
      fetches += 1
      if (!isDown) return Effect.void
      isDown = false
      return Effect.logInfo("Kafka answers again")
    })
  }
}

/** Heartbeats for as long as a handler runs; kafkajs itself sends them only between handlers. */
const heartbeats = (payload: EachBatchPayload) =>
  attempt("send a heartbeat", () => payload.heartbeat()).pipe(
    Effect.ignore,
    Effect.andThen(Effect.sleep(heartbeatInterval)),
    Effect.forever
  )

/** Runs handlers epoch by epoch; answers "stale" for a batch that another epoch will bring again. */
const makeHandler = <E, R>(options: ConsumeOptions<E, R>, epochs: Epochs, behind: Behind) => {
  const opening = Semaphore.makeUnsafe(1)
  const gate = Semaphore.makeUnsafe(everybody)

  const open = (epoch: number) =>
    Effect.suspend(() => {
      if (epochs.open === epoch || epochs.joined !== epoch) return Effect.void
      const forget = Effect.andThen(
        options.onRebalance,
        Effect.sync(() => (epochs.open = epoch))
      )
      return Effect.asVoid(gate.withPermits(everybody)(forget))
    }).pipe(opening.withPermits(1))

  const handle = (payload: EachBatchPayload, epoch: number) =>
    Effect.suspend((): Effect.Effect<Exit.Exit<void, E | EventLogError> | "stale", never, R> => {
      if (epochs.open !== epoch) return Effect.succeed("stale")
      const work = Effect.flatMap(recordsOf(payload), (records) =>
        options.handle(records, Number(payload.batch.highWatermark), membershipOf(payload, epoch, epochs, behind))
      )
      return Effect.exit(Effect.raceFirst(work, heartbeats(payload)))
    }).pipe(gate.withPermits(1))

  return {
    open,
    handle: (payload: EachBatchPayload, epoch: number) => Effect.andThen(open(epoch), handle(payload, epoch))
  }
}

const makeConsumer = <E, R>(kafka: Kafka, options: ConsumeOptions<E, R>, stopping: () => boolean) =>
  kafka.consumer({
    groupId: options.groupId,
    allowAutoTopicCreation: false,
    metadataMaxAge,
    sessionTimeout,
    heartbeatInterval,
    minBytes,
    maxWaitTimeInMs: linger,
    maxBytesPerPartition,
    maxBytes: 4 * maxBytesPerPartition,
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5, restartOnFailure: async () => !stopping() }
  })

/**
 * Opens the member and reads until interrupted. `makeKafka` gets the listener for kafkajs's own log and where sockets come from.
 * A failure of the handler ends it, except a failure after the partition was given away: that batch comes again elsewhere.
 */
export const consume = Effect.fn("EventLog.consume")(function* <E, R>(
  makeKafka: (own: Pick<ClientOptions, "notice" | "socketFactory">) => Kafka,
  options: ConsumeOptions<E, R>
): Effect.fn.Return<never, E | EventLogError, R | Scope.Scope> {
  const failure = yield* Deferred.make<never, E | EventLogError>()
  const epochs: Epochs = { joined: 0, open: 0, over: -1, ask: async () => {} }
  const runFork = yield* FiberSet.makeRuntime<never>()
  const handler = makeHandler(options, epochs, runFork)
  const state = outages(makeKafka({}))
  let stopping = false
  let joining = true
  let failed = false
  let notice: Notice = () => {}

  const sockets = kafkaSockets()
  const kafka = makeKafka({ notice: (what) => notice(what), socketFactory: sockets.factory })
  const consumer = makeConsumer(kafka, options, () => stopping)
  // Finalizers run backwards: mark the end, interrupt the handlers, let the work behind them come to its commit, leave the group.
  // kafkajs cannot leave while it joins, which takes as long as the group waits for a dead member: it would become a member
  // that nobody ends. Then its connections are cut.
  yield* Effect.addFinalizer(() =>
    (joining ? Effect.void : attempt("leave the group", () => consumer.disconnect())).pipe(
      Effect.timeoutOption(farewell),
      Effect.ignore,
      Effect.andThen(Effect.sync(sockets.cut))
    )
  )
  yield* Effect.addFinalizer(() =>
    Effect.interruptible(options.onRebalance).pipe(
      Effect.timeoutOrElse({
        duration: lastWork,
        orElse: () => Effect.interruptible(options.finishCommits ?? Effect.void).pipe(Effect.timeoutOption(lastCommit))
      }),
      Effect.ignore
    )
  )
  const runPromise = yield* FiberSet.makeRuntimePromise<R>()
  yield* Effect.addFinalizer(() => Effect.sync(() => (stopping = true)))

  let denied = false
  notice = (what) => {
    if (what === "denied") denied = true
    else if (!stopping) runFork(state.lost)
  }
  consumer.on("consumer.rebalancing", ({ payload }) => {
    const { until, ask } = payload as Partial<BeforeJoin>
    if (ask !== undefined) epochs.ask = ask
    if (!stopping && options.drain !== undefined) until?.(runPromise(options.drain))
  })
  consumer.on("consumer.group_join", () => {
    epochs.joined += 1
    // At once and not with the next batch: what the handler kept is void from now on.
    if (!stopping) runPromise(handler.open(epochs.joined)).catch(() => {})
  })
  consumer.on("consumer.fetch", () => {
    if (!stopping) runFork(state.heard)
  })

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    if (stopping || failed) return
    const epoch = epochs.joined
    // Rejects when this reader is being stopped: the batch is simply not done.
    const done = await runPromise(handler.handle(payload, epoch)).catch(() => "stale" as const)
    if (stopping) return
    // The group went on without this member, as a batch found that goes on behind its handler.
    if (epoch === epochs.over) throw rejoin()
    if (done !== "stale" && Exit.isSuccess(done)) {
      if (epoch === epochs.joined) payload.resolveOffset(payload.batch.lastOffset())
      return
    }
    if (done === "stale" || epoch !== epochs.joined) return
    failed = true
    runFork(Deferred.failCause(failure, done.cause))
  }

  const start = attempt("read records", async () => {
    denied = false
    joining = true
    await consumer.connect()
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch
    })
    joining = false
  }).pipe(
    Effect.tapError((error) => Effect.sync(() => void (error.retryable && runFork(state.lost)))),
    Effect.retry({ while: (error) => error.retryable, schedule: Schedule.spaced("2 seconds") })
  )
  /** kafkajs has given up: again from the start where the cause will pass, else the end. */
  const afterCrash = (error: EventLogError) =>
    error.retryable && !denied
      ? Effect.andThen(
          Effect.sync(() => runFork(state.lost)),
          Effect.delay(start, "1 second")
        )
      : Effect.fail(denied ? notAuthorized() : error)
  consumer.on("consumer.crash", ({ payload }) => {
    if (stopping || (payload.restart && !denied)) return
    const next = afterCrash(toEventLogError("read records", payload.error))
    runFork(Effect.catch(next, (error) => Deferred.fail(failure, error)))
  })
  yield* start
  return yield* Deferred.await(failure)
})
