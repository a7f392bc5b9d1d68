/**
 * One member of a consumer group, over kafkajs.
 *
 * This file adds what kafkajs does not do:
 * - **Outages.** kafkajs gives up after a few retries. Here its consumer is restarted until the cluster responds. The outage is logged
 *   once when it begins and once when it ends. Memory stays bounded, because nothing is fetched while handlers run.
 * - **Rebalances.** kafkajs rejoins the group while handlers may still run. Here each join starts a new epoch. Handlers of the new epoch
 *   wait until those of the old epoch have ended and `onRebalance` has run. A commit of the old epoch fails.
 * - **Long handlers.** Heartbeats continue while a handler runs or waits, and while a rejoin waits for batches in flight, so a member keeps its
 *   membership during an outage of the store.
 * - **Damaged partitions.** kafkajs fails, or reads nothing at all, if one partition's records cannot be read. Here that partition is left out and
 *   tried again later, and the others are read on (`kafkajs/DamagedPartitions.ts`).
 * - **Frozen processes.** A process that was frozen for longer than its session cannot detect this itself: see `KafkaMembership.ts`.
 */
import { Deferred, Effect, Exit, FiberSet, Result, Schedule, type Scope, Semaphore } from "effect"
import kafkajs, { type EachBatchPayload, type Kafka } from "kafkajs"
import { type ConsumeOptions, EventLogError } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import type { ClientOptions, Notice } from "./KafkaConnection.ts"
import { attempt, toEventLogError } from "./KafkaFailure.ts"
import { type Behind, type Epochs, membershipOf } from "./KafkaMembership.ts"
import { kafkaSockets } from "./kafkajs/ClosableSockets.ts"
import { batchOf } from "./kafkajs/FetchedRecords.ts"
import type { BeforeJoin } from "./kafkajs/Rejoin.ts"
import { outages } from "./outages.ts"
import { damagedPartitions, isSetAside, pauseFor, setAsidePause } from "./setAside.ts"

/** Milliseconds. After an outage, a consumer waits this long until the group has removed its previous membership. */
const sessionTimeout = 12_000
const heartbeatInterval = 2_000
/** Milliseconds that the group waits for a member to rejoin. Then it removes the member, which begins another rebalance when it joins again. */
const rebalanceTimeout = 60_000
/** A rejoin waits this long for batches in flight. Without a limit, two members whose batches take longer would remove each other for ever. */
const drainTimeout = "40 seconds"
/** During shutdown, work in progress may finish within this time. A batch that the store accepts in it is committed. */
const finishTimeout = "4 seconds"
/** After `finishTimeout`, batches that are already stored may be committed within this time. */
const commitTimeout = "1500 millis"
/** Time to leave the group; otherwise the session expires. All three times together are below the shutdown limit of ten seconds. */
const leaveTimeout = "1500 millis"
/** Milliseconds until new partitions of a topic are noticed. The default of kafkajs is five minutes. */
const metadataMaxAge = 10_000
/** Partitions handled concurrently. */
const partitionsAtOnce = 4
/**
 * Milliseconds that the broker waits for `minBytes` before it responds. Each batch has a fixed cost: a longer wait increases latency, a
 * shorter one processor time.
 */
const linger = 120
const minBytes = 1024 * 1024
/** About 8,000 records. A larger response needs twice its size while it arrives. Larger batches consist of several responses. */
const maxBytesPerPartition = 2 * 1024 * 1024
/** More permits than there are handlers. Taking all of them gives exclusive access. */
const allPermits = 10_000

const notAuthorized = () =>
  new EventLogError({
    operation: "read records",
    retryable: false,
    message: "Kafka could not read records: GROUP_OR_TOPIC_AUTHORIZATION_FAILED"
  })

/** Returns the error that makes kafkajs rejoin the group. */
const rejoin = () =>
  Object.assign(new kafkajs.KafkaJSError("the group has removed this member"), { type: "REBALANCE_IN_PROGRESS" })

const recordsOf = ({ batch }: EachBatchPayload): Result.Result<LogBatch, EventLogError> =>
  Result.try({
    try: () => batchOf(batch),
    catch: (error) => toEventLogError("read records", error)
  })

/** Sends heartbeats for as long as it runs. kafkajs sends them only between handlers. */
const heartbeats = (send: () => Promise<unknown>) =>
  attempt("send a heartbeat", send).pipe(Effect.ignore, Effect.andThen(Effect.sleep(heartbeatInterval)), Effect.forever)

/**
 * Runs handlers one epoch at a time. Returns "stale" for a batch of another epoch, which is fetched again, and an exit with "aside" for a
 * partition whose records cannot be read or taken now.
 */
const makeHandler = <E, R>(
  options: ConsumeOptions<E, R>,
  epochs: Epochs,
  behind: Behind,
  damaged: ReturnType<typeof damagedPartitions<E, R>>
) => {
  const opening = Semaphore.makeUnsafe(1)
  const handlers = Semaphore.makeUnsafe(allPermits)

  const open = (epoch: number) =>
    Effect.suspend(() => {
      if (epochs.open === epoch || epochs.joined !== epoch) return Effect.void
      const startEpoch = Effect.andThen(
        options.onRebalance,
        Effect.sync(() => (epochs.open = epoch))
      )
      return Effect.asVoid(handlers.withPermits(allPermits)(startEpoch))
    }).pipe(opening.withPermits(1))

  const handle = (payload: EachBatchPayload, epoch: number) =>
    Effect.suspend((): Effect.Effect<Exit.Exit<"taken" | "aside", E | EventLogError> | "stale", never, R> => {
      if (epochs.open !== epoch) return Effect.succeed("stale")
      const read = recordsOf(payload)
      if (Result.isFailure(read))
        return Effect.exit(Effect.as(damaged.setAside(payload, read.failure, behind), "aside"))
      const membership = membershipOf(payload, epoch, epochs, behind)
      const work = damaged.readable(payload).pipe(
        Effect.andThen(options.handle(read.success, Number(payload.batch.highWatermark), membership)),
        Effect.as("taken" as const),
        Effect.catchIf(isSetAside, () => Effect.as(pauseFor(payload, setAsidePause, behind), "aside" as const))
      )
      return Effect.exit(work)
    }).pipe(handlers.withPermits(1))

  return {
    open,
    handle: (payload: EachBatchPayload, epoch: number) =>
      Effect.raceFirst(
        Effect.andThen(open(epoch), handle(payload, epoch)),
        heartbeats(() => payload.heartbeat())
      )
  }
}

const makeConsumer = <E, R>(kafka: Kafka, options: ConsumeOptions<E, R>, stopping: () => boolean) =>
  kafka.consumer({
    groupId: options.groupId,
    allowAutoTopicCreation: false,
    metadataMaxAge,
    sessionTimeout,
    heartbeatInterval,
    rebalanceTimeout,
    minBytes,
    maxWaitTimeInMs: linger,
    maxBytesPerPartition,
    maxBytes: 4 * maxBytesPerPartition,
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5, restartOnFailure: async () => !stopping() }
  })

/**
 * Joins the group and reads until interrupted. `makeKafka` receives the listener for kafkajs's log and the socket factory. Fails if the
 * handler fails, unless the partition was revoked before: then its new owner reads the batch.
 */
export const consume = Effect.fn("EventLog.consume")(function* <E, R>(
  makeKafka: (own: Pick<ClientOptions, "notice" | "socketFactory">) => Kafka,
  options: ConsumeOptions<E, R>
): Effect.fn.Return<never, E | EventLogError, R | Scope.Scope> {
  const failure = yield* Deferred.make<never, E | EventLogError>()
  const epochs: Epochs = { joined: 0, open: 0, over: -1, generation: 0, verify: async () => {} }
  const runFork = yield* FiberSet.makeRuntime<never>()
  const damaged = damagedPartitions(options)
  const handler = makeHandler(options, epochs, runFork, damaged)
  const state = outages(makeKafka({}))
  let stopping = false
  let joining = true
  let failed = false
  let generationOf = () => 0
  let notice: Notice = () => {}

  const sockets = kafkaSockets()
  const kafka = makeKafka({ notice: (what) => notice(what), socketFactory: sockets.factory })
  const consumer = makeConsumer(kafka, options, () => stopping)
  // Finalizers run in reverse order: set `stopping`, interrupt the handlers, wait for background work to commit, leave the group.
  // kafkajs cannot leave the group while it joins, and a join lasts until the group has given up a dead member. It would become a member
  // that is never closed. So in that case its connections are closed instead.
  yield* Effect.addFinalizer(() =>
    (joining ? Effect.void : attempt("leave the group", () => consumer.disconnect())).pipe(
      Effect.timeoutOption(leaveTimeout),
      Effect.ignore,
      Effect.andThen(Effect.sync(sockets.cut))
    )
  )
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
  const runPromise = yield* FiberSet.makeRuntimePromise<R>()
  yield* Effect.addFinalizer(() => Effect.sync(() => (stopping = true)))

  yield* damaged.listen((report) => runPromise(report).catch(() => {}))

  let denied = false
  notice = (what) => {
    if (what === "denied") denied = true
    else if (!stopping) runFork(state.lost)
  }
  consumer.on("consumer.rebalancing", ({ payload }) => {
    const { until, verify, generation } = payload as Partial<BeforeJoin>
    if (verify !== undefined) epochs.verify = verify
    if (generation !== undefined) generationOf = generation
    if (stopping || options.drain === undefined) return
    const drain = Effect.raceFirst(options.drain, heartbeats(epochs.verify))
    until?.(runPromise(Effect.timeoutOption(drain, drainTimeout)))
  })
  consumer.on("consumer.group_join", () => {
    epochs.joined += 1
    epochs.generation = generationOf()
    // Immediately, not with the next batch: the handler's state is invalid from now on.
    if (!stopping) runPromise(handler.open(epochs.joined)).catch(() => {})
  })
  consumer.on("consumer.fetch", () => {
    if (!stopping) runFork(state.fetched)
  })

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    if (stopping || failed) return
    const epoch = epochs.joined
    // Rejects if the consumer is being stopped. The batch is then read again later.
    const done = await runPromise(handler.handle(payload, epoch)).catch(() => "stale" as const)
    if (stopping) return
    // Background work of a batch found that the group has removed this member.
    if (epoch === epochs.over) throw rejoin()
    if (done !== "stale" && Exit.isSuccess(done)) {
      if (done.value === "taken" && epoch === epochs.joined) payload.resolveOffset(payload.batch.lastOffset())
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
  /** kafkajs has given up. Restarts the consumer if the error is temporary; otherwise fails. */
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
