/** `ingest [--until-caught-up] [--workers N] [--metrics PORT]` */
import { Duration, Effect, Layer } from "effect"
import { Command, Flag } from "effect/cli"
import type { LeavingOut } from "../../ingest/pipeline/LeftOutPartitions.ts"
import { findLostRecords, offsetProblems } from "../../ingest/pipeline/LostRecords.ts"
import { readOffsets } from "../../ingest/pipeline/PartitionProblems.ts"
import { defaultPipelineOptions, runForever, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { counted } from "../../ports/counted.ts"
import { addressOf } from "../../ports/EventLog.ts"
import { retainOnce, startRetention } from "../erasure/retention.ts"
import { serveMetrics } from "../metrics/ServeMetrics.ts"
import { startWatch } from "../metrics/Watch.ts"
import { limitHeapGrowth } from "../process/limitHeapGrowth.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackLayer } from "../stack/Stack.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented, maxPort, optionalWhole, switchFlag, wholeFlag } from "./CommonFlags.ts"
import { exitZeroOnInterrupt } from "./exitZeroOnInterrupt.ts"

export const pipelineLayer = (data: string) =>
  SchemaReaders.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(stackLayer({ data, needs: ["log", "registry", "warehouse"], waitForever: true }), keysLayer(data))
    )
  )

const lostSentence =
  "Records that partners sent may be lost before they were loaded; loaded records stay. Found before this load:"

const lostRecords = Effect.fn("ingest.lostRecords")(function* (groupId: string) {
  return [...(yield* findLostRecords(groupId)), ...offsetProblems(yield* readOffsets(groupId))]
})

/** Logs what is lost. If it cannot be checked, the pipeline says itself which component it waits for. */
const warnOfLost = (groupId: string) =>
  lostRecords(groupId).pipe(
    Effect.flatMap((lost) =>
      lost.length === 0
        ? Effect.void
        : Effect.logWarning(`${lostSentence} ${lost.join("; ")}. 'doctor' says what to do.`)
    ),
    Effect.ignore
  )

export const ingest = Command.make(
  "ingest",
  {
    ...commonFlags,
    untilCaughtUp: switchFlag(
      "until-caught-up",
      "exit when all records that are in the topics at the start are stored"
    ),
    workers: wholeFlag("workers", "number of members of the consumer group", 1).pipe(Flag.withDefault(1)),
    metrics: optionalWhole(
      "metrics",
      "serve /metrics and /healthz on this port of the loopback address; 0 for any free port",
      0,
      maxPort
    )
  },
  Effect.fn("ingest")(function* ({ data, json, untilCaughtUp, workers, metrics }) {
    const options = { ...defaultPipelineOptions, workers }
    yield* limitHeapGrowth
    // Before the stack is built, so that `/healthz` can name the component that it waits for.
    if (metrics !== undefined) yield* Effect.logInfo(`Metrics: ${yield* serveMetrics(metrics, data)}/metrics`)
    // In its own scope, so that it stops before the components that it measures.
    const watched = <A, E, R>(pipeline: Effect.Effect<A, E, R>) =>
      metrics === undefined
        ? pipeline
        : Effect.scoped(Effect.andThen(startWatch("ingest", options.groupId, data), pipeline))
    if (!untilCaughtUp)
      return yield* watched(
        Effect.scoped(Effect.all([startRetention, Effect.forkScoped(warnOfLost(options.groupId)), runForever(options)]))
      ).pipe(Effect.provide(pipelineLayer(data)), exitZeroOnInterrupt)
    // Before the load: what is loaded from a topic that was created again hides that it was.
    const [lost, { duration, leftOut, ...counts }] = yield* watched(
      Effect.all([lostRecords(options.groupId), Effect.tap(runUntilCaughtUp(options), retainOnce)])
    ).pipe(Effect.provide(pipelineLayer(data)))
    const placesOf = (problem: LeavingOut) =>
      leftOut.filter((each) => each.problem === problem).map(({ place }) => addressOf(place))
    const outcome = { ...counts, unreadable: placesOf("unreadable"), withoutKey: placesOf("no-key"), lost }
    const seconds = Duration.toMillis(duration) / 1000
    const recordsPerSecond = seconds === 0 ? 0 : Math.round(outcome.consumed / seconds)
    yield* printResult(json, {
      json: { ...outcome, seconds, recordsPerSecond },
      lines: [
        `${counted(outcome.consumed, "record")} read in ${seconds.toFixed(1)} s: ${outcome.loaded} loaded, ${outcome.quarantined} quarantined, ${outcome.duplicates} already stored.`,
        ...(outcome.quarantined > 0 ? ["'quarantine list' shows the refused records and the reasons."] : []),
        ...leftOut.map(({ place, reason }) => `${addressOf(place)} could not be loaded in full: ${reason}`),
        ...(lost.length > 0 ? [`${lostSentence} ${lost.join("; ")}.`] : []),
        ...(leftOut.length + lost.length > 0 ? ["'doctor' says what to do."] : [])
      ],
      exitCode: leftOut.length + lost.length === 0 ? 0 : 3
    })
  }, Effect.scoped)
).pipe(
  documented(
    "Run the pipeline: load partners' topics into ClickHouse, each record exactly once",
    "corridor ingest --until-caught-up",
    "corridor ingest --workers 2 --metrics 9464"
  )
)
