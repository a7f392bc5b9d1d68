import { Matrix } from "ml-matrix"
import type { Design, LeastSquares } from "./leastSquares.ts"

/** Returns the usual number of lags: ⌊4 (n / 100)^(2/9)⌋ (Newey and West 1994). */
export const defaultLags = (n: number): number => Math.floor(4 * (n / 100) ** (2 / 9))

/**
 * Returns the covariance of coefficients under autocorrelation and heteroscedasticity: Newey and West 1987 with Bartlett's weights, times
 * n / (n - k) (statsmodels' HAC with `use_correction`).
 */
export const neweyWest = (design: Design, fit: LeastSquares, lags: number): Matrix => {
  const n = design.length
  const k = fit.coefficients.length
  const meat = Matrix.zeros(k, k)
  const scores = design.map((row, i) => row.map((value) => value * (fit.residuals[i] as number)))
  for (let lag = 0; lag <= Math.min(lags, n - 1); lag++) {
    const weight = 1 - lag / (lags + 1)
    for (let i = lag; i < n; i++) {
      const a = scores[i] as ReadonlyArray<number>
      const b = scores[i - lag] as ReadonlyArray<number>
      for (let p = 0; p < k; p++)
        for (let q = 0; q < k; q++) {
          const both = (a[p] as number) * (b[q] as number) + (lag === 0 ? 0 : (b[p] as number) * (a[q] as number))
          meat.set(p, q, meat.get(p, q) + weight * both)
        }
    }
  }
  return fit.inverse
    .mmul(meat)
    .mmul(fit.inverse)
    .mul(n / (n - k))
}
