import { incompleteBeta } from "./incompleteBeta.ts"
import { incompleteGamma } from "./incompleteGamma.ts"
import { quantileOf, type Shape } from "./quantileOf.ts"
import { binomialDensity, poissonDensity } from "./saddlePoint.ts"

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

const normalTails = (x: number) => {
  if (Number.isNaN(x)) return { lower: Number.NaN, upper: Number.NaN }
  const { lower, upper } = incompleteGamma(0.5, (x * x) / 2)
  const small = upper / 2
  const large = 0.5 + lower / 2
  return x < 0 ? { lower: small, upper: large } : { lower: large, upper: small }
}

/** Normal with mean 0 and variance 1. */
export const normal: Distribution = distribution({
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  middle: 0,
  tails: normalTails,
  density: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
})

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
