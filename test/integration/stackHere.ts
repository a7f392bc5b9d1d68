/** A stack in the test's own process. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Exit, Layer, Scope } from "effect"
import { startStack } from "../../infra/stack/Up.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { silent } from "./TestStack.ts"

/**
 * Starts a stack without page and portal, and returns what stops it. It takes less time than `up` as a process; a folder that does not
 * exist yet begins as a copy of a prepared one.
 */
export const startStackHere = async (data: string): Promise<() => Promise<void>> => {
  await copyPreparedStack(data)
  const scope = Scope.makeUnsafe()
  const stop = Scope.close(scope, Exit.void)
  await startStack({ data, port: 0, usualPorts: false }).pipe(
    Scope.provide(scope),
    Effect.provide(Layer.merge(silent, NodeServices.layer)),
    Effect.onError(() => stop),
    Effect.runPromise
  )
  return () => Effect.runPromise(stop)
}
