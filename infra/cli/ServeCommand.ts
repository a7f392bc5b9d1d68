/** `serve [--port N] [--clickhouse]` */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { recordStart } from "../../ingest/pipeline/PipelineMetrics.ts"
import { serveMetrics } from "../metrics/ServeMetrics.ts"
import { stackSubmissionService } from "../portal/stackSubmissionService.ts"
import { freePort } from "../process/FreePort.ts"
import { settings } from "../settings/Settings.ts"
import { stackLayer, storesOf } from "../stack/Stack.ts"
import { serveClickHouseHttp } from "../stack/serveClickHouseHttp.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented, portFlag, switchFlag } from "./CommonFlags.ts"
import { exitZeroOnInterrupt } from "./exitZeroOnInterrupt.ts"
import { servePage, servePageAndPortal } from "./ServePage.ts"

const page = Effect.fn("serve.page")(function* (data: string, wanted: number, json: boolean) {
  yield* Effect.gen(function* () {
    const port = yield* freePort(wanted)
    const url = `http://127.0.0.1:${port}/`
    yield* servePage(port, { data })
    yield* printResult(json, {
      json: { url },
      lines: [`The explorer and the API are at ${url}. Press Ctrl-C to stop.`]
    })
    return yield* Effect.never
  }).pipe(Effect.scoped, Effect.provide(storesOf(data)))
})

/** With the portal. Submissions stay in the partners' topics until the pipeline (`ingest`) loads them. */
const pageAndPortal = Effect.fn("serve.pageAndPortal")(function* (data: string, wanted: number, json: boolean) {
  yield* Effect.gen(function* () {
    const port = yield* freePort(wanted)
    const url = `http://127.0.0.1:${port}/`
    const portal = `${url}portal`
    yield* servePageAndPortal(port, data).pipe(Effect.provide(stackSubmissionService(data, Effect.void)))
    yield* printResult(json, {
      json: { url, portal },
      lines: [`The explorer and the API are at ${url}, the partners' portal at ${portal}. Press Ctrl-C to stop.`]
    })
    return yield* Effect.never
  }).pipe(Effect.scoped, Effect.provide(stackLayer({ data, needs: ["log", "registry", "warehouse", "state"] })))
})

const clickhouseServer = Effect.fn("serve.clickhouse")(function* (data: string, wanted: number, json: boolean) {
  const served = yield* serveClickHouseHttp(data, wanted)
  const { url, user, passwordFile } = served
  yield* printResult(json, {
    json: served,
    lines: [
      `The read-only ClickHouse server is at ${url}. Press Ctrl-C to stop.`,
      `User ${user}, ${passwordFile === undefined ? "no password" : `its password is in ${passwordFile}`}. Every user of this machine can read the pseudonymised data.`
    ]
  })
  return yield* Effect.never
}, Effect.scoped)

export const serve = Command.make(
  "serve",
  {
    ...commonFlags,
    port: portFlag(),
    portal: switchFlag("portal", "also serve the partners' portal; needs Kafka and the registry"),
    clickhouse: switchFlag(
      "clickhouse",
      "serve the store read-only over ClickHouse's HTTP protocol on loopback, for notebooks and BI tools"
    )
  },
  Effect.fn("serve")(
    function* ({ data, json, port, portal, clickhouse }) {
      const { port: defaultPort, metrics } = yield* settings
      if (clickhouse) return yield* clickhouseServer(data, port ?? 8123, json)
      if (metrics.port !== undefined) {
        yield* recordStart(portal ? "serve --portal" : "serve")
        yield* Effect.logInfo(`Metrics: ${yield* serveMetrics(metrics.port, data)}/metrics`)
      }
      return yield* (portal ? pageAndPortal : page)(data, port ?? defaultPort, json)
    },
    Effect.scoped,
    exitZeroOnInterrupt
  )
).pipe(
  documented(
    "Serve the web page and the API, or the store for other tools",
    "corridor serve --port 8080",
    "corridor serve --portal",
    "corridor serve --clickhouse --port 8123"
  )
)
