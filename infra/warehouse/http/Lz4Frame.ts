/**
 * Decompresses the LZ4 frame format (lz4_Frame_format.md 1.6.x). clickhouse-connect compresses inserts with it, and Node has no decoder.
 * Checksums are not verified, because the bytes come over the loopback address.
 */

const magic = 0x184d2204

const fail = (): never => {
  throw new Error("Code: 354. DB::Exception: The body is no LZ4 frame. (CANNOT_DECOMPRESS)")
}

/** Reads a length of 4 bits that can continue in further bytes. */
const longCount = (input: Uint8Array, at: number, first: number): readonly [count: number, next: number] => {
  let count = first
  let next = at
  if (first === 15)
    for (;;) {
      const more = input[next++] ?? fail()
      count += more
      if (more !== 255) break
    }
  return [count, next]
}

/** An output buffer that doubles when it is full. A block may copy from earlier blocks. */
class Output {
  bytes: Buffer = Buffer.allocUnsafe(1 << 16)
  length = 0
  readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  room(more: number): void {
    if (this.length + more > this.limit) fail()
    if (this.length + more <= this.bytes.length) return
    const wider = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(wider, 0, 0, this.length)
    this.bytes = wider
  }

  add(from: Uint8Array): void {
    this.room(from.length)
    this.bytes.set(from, this.length)
    this.length += from.length
  }

  /** Copies `count` bytes from `offset` bytes back. Source and target may overlap, which repeats the source. */
  repeat(offset: number, count: number): void {
    if (offset === 0 || offset > this.length) fail()
    this.room(count)
    for (let i = 0; i < count; i++, this.length++) this.bytes[this.length] = this.bytes[this.length - offset] as number
  }
}

const block = (input: Uint8Array, output: Output): void => {
  let at = 0
  while (at < input.length) {
    const token = input[at++] as number
    const [literals, literalsAt] = longCount(input, at, token >> 4)
    if (literalsAt + literals > input.length) fail()
    output.add(input.subarray(literalsAt, literalsAt + literals))
    at = literalsAt + literals
    // The last sequence of a block has literals only.
    if (at >= input.length) return
    const offset = (input[at] ?? fail()) | ((input[at + 1] ?? fail()) << 8)
    const [matched, next] = longCount(input, at + 2, token & 15)
    output.repeat(offset, matched + 4)
    at = next
  }
}

/** Reads one frame from `start` and returns the start of the next. */
const readFrame = (input: Buffer, start: number, output: Output): number => {
  if (input.length < start + 7 || input.readUInt32LE(start) !== magic) fail()
  const flags = input[start + 4] as number
  // The header: magic number, FLG, BD, optional content size (8 bytes) and dictionary id (4 bytes), checksum.
  let at = start + 6 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0) + 1
  for (;;) {
    if (at + 4 > input.length) fail()
    const size = input.readUInt32LE(at)
    at += 4
    if (size === 0) break
    const length = size & 0x7fffffff
    const data = input.subarray(at, at + length)
    if (data.length < length) fail()
    if (size >>> 31) output.add(data)
    else block(data, output)
    at += length + (flags & 0x10 ? 4 : 0)
  }
  const end = at + (flags & 0x04 ? 4 : 0)
  return end > input.length ? fail() : end
}

/** Returns the content of one or more consecutive frames. Throws if it is longer than `limit` bytes. */
export const readLz4Frames = (input: Buffer, limit: number): Buffer => {
  const output = new Output(limit)
  let at = 0
  do at = readFrame(input, at, output)
  while (at < input.length)
  return output.bytes.subarray(0, output.length)
}
