/** Ports on the loopback address. */

import { createServer, type Server } from "node:net"
import { Effect, Exit, Scope } from "effect"
import { Progress } from "./Progress.ts"

/** Listens on the port, on any free one when it is 0; undefined when it is taken. Whoever connects is sent away. */
const listen = (port: number) =>
  Effect.callback<Server | undefined>((resume) => {
    const server = createServer((socket) => socket.destroy())
    server.once("error", () => resume(Effect.succeed(undefined)))
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resume(Effect.succeed(server)))
  })

const listening = (port: number) =>
  Effect.acquireRelease(listen(port), (server) =>
    Effect.callback<void>((resume) => {
      if (server === undefined) resume(Effect.void)
      else server.close(() => resume(Effect.void))
    })
  )

/** `preferred` when it is free (0: none is preferred), else any free port; nobody else gets it until the scope closes. */
export const holdPort = Effect.fn("FreePort.holdPort")(function* (preferred = 0) {
  const wanted = preferred === 0 ? undefined : yield* listening(preferred)
  const server = wanted ?? (yield* listening(0))
  const address = server?.address()
  if (typeof address === "object" && address !== null) return address.port
  return yield* Effect.die(new Error("no free port on 127.0.0.1"))
})

/** As `holdPort`, and not held: somebody else may take it before it is used. */
export const freePort = (preferred = 0) => Effect.scoped(holdPort(preferred))

/** A free port for each name; no two the same. */
const freePorts = Effect.fnUntraced(function* <Names extends string>(preferred: Readonly<Record<Names, number>>) {
  const ports: Record<Names, number> = { ...preferred }
  for (const name in preferred) ports[name] = yield* holdPort(preferred[name])
  return ports
}, Effect.scoped)

const isTaken = (port: number) => Effect.scoped(Effect.map(listening(port), (server) => server === undefined))

/** How often a start is tried whose ports are taken. */
const tries = 3

/**
 * Starts what listens on ports of this machine, each the preferred one where that is free. Where the start fails and
 * somebody else turns out to have taken one of them before it was used, it is started again on others.
 */
export const onFreePorts = Effect.fn("FreePort.onFreePorts")(function* <Names extends string, A, E, R>(
  preferred: Readonly<Record<Names, number>>,
  start: (ports: Readonly<Record<Names, number>>) => Effect.Effect<A, E, R>
): Effect.fn.Return<A, E, R | Scope.Scope> {
  const say = yield* Progress
  const scope = yield* Effect.scope
  for (let count = 1; ; count++) {
    const ports = yield* freePorts(preferred)
    const own = yield* Scope.fork(scope)
    const exit = yield* Effect.exit(Scope.provide(start(ports), own))
    if (Exit.isSuccess(exit)) return exit.value
    // What was begun has to be gone from its ports before it can be seen who has them.
    yield* Scope.close(own, exit)
    const taken = yield* Effect.filter(Object.values<number>(ports), isTaken)
    if (count === tries || taken.length === 0) return yield* exit
    say(`Port ${taken.join(", ")} was taken by another program in the meantime; starting again on others.`)
  }
})
