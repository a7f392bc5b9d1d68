import betainc from "@stdlib/math-base-special-betainc"
import erfc from "@stdlib/math-base-special-erfc"
import { incompleteGamma, type Tails } from "./incompleteGamma.ts"
import { binomialDensity, poissonDensity } from "./saddlePoint.ts"

/** A continuous distribution on `from` … `to`, by its tails and density. */
interface Shape {
  readonly from: number
  readonly to: number
  /** A point near the bulk of the distribution. */
  readonly middle: number
  readonly tails: (x: number) => Tails
  readonly density: (x: number) => number
}

/** Returns the p-quantile by Newton's method within a bracket, which is halved when a step leaves it. */
const quantileOf = ({ from, to, middle, tails, density }: Shape, p: number): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0) return from
  if (p === 1) return to
  // Compares the smaller tail, which is the accurate one.
  const gap = (x: number): number => {
    const { lower, upper } = tails(x)
    return p <= 0.5 ? lower - p : 1 - p - upper
  }
  let low = from
  let high = to
  let x = middle
  let width = Math.max(1, Math.abs(middle))
  for (let i = 0; i < 2000; i++) {
    const off = gap(x)
    if (off === 0) return x
    if (off > 0) high = x
    else low = x
    let next = x - off / density(x)
    if (!(next > low && next < high)) {
      if (low === Number.NEGATIVE_INFINITY) next = high - width
      else if (high === Number.POSITIVE_INFINITY) next = low + width
      // Near a bound of 0, divides: quantiles may be arbitrarily small.
      else next = low === 0 && high < 1e-3 ? high / 1024 : (low + high) / 2
      width *= 2
    }
    if (Math.abs(next - x) <= Math.abs(next) * 1e-16 || next === x) return next
    x = next
  }
  return x
}

/**
 * Returns both tails of the regularised incomplete beta function with shapes `a` and `b` above 0. `y` is 1 - `x`, passed separately:
 * whichever of the two is small keeps its digits.
 */
export const incompleteBeta = (x: number, y: number, a: number, b: number): Tails => {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (y <= 0) return { lower: 1, upper: 0 }
  return x <= y
    ? { lower: betainc(x, a, b), upper: betainc(x, a, b, true, true) }
    : { lower: betainc(y, b, a, true, true), upper: betainc(y, b, a) }
}

/** A continuous distribution. `survival` is accurate for a small upper tail, which `1 - cdf` is not. */
export interface Distribution {
  readonly density: (x: number) => number
  readonly cdf: (x: number) => number
  readonly survival: (x: number) => number
  readonly quantile: (p: number) => number
}

const distribution = (shape: Shape): Distribution => ({
  density: shape.density,
  cdf: (x) => shape.tails(x).lower,
  survival: (x) => shape.tails(x).upper,
  quantile: (p) => quantileOf(shape, p)
})

const survivalOfNormal = (x: number): number => erfc(x / Math.SQRT2) / 2

/** Normal with mean 0 and variance 1. */
export const normal: Distribution = {
  ...distribution({
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    middle: 0,
    tails: (x) => ({ lower: survivalOfNormal(-x), upper: survivalOfNormal(x) }),
    density: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  }),
  // One tail takes half the time of both.
  survival: survivalOfNormal
}

/** Student's t with `freedom` degrees of freedom, any real above 0. */
export const studentT = (freedom: number): Distribution =>
  distribution({
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    middle: 0,
    tails: (t) => {
      const square = t * t
      const { lower, upper } = incompleteBeta(
        square / (freedom + square),
        freedom / (freedom + square),
        0.5,
        freedom / 2
      )
      return t < 0 ? { lower: upper / 2, upper: 0.5 + lower / 2 } : { lower: 0.5 + lower / 2, upper: upper / 2 }
    },
    density: (t) => {
      const x = freedom / (freedom + t * t)
      const half = freedom / 2
      const n = half + 0.5
      // Γ(n) / (Γ(½) Γ(half)) = binomialDensity · half · ½ / n over xʰᵃˡᶠ yʰᵃˡᶠ, at the x that suits.
      const front = (binomialDensity(half, n, half / n, 0.5 / n) * half * 0.5) / n
      const log = half * Math.log(half / n) + 0.5 * Math.log(0.5 / n)
      return (front * Math.exp(n * Math.log(x) - log)) / Math.sqrt(freedom)
    }
  })

/** Gamma with `shape` and `scale`; the mean is their product. */
export const gamma = (shape: number, scale = 1): Distribution =>
  distribution({
    from: 0,
    to: Number.POSITIVE_INFINITY,
    middle: shape * scale,
    tails: (x) => incompleteGamma(shape, x / scale),
    density: (x) => (x <= 0 ? 0 : (poissonDensity(shape, x / scale) * shape) / x)
  })

/** χ² with `freedom` degrees of freedom. */
export const chiSquared = (freedom: number): Distribution => gamma(freedom / 2, 2)

/** Fisher's F. */
export const fisherF = (above: number, below: number): Distribution =>
  distribution({
    from: 0,
    to: Number.POSITIVE_INFINITY,
    middle: 1,
    tails: (f) => {
      const whole = above * f + below
      return f <= 0 ? { lower: 0, upper: 1 } : incompleteBeta((above * f) / whole, below / whole, above / 2, below / 2)
    },
    density: (f) => {
      if (f <= 0) return 0
      const whole = above * f + below
      const a = above / 2
      const b = below / 2
      return (binomialDensity(a, a + b, (above * f) / whole, below / whole) * a * b) / ((a + b) * f)
    }
  })
