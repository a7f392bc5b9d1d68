/**
 * The checksum of Kafka's record batches: CRC-32C (Castagnoli), RFC 3720, appendix B.4, eight bytes at a time (Kounavis and Berry, "Novel Table Lookup-Based
 * Algorithms for High-Performance CRC Generation", 2008). Node's own `zlib.crc32` has another polynomial.
 */

/** The polynomial, its lowest term in the highest bit. */
const polynomial = 0x82f63b78

const width = 8

/** `tables[256 * k + b]` is the checksum of byte `b` and `k` zero bytes after it. */
const tables = new Int32Array(256 * width)
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ polynomial
  tables[byte] = value
}
for (let i = 256; i < tables.length; i++) {
  const before = tables[i - 256] as number
  tables[i] = (before >>> 8) ^ (tables[before & 0xff] as number)
}

/** Returns the checksum of the bytes from `from` on to before `to`. */
export const crc32c = (bytes: Uint8Array, from = 0, to = bytes.length): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const t = tables as { readonly [index: number]: number }
  let crc = -1
  let at = from
  for (; at + width <= to; at += width) {
    const low = crc ^ view.getInt32(at, true)
    const high = view.getInt32(at + 4, true)
    crc =
      (t[1792 + (low & 0xff)] as number) ^
      (t[1536 + ((low >>> 8) & 0xff)] as number) ^
      (t[1280 + ((low >>> 16) & 0xff)] as number) ^
      (t[1024 + (low >>> 24)] as number) ^
      (t[768 + (high & 0xff)] as number) ^
      (t[512 + ((high >>> 8) & 0xff)] as number) ^
      (t[256 + ((high >>> 16) & 0xff)] as number) ^
      (t[high >>> 24] as number)
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ (t[(crc ^ (bytes[at] as number)) & 0xff] as number)
  return ~crc >>> 0
}
