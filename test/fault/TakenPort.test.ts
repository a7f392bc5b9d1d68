/** Another server takes the registry's port between the choice of the port and its use, as a second start at the same moment would. */
import { createServer, type Server } from "node:http"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { freePort } from "../../infra/process/FreePort.ts"
import { readTextFile } from "../../infra/process/OwnerOnlyFile.ts"
import { startApicurio } from "../../infra/registry/ApicurioServer.ts"
import { cache } from "../integration/cache.ts"
import { silent, temporaryFolder } from "../integration/TestStack.ts"

/** Answers everything as a registry without subjects does. */
const otherRegistry = (port: number) =>
  Effect.acquireRelease(
    Effect.callback<Server>((resume) => {
      const server = createServer((_, response) => response.end("[]"))
      server.listen(port, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.promise(() => new Promise((resolve) => server.close(resolve)))
  )

it.live("a registry that answers in place of one's own is not taken for it", () =>
  Effect.gen(function* () {
    const data = yield* temporaryFolder("taken-port")
    const port = yield* freePort()
    const starting = yield* Effect.forkScoped(
      Effect.flip(startApicurio({ data, cache, preferredPort: port, restart: false }))
    )
    // The JVM is there and has not come to listening yet.
    while (readTextFile(join(data, "run", "registry.pid")) === undefined) yield* Effect.sleep("5 millis")
    yield* otherRegistry(port)
    const failure = yield* Fiber.join(starting)
    assert.deepInclude(failure, { _tag: "Unavailable", part: "registry" })
  }).pipe(Effect.scoped, Effect.provide(silent))
)
