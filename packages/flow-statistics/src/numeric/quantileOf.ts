import type { Tails } from "./incompleteGamma.ts"

/** A continuous distribution on `from` … `to` by its tails and density. */
export interface Shape {
  readonly from: number
  readonly to: number
  /** A point inside, near which the bulk lies. */
  readonly middle: number
  readonly tails: (x: number) => Tails
  readonly density: (x: number) => number
}

/** The x below which lies the share p: Newton's steps kept inside a bracket that halves whenever they leave it. */
export const quantileOf = ({ from, to, middle, tails, density }: Shape, p: number): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0) return from
  if (p === 1) return to
  // The smaller tail is compared, so that it is held to its own digits.
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
      // Towards a bound at 0 quotients are halved, not differences: quantiles there may be of any smallness.
      else next = low === 0 && high < 1e-3 ? high / 1024 : (low + high) / 2
      width *= 2
    }
    if (Math.abs(next - x) <= Math.abs(next) * 1e-16 || next === x) return next
    x = next
  }
  return x
}
