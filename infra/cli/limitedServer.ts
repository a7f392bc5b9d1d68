import { createServer, type Server } from "node:http"

/** Connections that one address may hold: a browser opens six; a proxy or an office behind one address a few hundred. */
export const mostConnections = 1_000

/** How long a client may take, in milliseconds. */
export interface Patience {
  /** For the head of a request. */
  readonly headers: number
  /** For a request with all of its body, however it dribbles in. */
  readonly request: number
  /** A connection on which nothing moves for so long is closed, whoever reads or writes so slowly. */
  readonly silence: number
  /** Between two looks at all connections. */
  readonly look: number
}

const patience: Patience = { headers: 20_000, request: 120_000, silence: 60_000, look: 5_000 }

/**
 * A server on which a slow or greedy client hurts itself alone: headers within 20 seconds, all of a request within two minutes, a
 * thousand connections an address, none of them idle for a minute.
 */
export const limitedServer = ({ headers, request, silence, look }: Patience = patience): Server => {
  const open = new Map<string, number>()
  const server = createServer({ headersTimeout: headers, requestTimeout: request, connectionsCheckingInterval: look })
  server.setTimeout(silence)
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
