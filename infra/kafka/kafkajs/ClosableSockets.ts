/** Tracks the sockets of one Kafka client, so that they can be closed. kafkajs has no other way to abort a pending request. */
import type { Socket } from "node:net"
import type { ISocketFactory } from "kafkajs"
import { socketFactory } from "./patches.ts"

interface KafkaSockets {
  readonly factory: ISocketFactory
  /** Closes all connections, and every later one. */
  readonly cut: () => void
}

export const kafkaSockets = (): KafkaSockets => {
  const open = new Set<Socket>()
  let isCut = false
  // With an error, because kafkajs does not notice a socket that closes without one.
  const end = (socket: Socket) => void socket.destroy(new Error("this client is closed"))
  return {
    factory: (options) => {
      const socket = socketFactory(options)
      open.add(socket)
      socket.once("close", () => open.delete(socket))
      if (isCut) end(socket)
      return socket
    },
    cut: () => {
      isCut = true
      for (const socket of open) end(socket)
    }
  }
}
