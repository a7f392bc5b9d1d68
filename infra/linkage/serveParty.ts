import { groupReady } from "@corridor/linkage/oprf/Group"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer, Schedule } from "effect"
import { HttpRouter } from "effect/http"
import { makeSteadyClock } from "../../ports/steadyClock.ts"
import { guard } from "../http/guard.ts"
import { hostAndPort } from "../http/hosts.ts"
import { defaultLimits, limitedServer } from "../http/limitedServer.ts"
import { holderName, tryLock } from "../process/DataLock.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { settings } from "../settings/Settings.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { expiredRounds, type Operation, partyRoutes } from "./partyRoutes.ts"

/** A hundred thousand persons over a slow line take minutes. A caller without a token is answered before the body is read. */
const timeLimits = { ...defaultLimits, request: 1_800_000 }

/** The caller of operations that a party starts itself. */
const itself = { name: "", role: "operator", tokenHash: "", type: "", publicKey: "" } as const

/** Destroys, every hour, what has outlived its agreement. A clock that jumped destroys nothing for a day: partners cannot send it again. */
const endExpired = Effect.fn("serveParty.endExpired")(function* (operations: ReadonlyArray<Operation>) {
  const expired = operations.filter(({ path }) => path === expiredRounds)
  const isSteady = yield* makeSteadyClock()
  const look = Effect.gen(function* () {
    if (!(yield* isSteady)) return
    for (const { run } of expired)
      yield* Effect.try(() => run({ round: "", caller: itself, body: undefined })).pipe(
        Effect.catch(() =>
          Effect.logWarning("A round whose agreement has ended could not be destroyed. It is tried again in an hour.")
        )
      )
  })
  yield* Effect.repeat(look, Schedule.spaced("1 hour"))
})

/**
 * Serves a party until the scope ends. By default only this machine reaches it: a reverse proxy in front of it provides TLS, and passes on a loopback
 * name or one of `CORRIDOR_HOSTS`. `make` is called when the group is ready. Fails if another process serves the folder.
 */
export const serveParty = Effect.fn("serveParty")(function* (
  folder: PartyFolder,
  make: () => ReadonlyArray<Operation>,
  { host, port }: { readonly host: string; readonly port: number }
) {
  // A second process would write back a share or a usage that this one has destroyed or counted.
  if (!(yield* tryLock(folder.path)))
    return yield* new Unavailable({
      part: "linkage",
      message: `Another command (${holderName(folder.path)}) serves the party of the folder ${folder.path}. Use that one, or stop it first.`
    })
  yield* Effect.promise(() => groupReady)
  const { hosts } = yield* settings
  const operations = make()
  yield* Effect.forkScoped(endExpired(operations))
  const guarded = HttpRouter.middleware(guard({ hosts: [...hosts, hostAndPort(host, port)] }), { global: true })
  yield* Layer.build(
    HttpRouter.serve(Layer.provide(partyRoutes(folder, operations), guarded), {
      disableLogger: true,
      disableListenLog: true
    }).pipe(
      Layer.provide(
        NodeHttpServer.layer(() => limitedServer(timeLimits), { port, host, gracefulShutdownTimeout: "2 seconds" })
      )
    )
  )
})
