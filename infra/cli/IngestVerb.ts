/** `ingest [--until-caught-up] [--workers N]` */
import { Duration, Effect, Layer } from "effect"
import { Command, Flag } from "effect/cli"
import { defaultPipelineOptions, runForever, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackLayer } from "../stack/Stack.ts"
import { commonFlags, endsWell, switchFlag, tell } from "./Verb.ts"

/** All that the pipeline needs of a stack. */
export const pipelineLayer = (data: string) =>
  SchemaReaders.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(stackLayer({ data, needs: ["log", "registry", "warehouse"], patient: true }), keysLayer(data))
    )
  )

export const ingest = Command.make(
  "ingest",
  {
    ...commonFlags,
    untilCaughtUp: switchFlag("until-caught-up", "end when everything that is in the topics now is stored"),
    workers: Flag.Int("workers").pipe(Flag.withDescription("members of the consumer group"), Flag.withDefault(1))
  },
  Effect.fn("ingest")(function* ({ data, json, untilCaughtUp, workers }) {
    const options = { ...defaultPipelineOptions, workers: Math.max(1, workers) }
    if (!untilCaughtUp) return yield* runForever(options).pipe(Effect.provide(pipelineLayer(data)), endsWell)
    const { duration, ...outcome } = yield* runUntilCaughtUp(options).pipe(Effect.provide(pipelineLayer(data)))
    const seconds = Duration.toMillis(duration) / 1000
    const recordsPerSecond = seconds === 0 ? 0 : Math.round(outcome.consumed / seconds)
    yield* tell(json, {
      json: { ...outcome, seconds, recordsPerSecond },
      words: [
        `${outcome.consumed} records read in ${seconds.toFixed(1)} s: ${outcome.loaded} loaded, ${outcome.quarantined} quarantined, ${outcome.duplicates} there already.`,
        ...(outcome.quarantined > 0 ? ["See 'quarantine list' for what was refused and why."] : [])
      ]
    })
  })
).pipe(
  Command.withDescription("Run the pipeline: partners' topics into ClickHouse, each record once"),
  Command.withExamples([{ command: "corridor ingest --until-caught-up" }, { command: "corridor ingest --workers 2" }])
)
