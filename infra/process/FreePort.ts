/** Ports on the loopback address. */

import { createServer } from "node:net"
import { Effect } from "effect"

/** The port when it can be listened on now, a free one when `port` is 0, undefined when it is taken. */
const tryPort = (port: number): Effect.Effect<number | undefined> =>
  Effect.callback<number | undefined>((resume) => {
    const server = createServer()
    server.once("error", () => resume(Effect.succeed(undefined)))
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address()
      const found = typeof address === "object" && address !== null ? address.port : undefined
      server.close(() => resume(Effect.succeed(found)))
    })
  })

/** `preferred` when it is free (0: none is preferred), else any free port. Somebody else may take it before it is used. */
export const freePort = Effect.fn("FreePort.freePort")(function* (preferred = 0) {
  const wanted = preferred === 0 ? undefined : yield* tryPort(preferred)
  const port = wanted ?? (yield* tryPort(0))
  return port === undefined ? yield* Effect.die(new Error("no free port on 127.0.0.1")) : port
})
