/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1) of many short messages with one key: the pseudonyms of a batch. It is about ten times as fast as
 * `createHmac` for messages of up to 119 bytes.
 */
import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto"
import { compressLanes, digestLanes, inAllLanes, initialState, memory, numbers, place } from "./Sha256Wasm.ts"

const blockSize = 64
const digestSize = 16

/** Returns the length of the longest message that fits in a number of blocks, before the 1-byte end marker and the 8-byte length. */
const longestMessage = (blocks: number) => blocks * blockSize - 9

const memoryView = new DataView(memory.buffer)

/** A queue of messages with the same number of blocks, in the module's memory, to be hashed four at a time. */
class Queue {
  /** Larger queues are not faster. */
  static readonly capacity = 256
  readonly end: number
  readonly #digestsAt: number
  readonly #messagesAt: number
  readonly #stride: number
  /** The index in the call of each message. */
  readonly #indices = new Int32Array(Queue.capacity)
  #count = 0

  /** Uses the memory from `at` to `end` (exclusive). */
  constructor(blocks: number, at: number) {
    this.#stride = blocks * blockSize
    this.#digestsAt = at
    this.#messagesAt = at + digestSize * Queue.capacity
    this.end = this.#messagesAt + this.#stride * Queue.capacity
  }

  /** Writes a message with SHA-256 padding: end marker, zeros (already there), length in bits including the key's block. */
  add(index: number, input: DataView, start: number, length: number, out: DataView): void {
    const to = this.#messagesAt + this.#stride * this.#count
    // Eight bytes at a time; the last eight overlap the previous ones.
    const lastEight = length - 8
    for (let i = 0; i < lastEight; i += 8) memoryView.setBigUint64(to + i, input.getBigUint64(start + i))
    if (lastEight >= 0) memoryView.setBigUint64(to + lastEight, input.getBigUint64(start + lastEight))
    else for (let i = 0; i < length; i++) memoryView.setUint8(to + i, input.getUint8(start + i))
    memoryView.setUint8(to + length, 0x80)
    memoryView.setUint16(to + this.#stride - 2, 8 * (blockSize + length))
    this.#indices[this.#count++] = index
    if (this.#count === Queue.capacity) this.flush(out)
  }

  /** Hashes the queued messages, writes each digest to its position in `out`, and wipes the memory. */
  flush(out: DataView): void {
    if (this.#count === 0) return
    digestLanes(this.#messagesAt, this.#messagesAt + this.#stride * this.#count, this.#stride, this.#digestsAt)
    for (let i = 0; i < this.#count; i++) {
      const from = this.#digestsAt + digestSize * i
      const to = digestSize * (this.#indices[i] as number)
      out.setBigUint64(to, memoryView.getBigUint64(from))
      out.setBigUint64(to + 8, memoryView.getBigUint64(from + 8))
    }
    this.wipe()
  }

  /** Wipes messages and digests, including those of unused lanes in the last group. */
  wipe(): void {
    const digests = (this.#count + 3) & ~3
    memory.fill(0, this.#messagesAt, this.#messagesAt + this.#stride * this.#count)
    memory.fill(0, this.#digestsAt, this.#digestsAt + digestSize * digests)
    this.#count = 0
  }
}

// Calls are synchronous, so all kernels share the queues.
const oneBlock = new Queue(1, place.free)
const twoBlocks = new Queue(2, oneBlock.end)

/** States, blocks and intermediate hashes are in the memory before the constants. */
const wipeWork = () => memory.fill(0, 0, place.outerPadding)

/** Returns the states after the key's inner and outer block, in the layout at `place.innerKey`. */
const statesOf = (key: Uint8Array): Uint32Array => {
  const padded = Buffer.alloc(blockSize)
  padded.set(key.length > blockSize ? createHash("sha256").update(key).digest() : key)
  const [inner, outer] = [0, 1]
  for (let word = 0; word < 16; word++) {
    const lanes = place.block / 4 + 4 * word
    numbers[lanes + inner] = padded.readUInt32BE(4 * word) ^ 0x3636_3636
    numbers[lanes + outer] = padded.readUInt32BE(4 * word) ^ 0x5c5c_5c5c
  }
  numbers.set(inAllLanes(initialState), place.innerHash / 4)
  compressLanes(place.innerHash, place.block, place.outerHash)
  const state = (lane: number) =>
    initialState.map((_, word) => numbers[place.outerHash / 4 + 4 * word + lane] as number)
  const states = Uint32Array.from(inAllLanes([...state(inner), ...state(outer)]))
  wipeWork()
  return states
}

/**
 * A prepared key. Its states are as secret as the key, and are in the module's memory only during a call.
 */
export class HmacKernel {
  readonly #states: Uint32Array
  readonly #key: KeyObject

  /** Prepares a key of any length. */
  constructor(key: Uint8Array) {
    this.#states = statesOf(key)
    this.#key = createSecretKey(key)
  }

  /**
   * Writes the first 16 bytes of the HMAC of each message `input[starts[i] .. starts[i] + lengths[i])` to `out[16 * i ..]`.
   *
   * Messages may overlap. `out` may be `input` if message i is within its own 16 bytes. Messages of up to 119 bytes are hashed here, and the
   * module's memory is wiped; longer ones use `node:crypto`. Throws a `RangeError` if a message is outside of `input` or `out` is too short.
   */
  digest16(input: Uint8Array, starts: Int32Array, lengths: Int32Array, count: number, out: Uint8Array): void {
    if (out.length < digestSize * count) throw new RangeError("The output is too short for the digests.")
    const from = new DataView(input.buffer, input.byteOffset, input.length)
    const to = new DataView(out.buffer, out.byteOffset, out.length)
    try {
      numbers.set(this.#states, place.innerKey / 4)
      for (let i = 0; i < count; i++) {
        const start = starts[i] as number
        const length = lengths[i] as number
        // In this form the condition also refuses NaN and undefined.
        if (!(start >= 0 && length >= 0 && start + length <= input.length))
          throw new RangeError("A message is outside of the input.")
        if (length <= longestMessage(1)) oneBlock.add(i, from, start, length, to)
        else if (length <= longestMessage(2)) twoBlocks.add(i, from, start, length, to)
        else {
          const digest = createHmac("sha256", this.#key)
            .update(input.subarray(start, start + length))
            .digest()
          out.set(digest.subarray(0, digestSize), digestSize * i)
        }
      }
      oneBlock.flush(to)
      twoBlocks.flush(to)
    } finally {
      oneBlock.wipe()
      twoBlocks.wipe()
      wipeWork()
    }
  }
}
