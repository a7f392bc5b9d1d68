import { type Rational, rational } from "./Rational.ts"

/** Privacy cost as rho of zero-concentrated differential privacy (Bun and Steinke 2016). Costs add up exactly. */
export type Rho = Rational

/**
 * Relative margin for rounding of doubles, far above the error of the formulas below. It keeps results on the safe
 * side.
 */
const upward = 1 + 1e-9

const least = (value: (alphaLess1: number) => number): number => {
  // Convex enough for a search on a logarithmic scale. Every alpha gives a valid bound, so a missed optimum is safe.
  let best = Number.POSITIVE_INFINITY
  let [from, to] = [-12, 14]
  for (let round = 0; round < 6; round++) {
    let at = from
    for (let i = 0; i <= 100; i++) {
      const here = from + ((to - from) * i) / 100
      const found = value(Math.exp(here))
      if (found < best) [best, at] = [found, here]
    }
    const step = (to - from) / 100
    ;[from, to] = [at - step, at + step]
  }
  return best
}

/**
 * Returns delta such that `rho`-zCDP implies (epsilon, delta)-differential privacy: the infimum over alpha > 1 of
 * exp((alpha - 1)(alpha rho - epsilon)) / (alpha - 1) · (1 - 1/alpha)^alpha. Canonne, Kamath and Steinke 2020,
 * corollary 13.
 */
export const deltaOf = (rho: number, epsilon: number): number => {
  if (rho <= 0) return 0
  const log = least((b) => b * ((b + 1) * rho - epsilon) - Math.log(b) + (b + 1) * Math.log(b / (b + 1)))
  return Math.min(1, Math.exp(log) * upward)
}

/** Returns the largest rho, in millionths, that implies (epsilon, delta)-differential privacy. */
export const rhoFor = (epsilon: number, delta: number): Rho => {
  let [low, high] = [0, Math.ceil(epsilon * 1e6)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (deltaOf(middle / 1e6, epsilon) <= delta) low = middle
    else high = middle - 1
  }
  return rational(low, 1_000_000)
}
