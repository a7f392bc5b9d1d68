const encoder = new TextEncoder()
let bytes = new Uint8Array(4096)
let words = new Int32Array(bytes.buffer)

/**
 * Returns a 32-bit hash of a text, by which this process compares long texts: FNV-1a of four bytes at a time. It takes a quarter of the time that a
 * hash of each letter takes.
 */
export const shortHash = (text: string, before = 2166136261): number => {
  const most = 3 * text.length + 4
  if (bytes.length < most) {
    bytes = new Uint8Array(8 * most)
    words = new Int32Array(bytes.buffer)
  }
  const { written } = encoder.encodeInto(text, bytes)
  bytes.fill(0, written, written + 4)
  let hash = before ^ written
  for (let i = 0; 4 * i < written; i++) {
    hash = Math.imul(hash ^ (words[i] as number), 16777619)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}
