/** `up [--port N] [--no-demo]`: what `npm start` does. */
import { Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { defaultPipelineOptions, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { type PublishedFlows, publishedFlows } from "../../release/publish/PublishedFlows.ts"
import { releaseDemonstration } from "../../release/releases/demonstrationRelease.ts"
import { settleReleases } from "../../release/releases/Releases.ts"
import { loadDemonstration } from "../demonstration/LoadDemonstration.ts"
import { buildMarts } from "../marts/BuildMarts.ts"
import { startWatch } from "../metrics/Watch.ts"
import { Progress } from "../process/Progress.ts"
import { settings } from "../settings/Settings.ts"
import { keysLayer } from "../stack/Keys.ts"
import { startStack } from "../stack/Up.ts"
import { corridorWords } from "./CorridorTable.ts"
import { servePage } from "./ServePage.ts"
import { commonFlags, endsWell, portFlag, switchFlag, tell } from "./Verb.ts"

/** Sends the demonstration in, runs the pipeline, builds the marts, publishes. Not again once that was done. */
const demonstrate = Effect.fn("up.demonstrate")(function* (data: string) {
  const say = yield* Progress
  if ((yield* publishedFlows()).cells.length > 0)
    return say("The demonstration is there already; this start goes on with the same data.")
  say("Sending the demonstration's invented records in, as twelve partners would …")
  yield* loadDemonstration(data)
  say("Running the pipeline …")
  const { loaded, quarantined, duplicates } = yield* runUntilCaughtUp(defaultPipelineOptions)
  say(`  ${loaded} records loaded, ${quarantined} quarantined, ${duplicates} there already`)
  say("Building the marts …")
  const { results } = yield* buildMarts()
  say(`  ${results.length} models and tests, all well`)
  say("Freezing them and making a release, approved by the demonstration's own invented reviewers …")
  if (!(yield* releaseDemonstration()))
    say(
      "  none made: there was one before, or there are records that are not invented. 'release create' makes one for people to review"
    )
})

const ready = (url: string, flows: PublishedFlows): ReadonlyArray<string> => [
  "",
  ...corridorWords(flows),
  "",
  `Page and API: ${url}`,
  "Ctrl-C stops everything. In another terminal: npm run -s corridor -- --help"
]

export const up = Command.make(
  "up",
  {
    ...commonFlags,
    port: portFlag,
    noDemo: switchFlag("no-demo", "start without the demonstration's records")
  },
  Effect.fn("up")(
    function* ({ data, json, port, noDemo }) {
      const wanted = port ?? (yield* settings).port
      const { services, endpoints } = yield* startStack({ data, port: wanted, usualPorts: wanted !== 0 })
      yield* Effect.gen(function* () {
        yield* settleReleases()
        if (!noDemo) yield* demonstrate(data)
        yield* servePage(endpoints.page.port)
        yield* startWatch("up", defaultPipelineOptions.groupId)
        const { url } = endpoints.page
        yield* tell(json, { json: { url, endpoints }, words: ready(url, yield* publishedFlows()) })
        return yield* Effect.never
      }).pipe(
        Effect.provide(
          SchemaReaders.layer.pipe(Layer.provideMerge(Layer.merge(keysLayer(data), Layer.succeedContext(services))))
        )
      )
    },
    Effect.scoped,
    endsWell
  )
).pipe(
  Command.withDescription("Start Kafka, the schema registry, ClickHouse and the page, and stay until Ctrl-C"),
  Command.withExamples([
    { command: "corridor up", description: "with the demonstration's invented records" },
    { command: "corridor up --no-demo --data /srv/corridor --port 8090" }
  ])
)
