import type { Tails } from "./incompleteGamma.ts"

/** A continuous distribution on `from` … `to`, by its tails and density. */
export interface Shape {
  readonly from: number
  readonly to: number
  /** A point near the bulk of the distribution. */
  readonly middle: number
  readonly tails: (x: number) => Tails
  readonly density: (x: number) => number
}

/** Returns the p-quantile by Newton's method within a bracket, which is halved when a step leaves it. */
export const quantileOf = ({ from, to, middle, tails, density }: Shape, p: number): number => {
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
