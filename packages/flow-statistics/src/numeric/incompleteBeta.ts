import betainc from "@stdlib/math-base-special-betainc"
import type { Tails } from "./incompleteGamma.ts"

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
