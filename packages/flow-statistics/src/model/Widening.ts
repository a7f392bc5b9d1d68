import type { CountFit } from "./fitCounts.ts"
import { widenings } from "./widenings.ts"

/** The question that a count model answers. */
export type Question = keyof typeof widenings

/** What a fit says of the memory of a series, averaged over what the noise may be. */
export interface Memory {
  /** ln of how many times as large memory makes the variance of a long sum of relative deviations. */
  readonly inflation: number
  /** Autocorrelation at lag 1 of the deviations that have memory. */
  readonly autocorrelation: number
  /** Autocorrelation at lag 1 of all relative deviations, those without memory and Poisson noise included. */
  readonly observed: number
}

/** Returns what a fit says of memory. */
export const memoryOf = ({ plausible, mean, working }: Pick<CountFit, "plausible" | "mean" | "working">): Memory => {
  let [poisson, reported] = [0, 0]
  for (let t = 0; t < mean.length; t++)
    if (!Number.isNaN(working[t])) {
      poisson += 1 / (mean[t] as number)
      reported += 1
    }
  let [inflation, autocorrelation, observed] = [0, 0, 0]
  for (const { weight, autocorrelation: phi, swing, overdispersion } of plausible) {
    const total = swing + overdispersion + poisson / reported
    inflation += weight * Math.log1p((swing * 2 * phi) / (1 - phi) / total)
    autocorrelation += weight * phi
    observed += (weight * swing * phi) / total
  }
  return { inflation, autocorrelation, observed }
}

/**
 * Returns the factor by which intervals of a fit are widened, so that in simulated series without a change they miss 0 about as often as they
 * should, whatever the memory. Averaging over the noise alone does not ensure that: with a wide prior, intervals cover too often without memory and too
 * seldom with much of it. The factor is smooth in the number of points and the memory that the fit found (prepivoting, Beran 1988).
 */
export const wideningOf = (question: Question, points: number, memory: Memory): number => {
  const size = Math.log(points / 36)
  const { least, most, coefficients } = widenings[question]
  const log = [1, memory.inflation, memory.autocorrelation, memory.observed].reduce((sum, one, i) => {
    const [a, b, c] = coefficients[i] as readonly [number, number, number]
    return sum + one * (a + b * size + c * size * size)
  }, 0)
  const bound = log < 0 ? least : most
  return Math.exp(bound * Math.tanh(log / bound))
}
