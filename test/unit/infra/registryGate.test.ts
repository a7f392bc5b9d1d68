/** The port of the embedded registry, before a server that answers late. */
import { createServer, type ServerResponse } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { assert, it } from "@effect/vitest"
import { Deferred, Effect, Redacted } from "effect"
import { freePort } from "../../../infra/process/FreePort.ts"
import { startRegistryGate } from "../../../infra/registry/registryGate.ts"

it.effect("outlives clients that leave before the answer", () =>
  Effect.gen(function* () {
    const asked = yield* Deferred.make<ServerResponse>()
    const server = yield* Effect.acquireRelease(
      Effect.callback<ReturnType<typeof createServer>>((resume) => {
        const made = createServer((request, response) => {
          request.resume()
          if (request.url === "/late") Deferred.doneUnsafe(asked, Effect.succeed(response))
          else response.end("here")
        })
        made.listen(0, "127.0.0.1", () => resume(Effect.succeed(made)))
      }),
      (made) =>
        Effect.sync(() => {
          made.closeAllConnections()
          made.close()
        })
    )
    const port = yield* freePort(0)
    const { port: behind } = server.address() as AddressInfo
    yield* startRegistryGate({ port, behind, reader: { name: "reader", password: Redacted.make("x") } })
    const client = connect(port, "127.0.0.1")
    client.write("GET /late HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    const late = yield* Deferred.await(asked)
    client.destroy()
    // The gate has learned that the client left when it ends its own request.
    yield* Effect.promise(() => new Promise((resolve) => late.once("close", resolve)))
    late.end("too late")
    const text = yield* Effect.promise(async () => (await fetch(`http://127.0.0.1:${port}/`)).text())
    assert.strictEqual(text, "here")
  }).pipe(Effect.scoped)
)
