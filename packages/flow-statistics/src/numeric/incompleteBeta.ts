import type { Tails } from "./incompleteGamma.ts"
import { binomialDensity } from "./saddlePoint.ts"

const most = 1_000_000
const tiny = 1e-300
const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value)

/** The continued fraction of Abramowitz and Stegun 26.5.8 by Lentz's algorithm. */
const fraction = (x: number, a: number, b: number): number => {
  let c = 1
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < most; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / guard(1 + even * d)
    c = guard(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / guard(1 + odd * d)
    c = guard(1 + odd / c)
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return h
}

/** I of x and its complement for a, b > 0; `y` is 1 - x, given apart so that neither loses digits. */
export const incompleteBeta = (x: number, y: number, a: number, b: number): Tails => {
  if (Number.isNaN(x) || !(a > 0) || !(b > 0)) return { lower: Number.NaN, upper: Number.NaN }
  if (x <= 0) return { lower: 0, upper: 1 }
  if (y <= 0) return { lower: 1, upper: 0 }
  if (x > (a + 1) / (a + b + 2)) {
    const { lower, upper } = incompleteBeta(y, x, b, a)
    return { lower: upper, upper: lower }
  }
  // xᵃ yᵇ Γ(a + b) / (Γ(a) Γ(b))
  const front = (binomialDensity(a, a + b, x, y) * a * b) / (a + b)
  const lower = Math.min(1, (front * fraction(x, a, b)) / a)
  return { lower, upper: 1 - lower }
}
