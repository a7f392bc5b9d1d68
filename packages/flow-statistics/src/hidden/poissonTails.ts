import { incompleteGamma } from "../numeric/incompleteGamma.ts"

/** Returns P(X <= count) and P(X >= count) of a Poisson variable, each accurate if it is small (Abramowitz and Stegun 26.4.21). */
export const poissonTails = (count: number, mean: number): { readonly atMost: number; readonly atLeast: number } => ({
  atMost: mean === 0 ? 1 : incompleteGamma(count + 1, mean).upper,
  atLeast: count === 0 ? 1 : mean === 0 ? 0 : incompleteGamma(count, mean).lower
})
