/** `up [--port N] [--no-demo] [--round]`: what `npm start` does. */
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { defaultPipelineOptions, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { counted } from "../../ports/counted.ts"
import { type PublishedFlows, publishedFlows } from "../../release/published/PublishedFlows.ts"
import { readReleaseStatuses } from "../../release/published/readPublished.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { reconcileReleases } from "../../release/publisher/Releases.ts"
import { demoAccount } from "../demonstration/demoAccount.ts"
import { demonstrateRound } from "../demonstration/demonstrateRound.ts"
import { asDemoPeople } from "../demonstration/demoPeople.ts"
import { loadDemonstration } from "../demonstration/LoadDemonstration.ts"
import { startRetention } from "../erasure/retention.ts"
import { buildMarts } from "../marts/BuildMarts.ts"
import { serveMetrics } from "../metrics/ServeMetrics.ts"
import { startWatch } from "../metrics/Watch.ts"
import { loadWhenSent } from "../portal/loadWhenSent.ts"
import { stackSubmissionService } from "../portal/stackSubmissionService.ts"
import { freePort } from "../process/FreePort.ts"
import { Progress } from "../process/Progress.ts"
import { hasLocalAccounts, settings } from "../settings/Settings.ts"
import type { Endpoints } from "../stack/Endpoints.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { startStack } from "../stack/Up.ts"
import { buildNotebooks } from "./buildNotebooks.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented, portFlag, switchFlag } from "./CommonFlags.ts"
import { corridorLines } from "./CorridorTable.ts"
import { exitZeroOnInterrupt } from "./exitZeroOnInterrupt.ts"
import { servePageAndPortal } from "./ServePage.ts"

/** Submits the demonstration's records, runs the pipeline, builds the marts and publishes. Does nothing if that has been done. */
const demonstrate = Effect.fn("up.demonstrate")(function* (data: string) {
  const print = yield* Progress
  if ((yield* readReleaseStatuses()).length > 0) return print("The demonstration's records are already loaded.")
  print("Sending the demonstration's invented records of twelve partners …")
  yield* loadDemonstration(data)
  print("Running the pipeline …")
  const { loaded, quarantined, duplicates } = yield* runUntilCaughtUp(defaultPipelineOptions)
  print(`  ${counted(loaded, "record")} loaded, ${quarantined} quarantined, ${duplicates} already stored`)
  print("Building the marts …")
  const { results } = yield* buildMarts()
  print(`  ${results.filter(({ resourceType }) => resourceType !== "operation").length} models and tests succeeded`)
  print("Creating a vintage and a release, approved by invented reviewers …")
  if (!(yield* asDemoPeople(releaseDemonstration)))
    print("  skipped: a release exists, or some records are not invented. 'release create' creates one for review")
})

/** Returns the lines that explain how to sign in to the portal as the demonstration's partner. */
const signInLines = (keyFile: string, signIn: { readonly account: string; readonly password: string } | undefined) =>
  signIn === undefined
    ? []
    : [`  sign in as an invented partner: account ${signIn.account}, password ${signIn.password}, key file ${keyFile}`]

const ready = (
  { page, portal, metrics }: Endpoints,
  flows: PublishedFlows,
  signIn: ReadonlyArray<string>
): ReadonlyArray<string> => [
  "",
  ...corridorLines(flows),
  "",
  `Page and API: ${page.url}`,
  `Partners' portal: ${portal.url}`,
  ...signIn,
  `Notebooks: ${new URL("/notebooks/", page.url)}`,
  ...(metrics === undefined ? [] : [`Metrics and health, for operators: ${metrics.url}`]),
  "Press Ctrl-C to stop. Commands, in another terminal: npm run -s corridor -- --help"
]

/** The port of Prometheus's exporters. */
const usualMetricsPort = 9464

export const up = Command.make(
  "up",
  {
    ...commonFlags,
    port: portFlag(", and then also of Kafka, registry and ClickHouse"),
    noDemo: switchFlag("no-demo", "start without the demonstration's records"),
    round: switchFlag("round", "run the demonstration's linkage round once the page is up, as 'npm start' does")
  },
  Effect.fn("up")(
    function* ({ data, json, port, noDemo, round }) {
      const current = yield* settings
      const wanted = port ?? current.port
      const metrics = yield* serveMetrics(
        current.metrics.port ?? (yield* freePort(wanted === 0 ? 0 : usualMetricsPort)),
        data
      )
      const { services, endpoints, releasePagePort } = yield* startStack({
        data,
        port: wanted,
        usualPorts: wanted !== 0,
        metrics
      })
      yield* Effect.gen(function* () {
        yield* reconcileReleases()
        if (!noDemo) yield* demonstrate(data)
        const onSent = yield* loadWhenSent()
        yield* releasePagePort
        yield* servePageAndPortal(endpoints.page.port, data).pipe(Effect.provide(stackSubmissionService(data, onSent)))
        const signIn = noDemo || !hasLocalAccounts(current) ? undefined : yield* demoAccount()
        yield* startRetention
        yield* startWatch("up", defaultPipelineOptions.groupId, data)
        const { url } = endpoints.page
        const keyFile = join(yield* stackKeysFolder(data), "partners", `${signIn?.account}.json`)
        yield* printResult(json, {
          json: { url, endpoints, ...(signIn === undefined ? {} : { demonstrationAccount: signIn }) },
          lines: ready(endpoints, yield* publishedFlows(), signInLines(keyFile, signIn))
        })
        if (!noDemo) yield* buildNotebooks()
        if (!noDemo && round) yield* demonstrateRound(data)
        return yield* Effect.never
      }).pipe(
        Effect.provide(
          SchemaReaders.layer.pipe(Layer.provideMerge(Layer.merge(keysLayer(data), Layer.succeedContext(services))))
        )
      )
    },
    Effect.scoped,
    exitZeroOnInterrupt
  )
).pipe(
  documented(
    "Start Kafka, the schema registry, ClickHouse and the web page, and run until Ctrl-C",
    ["corridor up", "with the demonstration's invented records"],
    "corridor up --no-demo --data /srv/corridor --port 8090"
  )
)
