/** Another process takes a port between its choice and its use, as a concurrent start may. */
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Layer, type Scope } from "effect"
import { startKafka } from "../../infra/kafka/KafkaServer.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { readTextFile } from "../../infra/process/OwnerOnlyFile.ts"
import { Progress } from "../../infra/process/Progress.ts"
import type { Unavailable } from "../../infra/process/Unavailable.ts"
import { startApicurio } from "../../infra/registry/ApicurioServer.ts"
import { otherServer } from "../fixtures/otherServer.ts"
import { portBehindRegistry } from "../fixtures/portBehindRegistry.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { cache } from "../integration/cache.ts"
import { temporaryFolder } from "../integration/TestStack.ts"

/** Starts `part`, takes its port while its JVM starts, and returns what was started. */
const startBesideThief = Effect.fnUntraced(function* <A>(
  part: string,
  start: (data: string, port: number) => Effect.Effect<A, Unavailable, Scope.Scope>,
  portOf: (data: string, preferred: number) => number
) {
  const data = yield* temporaryFolder("taken-port")
  yield* Effect.promise(() => copyPreparedStack(data))
  const preferred = yield* freePort()
  const said: Array<string> = []
  const heard = Layer.succeed(Progress, (line) => void said.push(line))
  const starting = yield* Effect.forkScoped(Effect.provide(start(data, preferred), heard))
  while (readTextFile(join(data, "run", `${part}.pid`)) === undefined) yield* Effect.sleep("5 millis")
  const port = portOf(data, preferred)
  yield* otherServer(port)
  const started = yield* Fiber.join(starting)
  assert.strictEqual(said[0], `Port ${port} is in use by another program; retrying on other ports.`)
  return { port, started, data, said: said.slice(1).join() }
})

it.live(
  "another server on the port behind the registry's is not mistaken for the own one, which gets another port",
  () =>
    Effect.gen(function* () {
      const { port, data } = yield* startBesideThief(
        "registry",
        (folder, preferredPort) => startApicurio({ data: folder, cache, preferredPort, restart: false }),
        portBehindRegistry
      )
      assert.notStrictEqual(portBehindRegistry(data), port)
    }).pipe(Effect.scoped)
)

it.live("a broker whose port was taken gets another one", () =>
  Effect.gen(function* () {
    const { port, started, said } = yield* startBesideThief(
      "kafka",
      (data, preferredPort) => startKafka({ data, cache, preferredPort, restart: false }),
      (_, preferred) => preferred
    )
    assert.match(said, new RegExp(`^Port ${port} is in use by another program; port \\d+ is used instead\\.$`))
    assert.notInclude(Object.values(started.ports), port)
    assert.deepStrictEqual(started.connection.brokers, [`127.0.0.1:${started.ports.clients}`])
  }).pipe(Effect.scoped)
)
