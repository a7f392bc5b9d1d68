/** Ports on the loopback address. */

import { type AddressInfo, connect, createServer, type Server } from "node:net"
import { Effect, Exit, Scope } from "effect"
import { Progress } from "./Progress.ts"
import { Unavailable } from "./Unavailable.ts"

/** Listens on a port, or on any free port if it is 0. Returns undefined if the port is taken. Closes every connection. */
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

const noLoopback = new Unavailable({
  part: "network",
  message:
    "Nothing on this machine can connect to 127.0.0.1, where the parts of the stack reach each other. Bring up the loopback interface with its IPv4 address ('ip link set lo up'; in a container, a network namespace with one)."
})

/** Fails if nothing can connect to the loopback address. Servers would start, and be waited for in vain. */
const checkLoopback = Effect.gen(function* () {
  const server = yield* listening(0)
  if (server === undefined) return yield* noLoopback
  const { port } = server.address() as AddressInfo
  yield* Effect.callback<void, Unavailable>((resume) => {
    const socket = connect({ port, host: "127.0.0.1" })
    socket.once("connect", () => resume(Effect.void))
    socket.once("error", () => resume(Effect.fail(noLoopback)))
    return Effect.sync(() => socket.destroy())
  })
}).pipe(Effect.scoped)

/** Returns `preferred` if it is free and not 0, else any free port, and says so. The port is reserved until the scope closes. */
export const holdPort = Effect.fn("FreePort.holdPort")(function* (preferred = 0) {
  const print = yield* Progress
  const wanted = preferred === 0 ? undefined : yield* listening(preferred)
  const server = wanted ?? (yield* listening(0))
  const address = server?.address()
  if (typeof address === "object" && address !== null) {
    if (preferred !== 0 && wanted === undefined)
      print(`Port ${preferred} is in use by another program; port ${address.port} is used instead.`)
    return address.port
  }
  return yield* noLoopback
})

/** Returns a port as `holdPort` does, but does not reserve it: another program may take it before it is used. */
export const freePort = (preferred = 0) => Effect.scoped(holdPort(preferred))

const freePorts = Effect.fnUntraced(function* <Names extends string>(preferred: Readonly<Record<Names, number>>) {
  const ports: Record<Names, number> = { ...preferred }
  for (const name in preferred) ports[name] = yield* holdPort(preferred[name])
  return ports
}, Effect.scoped)

const isTaken = (port: number) => Effect.scoped(Effect.map(listening(port), (server) => server === undefined))

/** The most attempts if ports are taken. */
const maxAttempts = 3

/**
 * Starts something that listens on ports of this machine, with the preferred ports where they are free. If the start fails and another
 * program has taken one of the ports in the meantime, starts again on other ports.
 */
export const onFreePorts = Effect.fn("FreePort.onFreePorts")(function* <Names extends string, A, E, R>(
  preferred: Readonly<Record<Names, number>>,
  start: (ports: Readonly<Record<Names, number>>) => Effect.Effect<A, E, R>
): Effect.fn.Return<A, E | Unavailable, R | Scope.Scope> {
  const print = yield* Progress
  yield* checkLoopback
  const scope = yield* Effect.scope
  for (let count = 1; ; count++) {
    const ports = yield* freePorts(preferred)
    const own = yield* Scope.fork(scope)
    const exit = yield* Effect.exit(Scope.provide(start(ports), own))
    if (Exit.isSuccess(exit)) return exit.value
    // The failed start must release its ports before they are checked.
    yield* Scope.close(own, exit)
    const taken = yield* Effect.filter(Object.values<number>(ports), isTaken)
    if (count === maxAttempts || taken.length === 0) return yield* exit
    print(`Port ${taken.join(", ")} is in use by another program; retrying on other ports.`)
  }
})
