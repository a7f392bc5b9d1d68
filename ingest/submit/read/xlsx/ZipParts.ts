/**
 * Reads the parts of a zip archive by its central directory (APPNOTE 6.3.9, 4.3). Nothing is unpacked to disk, parts are read in any order, and
 * unpacked bytes are counted as they are produced.
 */
import CRC32 from "crc-32"
import { FileRefused } from "../FileRefused.ts"
import { chunksOf, type FileSource } from "../FileSource.ts"
import { bombFloor, largestRatio, largestWorkbook, maxParts } from "../Limits.ts"

interface Part {
  readonly offset: number
  readonly packed: number
  readonly unpacked: number
  readonly deflated: boolean
  readonly checksum: number
}

export interface ZipParts {
  readonly names: ReadonlySet<string>
  /** Returns the unpacked bytes of a part. */
  readonly read: (name: string) => AsyncGenerator<Uint8Array>
}

const malformed = () => new FileRefused("xlsx-malformed")
const bomb = () => new FileRefused("xlsx-bomb")

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const endSize = 22
const longestComment = 65_535

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const endRecord = async (source: FileSource): Promise<DataView> => {
  const from = Math.max(0, source.size - endSize - longestComment)
  const tail = view(await source.read(from, source.size))
  for (let at = tail.byteLength - endSize; at >= 0; at--)
    if (tail.getUint32(at, true) === endSignature) return new DataView(tail.buffer, tail.byteOffset + at)
  throw malformed()
}

/** Returns whether a name leads out of the archive. Workbooks never have such names, and nothing is written to disk anyway. */
const isUnsafe = (name: string) =>
  name.startsWith("/") ||
  name.includes("\\") ||
  name.includes("\0") ||
  name.split("/").includes("..") ||
  /^[a-z]:/i.test(name)

const checkSize = (packed: number, unpacked: number) => {
  if (unpacked > largestWorkbook || (unpacked > bombFloor && unpacked > packed * largestRatio)) throw bomb()
}

const directory = async (source: FileSource): Promise<Map<string, Part>> => {
  const end = await endRecord(source)
  const count = end.getUint16(10, true)
  const size = end.getUint32(12, true)
  const from = end.getUint32(16, true)
  if (count > maxParts) throw bomb()
  if (count === 0xffff || from + size > source.size || size < count * 46) throw malformed()
  const bytes = await source.read(from, from + size)
  const data = view(bytes)
  const parts = new Map<string, Part>()
  let total = 0
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > size || data.getUint32(at, true) !== entrySignature) throw malformed()
    const flags = data.getUint16(at + 8, true)
    const method = data.getUint16(at + 10, true)
    const [packed, unpacked] = [data.getUint32(at + 20, true), data.getUint32(at + 24, true)]
    const lengths = [28, 30, 32].map((field) => data.getUint16(at + field, true)) as [number, number, number]
    const [checksum, offset] = [data.getUint32(at + 16, true), data.getUint32(at + 42, true)]
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + lengths[0]))
    at += 46 + lengths[0] + lengths[1] + lengths[2]
    if (isUnsafe(name)) throw new FileRefused("xlsx-unsafe")
    if ((flags & 1) !== 0) throw new FileRefused("file-password")
    if ((method !== 0 && method !== 8) || parts.has(name) || offset + packed > source.size) throw malformed()
    checkSize(packed, unpacked)
    total += unpacked
    if (total > largestWorkbook) throw bomb()
    parts.set(name, { offset, packed, unpacked, deflated: method === 8, checksum })
  }
  return parts
}

/** Returns the bytes of a deflated part, as the platform unpacks them: as many at once as are taken. */
async function* inflated(packed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let failure: unknown
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      try {
        const { done, value } = await packed.next()
        if (done === true) controller.close()
        else controller.enqueue(value as Uint8Array<ArrayBuffer>)
      } catch (cause) {
        failure = cause
        throw cause
      }
    }
  })
  const reader = stream.pipeThrough(new DecompressionStream("deflate-raw")).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch {
    throw failure ?? malformed()
  } finally {
    await reader.cancel().catch(() => {})
  }
}

async function* unpack(
  source: FileSource,
  { offset, packed, unpacked, deflated, checksum }: Part
): AsyncGenerator<Uint8Array> {
  const header = view(await source.read(offset, offset + 30))
  if (header.byteLength < 30 || header.getUint32(0, true) !== localSignature) throw malformed()
  const from = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true)
  if (from + packed > source.size) throw malformed()
  const bytes = chunksOf(source, from, from + packed)
  let made = 0
  let crc = 0
  for await (const piece of deflated ? inflated(bytes) : bytes) {
    made += piece.length
    // The sizes in the directory cannot be trusted; the counted bytes can.
    if (made > unpacked) throw bomb()
    checkSize(packed, made)
    crc = CRC32.buf(piece, crc)
    yield piece
  }
  if (made !== unpacked || crc >>> 0 !== checksum) throw malformed()
}

/** Parts up to this size are verified when the archive is opened, also those that are not read otherwise. */
const smallPart = 1_000_000

/** Opens an archive. A part with a wrong checksum is refused at the latest when it was read to its end. */
export const zipParts = async (source: FileSource): Promise<ZipParts> => {
  const parts = await directory(source)
  for (const part of parts.values()) if (part.unpacked <= smallPart) for await (const _ of unpack(source, part));
  return {
    names: new Set(parts.keys()),
    read: (name) => {
      const part = parts.get(name)
      if (part === undefined) throw malformed()
      return unpack(source, part)
    }
  }
}
