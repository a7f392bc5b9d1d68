/**
 * Sockets that pass complete responses to kafkajs.
 *
 * By default Node allocates a 64 kB buffer for every read, and kafkajs concatenates these buffers into another one per response. All bytes
 * of a topic then pass through short-lived buffers twice, and V8 runs a full mark phase for every 64 MB of them. Here a socket reads into
 * one reused buffer and copies each part to its place in the response. The length that precedes a response gives its size.
 */
import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"
import type { ISocketFactory } from "kafkajs"
import { BufferPool } from "../../process/BufferPool.ts"
import { internal } from "./internals.ts"

/** Bytes of one read. */
const readSize = 256 * 1024
/** Size of the length field before a response. */
const headSize = 4
/** Largest valid response. A fetch requests a few megabytes, so a larger length is not a broker's response. */
const maxBytes = 512 * 1024 * 1024
const keepAlive = 60_000

/** Buffers for large responses. A group member waits for one response per broker. */
const largeBuffers = new BufferPool(2)
const pooled = new WeakSet<ArrayBufferLike>()

const takeBuffer = (size: number): Buffer => {
  const buffer = largeBuffers.take(size)
  pooled.add(buffer.buffer)
  return buffer.subarray(0, size)
}

/**
 * Returns a response's buffer to the pool. The caller must not read it afterwards. A buffer that is not returned is garbage-
 * collected.
 */
export const giveAnswer = (answer: Buffer): void => {
  // A second call must not return the same buffer to the pool again.
  if (pooled.delete(answer.buffer)) largeBuffers.give(Buffer.from(answer.buffer))
}

/**
 * Splits a byte stream into length-prefixed responses and passes each to `whole`. The returned function is false for an invalid
 * length.
 */
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
        if (length < 0 || length > maxBytes) return false
        answer = length < readSize ? Buffer.allocUnsafe(headSize + length) : takeBuffer(headSize + length)
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

/** Returns a socket factory for kafkajs. Each `data` event of the socket is one complete response. */
export const answeringSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const take = answersOf((answer) => socket.emit("data", answer))
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(readSize),
    callback: (read, buffer) => {
      if (!take(buffer.subarray(0, read))) socket.destroy(new Error("invalid length of a broker's response"))
      return true
    }
  }
  const socket: Socket =
    ssl === undefined || ssl === (false as unknown)
      ? connectPlain({ host, port, onread }, onConnect)
      : connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl, onread } as never, onConnect)
  return socket.setKeepAlive(true, keepAlive)
}

interface Connection {
  chunks: Array<Buffer>
  readonly bytesBuffered: number
}

const Connection = internal<{
  readonly prototype: { processData(this: Connection, answer: Buffer): void }
}>("network/connection")

const { processData } = Connection.prototype
/** kafkajs concatenates each response with the rest of the previous one, even if that is empty, and so copies every fetch. */
Connection.prototype.processData = function (answer) {
  if (this.bytesBuffered === 0) this.chunks = []
  processData.call(this, answer)
}
