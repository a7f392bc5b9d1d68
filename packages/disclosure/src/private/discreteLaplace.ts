import { bernoulli, bernoulliExp, uniformBelow } from "./bernoulli.ts"
import type { RandomWords } from "./RandomWords.ts"
import type { Rational } from "./Rational.ts"

/**
 * Returns a whole number x with probability proportional to exp(-|x| / scale), exactly: the discrete Laplace
 * (two-sided geometric) distribution. Noise of scale `s / epsilon` on a count that one person moves by at most `s` is
 * epsilon-differentially private. Canonne, Kamath and Steinke 2020, algorithm 2.
 */
export const discreteLaplace = (words: RandomWords, scale: Rational): bigint => {
  const { n: t, d: s } = scale
  if (t <= 0n) throw new RangeError("The scale must be above zero.")
  for (;;) {
    const u = uniformBelow(words, t)
    if (!bernoulliExp(words, u, t)) continue
    let v = 0n
    while (bernoulliExp(words, 1n, 1n)) v += 1n
    const size = (u + t * v) / s
    const isNegative = bernoulli(words, 1n, 2n)
    // Otherwise zero would occur with both signs.
    if (isNegative && size === 0n) continue
    return isNegative ? -size : size
  }
}
