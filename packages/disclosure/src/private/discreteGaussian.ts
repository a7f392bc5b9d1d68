import { bernoulliExp } from "./bernoulli.ts"
import { discreteLaplace } from "./discreteLaplace.ts"
import type { RandomWords } from "./RandomWords.ts"
import { type Rational, rational, wholeRoot } from "./Rational.ts"

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
