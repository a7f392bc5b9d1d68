import { poissonDensity } from "./saddlePoint.ts"

/** Both tails, each accurate if it is small. */
export interface Tails {
  readonly lower: number
  readonly upper: number
}

const maxTerms = 1_000_000
const tiny = 1e-300

/**
 * Returns P(a, x) and Q(a, x), the regularised incomplete gamma functions, for a > 0 (Abramowitz and Stegun 6.5.29, 6.5.31; Lentz's
 * algorithm). The implementation of @stdlib is inaccurate for large a near x: see docs/decisions/0301-special-functions.md.
 */
export const incompleteGamma = (a: number, x: number): Tails => {
  if (Number.isNaN(a) || Number.isNaN(x) || a <= 0) return { lower: Number.NaN, upper: Number.NaN }
  if (x <= 0) return { lower: 0, upper: 1 }
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 }
  // xᵃ e⁻ˣ / Γ(a + 1)
  const front = poissonDensity(a, x)
  if (x < a + 1) {
    let term = 1
    let sum = 1
    for (let n = 1; n < maxTerms && term > sum * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    const lower = Math.min(1, front * sum)
    return { lower, upper: 1 - lower }
  }
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let i = 1; i < maxTerms; i++) {
    const an = -i * (i - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + an / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  const upper = Math.min(1, front * a * h)
  return { lower: 1 - upper, upper }
}
