import type { IncomingMessage, Server, ServerResponse } from "node:http"
import type { Socket } from "node:net"
import type { IpNetwork } from "effect/net"
import { clientOf, isIn } from "./clients.ts"
import { httpServer } from "./httpServer.ts"
import { securityHeaders } from "./securityHeaders.ts"

/** The most connections per client, which is an IPv4 address or an IPv6 /64. A browser opens six, a proxy a few hundred. */
export const maxConnections = 1_000

/** Time limits for clients, in milliseconds. */
interface TimeLimits {
  /** For the headers of a request. */
  readonly headers: number
  /** For a whole request with its body. */
  readonly request: number
  /** A connection on which nothing moves is closed after this time, unless the server is making an answer. */
  readonly idle: number
  /** For making an answer, from the end of the request to the first byte. Queries and checks of requests take up to two minutes. */
  readonly answer: number
  /** Interval between checks of all connections. */
  readonly check: number
}

export const defaultLimits: TimeLimits = {
  headers: 20_000,
  request: 120_000,
  idle: 60_000,
  answer: 180_000,
  check: 5_000
}

/** Closes idle connections, except those whose response is being prepared. */
const closeIdle = (server: Server, idle: number, answer: number) => {
  const asked = new WeakMap<Socket, { incoming: IncomingMessage; response: ServerResponse; until: number }>()
  server.on("request", (incoming, response) =>
    asked.set(incoming.socket, { incoming, response, until: performance.now() + answer })
  )
  server.setTimeout(idle, (socket) => {
    const own = asked.get(socket)
    const isMade = own?.incoming.complete === true && !own.response.headersSent && performance.now() < own.until
    if (isMade) socket.setTimeout(idle)
    else socket.destroy()
  })
}

/**
 * Answers while nothing handles requests: the server listens before its routes are made, and when they are gone. Such requests would wait until a
 * limit ends them.
 */
const answerUnhandled = (server: Server) => {
  const own = server.listenerCount("request") + 1
  server.on("request", (_, response) => {
    if (server.listenerCount("request") > own) return
    response
      .writeHead(503, { ...securityHeaders, "retry-after": "2", "content-type": "text/plain", connection: "close" })
      .end("The server is starting or stopping. Try again.\n")
  })
}

/**
 * Creates an HTTP server that slow or greedy clients cannot block.
 *
 * By default headers must arrive within 20 seconds and a request within two minutes, a client may have 1,000 connections, and a
 * connection may be idle for one minute, or for three while its answer is being made. Addresses in `proxies` may have any number, because each carries many clients.
 */
export const limitedServer = (
  { headers, request, idle, answer, check }: TimeLimits = defaultLimits,
  proxies: ReadonlyArray<IpNetwork.IpNetwork> = []
): Server => {
  const open = new Map<string, number>()
  const server = httpServer({ headersTimeout: headers, requestTimeout: request, connectionsCheckingInterval: check })
  closeIdle(server, idle, answer)
  answerUnhandled(server)
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? ""
    const client = clientOf(address)
    const count = (open.get(client) ?? 0) + 1
    open.set(client, count)
    socket.on("close", () => {
      const left = (open.get(client) ?? 1) - 1
      if (left === 0) open.delete(client)
      else open.set(client, left)
    })
    if (count > maxConnections && !isIn(proxies, address)) socket.destroy()
  })
  return server
}
