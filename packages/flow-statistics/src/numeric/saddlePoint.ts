import gammaln from "@stdlib/math-base-special-gammaln"

/** From here on Stirling's series is accurate to machine precision. */
const stirlingFrom = 15

const halfLn2Pi = 0.9189385332046727

/** Returns the error of Stirling's formula for ln Γ(x + 1), x > 0 (Loader 2000). From 15 on a series avoids cancellation. */
const stirlingError = (x: number): number => {
  if (x < stirlingFrom) return gammaln(x + 1) - (x + 0.5) * Math.log(x) + x - halfLn2Pi
  const r = 1 / (x * x)
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / x
}

/**
 * Returns x ln(x / m) + m - x without cancellation: the deviance part of the saddle-point expansion (Loader 2000, "Fast and accurate
 * computation of binomial probabilities").
 */
const deviancePart = (x: number, m: number): number => {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const v = (x - m) / (x + m)
  let sum = (x - m) * v
  let term = 2 * x * v
  for (let j = 1; j < 1000; j++) {
    term *= v * v
    const next = sum + term / (2 * j + 1)
    if (next === sum) return next
    sum = next
  }
  return sum
}

/** Returns mˣ e⁻ᵐ / Γ(x + 1): the Poisson probability of x at mean m, for any real x ≥ 0. */
export const poissonDensity = (x: number, m: number): number => {
  if (m === 0) return x === 0 ? 1 : 0
  if (x < 0) return 0
  if (x === 0) return Math.exp(-m)
  if (x <= m * 1e-300) return Math.exp(-m + x * Math.log(m) - gammaln(x + 1))
  return Math.exp(-stirlingError(x) - deviancePart(x, m)) / Math.sqrt(2 * Math.PI * x)
}

/** Returns Γ(n + 1) / (Γ(x + 1) Γ(n - x + 1)) pˣ qⁿ⁻ˣ: the binomial probability, for any real 0 ≤ x ≤ n; q is 1 - p. */
export const binomialDensity = (x: number, n: number, p: number, q: number): number => {
  if (x < 0 || x > n) return 0
  if (p === 0) return x === 0 ? 1 : 0
  if (q === 0) return x === n ? 1 : 0
  if (x === 0) return Math.exp(p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q))
  if (x === n) return Math.exp(q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p))
  const rest = n - x
  const exponent =
    stirlingError(n) - stirlingError(x) - stirlingError(rest) - deviancePart(x, n * p) - deviancePart(rest, n * q)
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * x * rest))
}
