/**
 * Sockets that hand kafkajs whole answers.
 *
 * Node makes a buffer of 64 kB for every read, and kafkajs joins them to one more when an answer is whole: twice the bytes of a topic
 * go through buffers that nobody keeps, and V8 marks all its objects anew for every 64 MB of them. Here every read of a socket goes into
 * one buffer of its own, and from there to its place in the answer, whose length stands in front of it.
 */
import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"
import type { ISocketFactory } from "kafkajs"
import { BufferPool } from "../process/BufferPool.ts"

/** Bytes of one read. */
const readSize = 256 * 1024
/** An answer's length, before the answer. */
const headSize = 4
/** A length beyond this is no answer of a broker: a fetch asks for some megabytes. */
const mostBytes = 512 * 1024 * 1024
const keepAlive = 60_000

/** Buffers of large answers; a member has one on its way from each broker. */
const large = new BufferPool(2)
const lent = new WeakSet<ArrayBufferLike>()

const lend = (size: number): Buffer => {
  const buffer = large.take(size)
  lent.add(buffer.buffer)
  return buffer.subarray(0, size)
}

/** Takes the memory of an answer back, of which nobody may read anything any more. One that is not given back is simply forgotten. */
export const giveAnswer = (answer: Buffer): void => {
  // A second call must not lend the same memory twice.
  if (lent.delete(answer.buffer)) large.give(Buffer.from(answer.buffer))
}

/** Cuts a stream of bytes into answers, each with its length before it; false for bytes that are none. */
export const answersOf = (whole: (answer: Buffer) => void): ((chunk: Uint8Array) => boolean) => {
  const head = Buffer.alloc(headSize)
  let headBytes = 0
  let answer: Buffer | undefined
  let filled = 0
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (answer === undefined) {
        head[headBytes++] = chunk[at++] as number
        if (headBytes < headSize) continue
        const length = head.readInt32BE(0)
        if (length < 0 || length > mostBytes) return false
        answer = length < readSize ? Buffer.allocUnsafe(headSize + length) : lend(headSize + length)
        answer.set(head)
        filled = headSize
        headBytes = 0
      }
      const part = chunk.subarray(at, at + answer.length - filled)
      answer.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < answer.length) continue
      const done = answer
      answer = undefined
      whole(done)
    }
    return true
  }
}

/** A socket as kafkajs's own factory makes it, whose every `data` is one answer. */
export const answeringSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const take = answersOf((answer) => socket.emit("data", answer))
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(readSize),
    callback: (read, buffer) => {
      if (!take(buffer.subarray(0, read))) socket.destroy(new Error("what came is no answer of a broker"))
      return true
    }
  }
  const socket: Socket =
    ssl === undefined || ssl === (false as unknown)
      ? connectPlain({ host, port, onread }, onConnect)
      : connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl, onread } as never, onConnect)
  return socket.setKeepAlive(true, keepAlive)
}
