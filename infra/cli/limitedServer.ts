import { createServer, type Server } from "node:http"

/** Connections that one address may hold: a browser opens six; a proxy or an office behind one address a few hundred. */
export const mostConnections = 1_000

/** A connection on which nothing moves for so long is closed, whoever reads or writes so slowly. */
const patience = 60_000

/**
 * A server on which a slow or greedy client hurts itself alone: headers within 20 seconds, all of a request within two minutes, a
 * thousand connections an address, none of them idle for a minute.
 */
export const limitedServer = (): Server => {
  const open = new Map<string, number>()
  const server = createServer({ headersTimeout: 20_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 })
  server.setTimeout(patience)
  server.on("connection", (socket) => {
    const from = socket.remoteAddress ?? ""
    const count = (open.get(from) ?? 0) + 1
    open.set(from, count)
    socket.on("close", () => {
      const left = (open.get(from) ?? 1) - 1
      if (left === 0) open.delete(from)
      else open.set(from, left)
    })
    if (count > mostConnections) socket.destroy()
  })
  return server
}
