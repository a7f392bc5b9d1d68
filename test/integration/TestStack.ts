/** A whole stack for the tests of one file: on free ports, in a folder of its own that goes with it. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Context, Effect, Layer } from "effect"
import { Progress } from "../../infra/process/Progress.ts"
import type { Endpoints } from "../../infra/stack/Endpoints.ts"
import { startStack } from "../../infra/stack/Up.ts"

/** Where the stack of this file's tests is. */
export class TestStack extends Context.Service<TestStack, { readonly data: string; readonly endpoints: Endpoints }>()(
  "test/TestStack"
) {}

/** A folder that is removed when the scope closes. */
export const temporaryFolder = (name: string) =>
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), `corridor-${name}-`))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  )

export const silent = Layer.succeed(Progress, () => {})

/** All services of the ports over real Kafka, registry and ClickHouse, migrated and with schemas registered. */
export const testStack = Layer.effectContext(
  Effect.gen(function* () {
    const data = yield* temporaryFolder("stack")
    const { services, endpoints } = yield* startStack({ data, port: 0, usualPorts: false })
    return Context.add(services, TestStack, { data, endpoints })
  })
).pipe(Layer.provide(silent))
