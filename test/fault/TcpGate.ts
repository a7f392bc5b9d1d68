/**
 * A proxy of a server that the test can close: while it is closed, connections break and new ones are refused. It can also hold answers
 * back: requests pass, and answers are buffered until they are released, as in the sockets of a frozen process.
 */
import { connect, createServer, type Server, type Socket } from "node:net"

export interface TcpGate {
  readonly url: string
  readonly shut: () => Promise<void>
  readonly open: () => Promise<void>
  readonly holdAnswers: () => void
  readonly letAnswersGo: () => void
}

/** Opens a gate to the server at `url`, on its own port. */
export const openGate = async (url: string): Promise<TcpGate> => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  /** Connections by the server's end, with the client's. */
  const pairs = new Map<Socket, Socket>()
  let isHeld = false
  const hold = (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
    socket.on("close", () => sockets.delete(socket))
    return socket
  }
  const serve = (port: number) =>
    new Promise<Server>((resolve, reject) => {
      const made = createServer((client) => {
        const server = hold(connect(Number(target.port), target.hostname))
        hold(client)
        client.pipe(server)
        if (!isHeld) server.pipe(client)
        pairs.set(server, client)
        client.on("close", () => server.destroy())
        server.on("close", () => {
          pairs.delete(server)
          client.destroy()
        })
      })
      made.once("error", reject)
      made.listen(port, "127.0.0.1", () => resolve(made))
    })
  let server: Server | undefined = await serve(0)
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  const through = new URL(url)
  through.port = String(port)
  return {
    url: through.href.replace(/\/$/, ""),
    shut: async () => {
      const closing = server
      server = undefined
      if (closing === undefined) return
      const closed = new Promise((resolve) => closing.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    open: async () => {
      server ??= await serve(port)
    },
    holdAnswers: () => {
      isHeld = true
      for (const [server, client] of pairs) server.unpipe(client).pause()
    },
    letAnswersGo: () => {
      isHeld = false
      for (const [server, client] of pairs) server.pipe(client)
    }
  }
}
