/**
 * Additive shares of a table of counts: one share is pseudorandom, the other is what is missing to the counts, modulo 2³². Each alone is
 * independent of the counts (to anyone who cannot distinguish ChaCha20 from random); the sum of all partners' shares at both hosts is the sum of
 * their tables.
 */
import sodium from "libsodium-wrappers-sumo"

/** Bytes of a seed. */
export const seedLength = 32

const wordBytes = 4

/** Returns the pseudorandom share that a seed stands for. */
export const expandSeed = (seed: Uint8Array, length: number): Uint32Array =>
  fromBytes(sodium.randombytes_buf_deterministic(length * wordBytes, seed), length)

/** Splits numbers into a seed and the rest. */
export const split = (numbers: Uint32Array): { readonly seed: Uint8Array; readonly rest: Uint32Array } => {
  const seed = sodium.randombytes_buf(seedLength)
  const share = expandSeed(seed, numbers.length)
  return { seed, rest: numbers.map((number, i) => number - (share[i] as number)) }
}

/** Adds a share to a sum, modulo 2³². */
export const addTo = (sum: Uint32Array, share: Uint32Array): void => {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (share[i] as number)
}

/** Numbers as bytes, little-endian. */
export const toBytes = (numbers: Uint32Array): Uint8Array => {
  const view = new DataView(new ArrayBuffer(numbers.length * wordBytes))
  for (let i = 0; i < numbers.length; i++) view.setUint32(i * wordBytes, numbers[i] as number, true)
  return new Uint8Array(view.buffer)
}

/** Returns the numbers that `toBytes` wrote. Bytes of another length give none. */
export const fromBytes = (bytes: Uint8Array, length: number): Uint32Array => {
  if (bytes.length !== length * wordBytes) return new Uint32Array(0)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length }, (_, i) => view.getUint32(i * wordBytes, true))
}
