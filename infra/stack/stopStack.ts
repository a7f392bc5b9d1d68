import { join } from "node:path"
import { Effect, Schedule } from "effect"
import { endLeftovers, recordedServers } from "../process/ChildServer.ts"
import { isHeldElsewhere, lockHolder } from "../process/DataLock.ts"
import { isAlive, signal } from "../process/ProcessIdentity.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { removeEndpoints } from "./Endpoints.ts"

/** Waits until `gone` returns true. Returns false after `seconds`. */
const wait = (gone: () => boolean, seconds: number) =>
  Effect.sync(gone).pipe(
    Effect.filterOrFail(
      (done) => done,
      () => "still there" as const
    ),
    Effect.retry(Schedule.max([Schedule.spaced("100 millis"), Schedule.recurs(seconds * 10)])),
    Effect.match({ onSuccess: () => true, onFailure: () => false })
  )

/** Stops the process that holds the data folder, and any of its servers that still run. */
export const stopStack = Effect.fn("stopStack")(function* (data: string) {
  if (isHeldElsewhere(data))
    return yield* new Unavailable({
      part: "data folder",
      message: `The stack of ${data} runs in another container or on another machine. Stop it there.`
    })
  const holder = lockHolder(data)
  if (holder !== undefined) {
    signal(holder, "SIGTERM")
    if (!(yield* wait(() => !isAlive(holder), 40))) signal(holder, "SIGKILL")
    yield* wait(() => !isAlive(holder), 5)
  }
  // Servers exit when their parent exits. This stops those that did not.
  yield* wait(() => recordedServers(join(data, "run")).length === 0, holder === undefined ? 0 : 5)
  const ended = yield* endLeftovers(join(data, "run"))
  removeEndpoints(data)
  return { stopped: holder !== undefined, ended }
})
