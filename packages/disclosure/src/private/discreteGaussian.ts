import { bernoulli, bernoulliExp, uniformBelow } from "./bernoulli.ts"
import type { RandomWords } from "./RandomWords.ts"
import { type Rational, rational, wholeRoot } from "./Rational.ts"

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

/** Draws x with probability proportional to exp(-x² / (2 variance)), exactly. */
export type GaussianDraw = (words: RandomWords) => bigint

/**
 * Returns a sampler of the discrete Gaussian distribution for a variance parameter above zero. Noise on figures that
 * one person moves by at most `s` in Euclidean norm is (s² / (2 variance))-zCDP. Candidates come from the discrete
 * Laplace distribution and are accepted with the probability that corrects the difference. Canonne, Kamath and
 * Steinke 2020, algorithm 3.
 */
export const discreteGaussian = (variance: Rational): GaussianDraw => {
  if (variance.n <= 0n) throw new RangeError("The variance must be above zero.")
  const t = wholeRoot(variance.n / variance.d) + 1n
  const scale = rational(t)
  // (|y| - variance/t)² / (2 variance) = (|y| t d - n)² / (2 n d t²) with variance = n/d.
  const perStep = t * variance.d
  const under = 2n * variance.n * variance.d * t * t
  return (words) => {
    for (;;) {
      const drawn = discreteLaplace(words, scale)
      const gap = (drawn < 0n ? -drawn : drawn) * perStep - variance.n
      if (bernoulliExp(words, gap * gap, under)) return drawn
    }
  }
}
