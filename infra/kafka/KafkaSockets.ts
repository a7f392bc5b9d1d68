/** The sockets of one Kafka client, which can be cut: kafkajs has no other way to give up a request that waits for its answer. */
import type { Socket } from "node:net"
import type { ISocketFactory } from "kafkajs"
import { socketFactory } from "./KafkaJsRepairs.ts"

export interface KafkaSockets {
  readonly factory: ISocketFactory
  /** Breaks every connection, and every one that is still to come. */
  readonly cut: () => void
}

export const kafkaSockets = (): KafkaSockets => {
  const open = new Set<Socket>()
  let isCut = false
  // With an error, because kafkajs would not notice a socket that only closes.
  const end = (socket: Socket) => void socket.destroy(new Error("this client has ended"))
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
