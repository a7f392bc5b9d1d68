/** Detects the encoding of a text file. UTF-8 is decoded strictly; other bytes are decoded only if exactly one older encoding makes words of them. */
import { FileRefused } from "./FileRefused.ts"
import { chunksOf, type FileSource } from "./FileSource.ts"
import { type LegacyEncoding, legacyEncoding } from "./LegacyEncoding.ts"

type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | LegacyEncoding

export interface FoundEncoding {
  readonly encoding: TextEncoding
  readonly bom: boolean
  /** False if every byte is ASCII, so that the encoding does not matter. */
  readonly beyondAscii: boolean
}

/** UTF-16 without a byte-order mark: nearly every second byte of a table with ASCII characters is zero. */
const looksUtf16 = (head: Uint8Array): TextEncoding | undefined => {
  let even = 0
  let odd = 0
  for (let i = 0; i < head.length; i++) if (head[i] === 0) i % 2 === 0 ? even++ : odd++
  const half = head.length / 2
  // Cyrillic tables have zeros only at separators, digits and line ends.
  if (odd > half * 0.2 && even < half * 0.01) return "utf-16le"
  return even > half * 0.2 && odd < half * 0.01 ? "utf-16be" : undefined
}

const beginsWith = (head: Uint8Array, ...bytes: ReadonlyArray<number>) => bytes.every((byte, i) => head[i] === byte)

const isAscii = (bytes: Uint8Array): boolean => {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) > 127) return false
  return true
}

/** Decodes the whole file as UTF-8, because the first non-ASCII letter may be in its last row. */
const readAsUtf8 = async (source: FileSource) => {
  const utf8 = new TextDecoder("utf-8", { fatal: true })
  let [isUtf8, beyondAscii] = [true, false]
  const decode = (chunk?: Uint8Array) => {
    try {
      if (isUtf8) utf8.decode(chunk, { stream: chunk !== undefined })
    } catch {
      isUtf8 = false
    }
  }
  for await (const chunk of chunksOf(source)) {
    if (chunk.includes(0)) throw new FileRefused("file-binary")
    beyondAscii ||= !isAscii(chunk)
    if (beyondAscii) decode(chunk)
  }
  decode()
  return { isUtf8, beyondAscii }
}

const [lineEnd, quote] = [10, 34]

/**
 * Returns the first row that is UTF-8 in a file of another encoding, or the other way round, whichever is rarer; undefined if all rows beyond ASCII are
 * of one kind. Rows are counted as a spreadsheet shows them.
 */
const rowOfOtherEncoding = async (source: FileSource): Promise<number | undefined> => {
  const found = { utf8: { count: 0, first: 0 }, other: { count: 0, first: 0 } }
  let [row, quoted, following, isBeyond, isBroken] = [1, false, 0, false, false]
  const endRow = () => {
    if (isBeyond) {
      const kind = found[isBroken || following > 0 ? "other" : "utf8"]
      if (kind.count++ === 0) kind.first = row
    }
    ;[row, following, isBeyond, isBroken] = [row + 1, 0, false, false]
  }
  for await (const chunk of chunksOf(source))
    for (const byte of chunk) {
      if (byte < 128) {
        if (following > 0) isBroken = true
        following = 0
        if (byte === quote) quoted = !quoted
        else if (byte === lineEnd && !quoted) endRow()
        continue
      }
      isBeyond = true
      const isFollowing = byte < 0xc0
      if (isFollowing !== following > 0) isBroken = true
      following = isFollowing ? Math.max(0, following - 1) : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    }
  endRow()
  const { utf8, other } = found
  if (utf8.count === 0 || other.count === 0) return undefined
  return utf8.count < other.count ? utf8.first : other.first
}

async function* chunksBeyondAscii(source: FileSource): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunksOf(source)) if (!isAscii(chunk)) yield chunk
}

/**
 * Detects the encoding by a byte order mark, by zeros between letters, or by reading the whole file as UTF-8; otherwise by its words.
 * Throws `FileRefused` if no encoding or more than one fits.
 */
export const encodingOf = async (source: FileSource): Promise<FoundEncoding> => {
  const head = await source.read(0, 4096)
  if (beginsWith(head, 0xff, 0xfe)) return { encoding: "utf-16le", bom: true, beyondAscii: true }
  if (beginsWith(head, 0xfe, 0xff)) return { encoding: "utf-16be", bom: true, beyondAscii: true }
  const bom = beginsWith(head, 0xef, 0xbb, 0xbf)
  const wide = bom ? undefined : looksUtf16(head)
  if (wide !== undefined) return { encoding: wide, bom: false, beyondAscii: true }
  const { isUtf8, beyondAscii } = await readAsUtf8(source)
  if (isUtf8) return { encoding: "utf-8", bom, beyondAscii }
  const encoding = bom ? undefined : await legacyEncoding(chunksBeyondAscii(source))
  // In code page 866, three small letters may be one of UTF-8.
  const row = encoding === "ibm866" ? undefined : await rowOfOtherEncoding(source)
  if (row !== undefined) throw new FileRefused("file-encodings-mixed", row)
  if (encoding === undefined) throw new FileRefused("file-encoding")
  return { encoding, bom: false, beyondAscii: true }
}

/** Returns the file's text from the start, without the byte-order mark. */
export async function* textOf(source: FileSource, { encoding }: FoundEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new FileRefused("file-encoding")
    }
  }
  for await (const chunk of chunksOf(source)) {
    const text = decode(chunk)
    if (text.includes("\0")) throw new FileRefused("file-binary")
    if (text !== "") yield text
  }
  const rest = decode()
  if (rest !== "") yield rest
}
