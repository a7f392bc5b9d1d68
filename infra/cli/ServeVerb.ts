/** `serve [--port N] [--clickhouse]` */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { freePort } from "../process/FreePort.ts"
import { settings } from "../settings/Settings.ts"
import { serveDoor } from "../stack/ServeDoor.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { servePage } from "./ServePage.ts"
import { commonFlags, endsWell, portFlag, switchFlag, tell } from "./Verb.ts"

const page = Effect.fn("serve.page")(function* (data: string, wanted: number, json: boolean) {
  const port = yield* freePort(wanted)
  const url = `http://127.0.0.1:${port}/`
  yield* Effect.gen(function* () {
    yield* servePage(port)
    yield* tell(json, { json: { url }, words: [`The page and the API are at ${url} until Ctrl-C.`] })
    return yield* Effect.never
  }).pipe(Effect.scoped, Effect.provide(warehouseOf(data)))
})

const door = Effect.fn("serve.door")(function* (data: string, wanted: number, json: boolean) {
  const served = yield* serveDoor(data, wanted)
  const { url, user, passwordFile } = served
  yield* tell(json, {
    json: served,
    words: [
      `ClickHouse's HTTP protocol, read-only, is at ${url} until Ctrl-C.`,
      `User ${user}, ${passwordFile === undefined ? "no password" : `its password is in ${passwordFile}`}. Whoever is on this machine can read what is pseudonymised there.`
    ]
  })
  return yield* Effect.never
}, Effect.scoped)

export const serve = Command.make(
  "serve",
  {
    ...commonFlags,
    port: portFlag,
    clickhouse: switchFlag(
      "clickhouse",
      "open the store as ClickHouse HTTP on loopback, read-only, for notebooks and BI tools"
    )
  },
  Effect.fn("serve")(function* ({ data, json, port, clickhouse }) {
    const given = yield* settings
    yield* clickhouse ? door(data, port ?? 8123, json) : page(data, port ?? given.port, json)
  }, endsWell)
).pipe(Command.withDescription("Serve the page and the API, or the store for other tools"))
