import type { RandomWords } from "./RandomWords.ts"

/** Returns a whole number below `limit`, all equally likely: random bits, drawn again if they reach it. */
export const uniformBelow = (words: RandomWords, limit: bigint): bigint => {
  if (limit <= 0n) throw new RangeError("The limit must be above zero.")
  if (limit === 1n) return 0n
  if (limit <= 0x1_0000_0000n) return BigInt(smallBelow(words, Number(limit)))
  const bits = (limit - 1n).toString(2).length
  const whole = bits >> 5
  const mask = 2 ** (bits & 31) - 1
  for (;;) {
    let drawn = BigInt(mask === 0 ? 0 : (words.next() & mask) >>> 0)
    for (let i = 0; i < whole; i++) drawn = (drawn << 32n) | BigInt(words.next())
    if (drawn < limit) return drawn
  }
}

/** Returns a whole number below a limit of at most 2^32, in whole numbers that doubles hold exactly. */
const smallBelow = (words: RandomWords, limit: number): number => {
  const mask = limit > 0x8000_0000 ? 0xffff_ffff : 2 ** (32 - Math.clz32(limit - 1)) - 1
  for (;;) {
    const drawn = (words.next() & mask) >>> 0
    if (drawn < limit) return drawn
  }
}

/** Returns true with probability `n / d`, for 0 <= n / d <= 1. */
export const bernoulli = (words: RandomWords, n: bigint, d: bigint): boolean => uniformBelow(words, d) < n

/**
 * Returns true with probability exp(-n/d) for 0 <= n/d <= 1: a game that follows the series of the exponential
 * (algorithm 1).
 */
const bernoulliExpUnit = (words: RandomWords, n: bigint, d: bigint): boolean => {
  let k = 1n
  while (bernoulli(words, n, d * k)) k += 1n
  return k % 2n === 1n
}

/**
 * Returns true with probability exp(-n/d), exactly, for any fraction n/d >= 0, which need not be in lowest terms. Canonne, Kamath and
 * Steinke 2020, "The Discrete Gaussian for Differential Privacy", algorithm 1.
 */
export const bernoulliExp = (words: RandomWords, n: bigint, d: bigint): boolean => {
  if (n < 0n) throw new RangeError("The exponent must not be negative.")
  let left = n
  while (left > d) {
    if (!bernoulliExpUnit(words, 1n, 1n)) return false
    left -= d
  }
  return bernoulliExpUnit(words, left, d)
}
