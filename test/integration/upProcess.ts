/**
 * A stack in its own process, for tests that kill it: `node upProcess.ts DATA`. Prints the reason to standard error if it does not start.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Cause, Effect } from "effect"
import { startStack } from "../../infra/stack/Up.ts"
import { silent } from "./TestStack.ts"

NodeRuntime.runMain(
  Effect.scoped(
    Effect.andThen(startStack({ data: process.argv[2] as string, port: 0, usualPorts: false }), Effect.never).pipe(
      Effect.tapCause((cause) => Effect.sync(() => console.error(Cause.pretty(cause)))),
      Effect.provide(silent)
    )
  ),
  { disableErrorReporting: true }
)
