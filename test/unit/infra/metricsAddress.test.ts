/** Metrics on other addresses than the loopback one of IPv4. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer } from "effect"
import { assert, it } from "vitest"
import { serveMetrics } from "../../../infra/metrics/ServeMetrics.ts"
import { settingsLayer } from "../../fixtures/settingsLayer.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("metrics-address")

/** Serves the metrics on `host`. Returns the status of its health, or what is wrong. */
const serveOn = (host: string) =>
  Effect.gen(function* () {
    const address = yield* serveMetrics(0, folder)
    const { status } = yield* Effect.promise(() => fetch(`${address.replace("[::]", "[::1]")}/healthz`))
    return `${status} ${address.replace(/:\d+$/, "")}`
  }).pipe(
    Effect.scoped,
    Effect.catchTag("Unavailable", ({ message }) => Effect.succeed(message)),
    Effect.provide(Layer.merge(NodeServices.layer, settingsLayer({ CORRIDOR_METRICS_HOST: host }))),
    Effect.runPromise
  )

it("are served on IPv6 addresses, with and without the brackets of a URL", async () => {
  assert.strictEqual(await serveOn("::1"), "200 http://[::1]")
  assert.strictEqual(await serveOn("[::1]"), "200 http://[::1]")
  assert.strictEqual(await serveOn("::"), "200 http://[::]")
})

it("say that an address is not this machine's, and not that its port is in use", async () => {
  for (const host of ["192.0.2.7", "2001:db8::7", "no-such-host.invalid"])
    assert.match(await serveOn(host), /cannot be served on port 0 of .*Set CORRIDOR_METRICS_HOST to an address of this/)
})
