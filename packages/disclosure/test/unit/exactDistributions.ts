/**
 * Probabilities of the discrete distributions without the samplers' code: exp of a fraction by its Taylor series on whole numbers
 * scaled by 2^200, the tails summed until they vanish at that scale.
 */
const bits = 200n
const one = 1n << bits

/** exp(-n/d) times 2^200, for 0 <= n/d. */
const scaledExp = (n: bigint, d: bigint): bigint => {
  // exp(-x) = exp(-x / 2^k)^(2^k): small arguments converge without cancelling.
  let k = 0n
  while (n > d << k) k += 1n
  const under = d << k
  let term = one
  let sum = one
  for (let i = 1n; term !== 0n; i++) {
    term = (-term * n) / (under * i)
    sum += term
  }
  for (let i = 0n; i < k; i++) sum = (sum * sum) >> bits
  return sum
}

/** Probabilities of -reach … reach under weights `weight(|x|)`, and the probability of all beyond. */
const normalised = (weight: (size: bigint) => bigint, reach: number) => {
  const weights: Array<bigint> = []
  for (let size = 0n; ; size++) {
    const w = weight(size)
    if (w === 0n) break
    weights.push(w)
  }
  const total = weights.reduce((sum, w, i) => sum + (i === 0 ? w : 2n * w), 0n)
  const share = (w: bigint) => Number((w << 64n) / total) / 2 ** 64
  const at = (x: number) => share(weights[Math.abs(x)] ?? 0n)
  const inside = Array.from({ length: 2 * reach + 1 }, (_, i) => at(i - reach))
  const variance = weights.reduce((sum, w, i) => sum + 2 * i * i * share(w), 0)
  return { inside, beyond: 1 - inside.reduce((a, b) => a + b, 0), variance }
}

export const laplaceProbabilities = (n: bigint, d: bigint, reach: number) =>
  normalised((size) => scaledExp(size * d, n), reach)

export const gaussianProbabilities = (n: bigint, d: bigint, reach: number) =>
  normalised((size) => scaledExp(size * size * d, 2n * n), reach)

export const exponential = (n: bigint, d: bigint): number => Number((scaledExp(n, d) << 64n) >> bits) / 2 ** 64

/** Chance of a chi-square value this large or larger (Wilson and Hilferty's normal approximation, good beyond 10 degrees). */
export const chiSquareTail = (value: number, degrees: number): number => {
  const z = (Math.cbrt(value / degrees) - (1 - 2 / (9 * degrees))) / Math.sqrt(2 / (9 * degrees))
  return normalTail(z)
}

/** P(Z > z), Abramowitz and Stegun 26.2.17 (error below 7.5e-8). */
export const normalTail = (z: number): number => {
  if (z < 0) return 1 - normalTail(-z)
  const t = 1 / (1 + 0.2316419 * z)
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
}
