import { type CountFit, withPrior } from "./fitCounts.ts"
import { autocorrelations, type Noise, spreads, swings } from "./NoisePrior.ts"
import { stepPrior } from "./stepPriorCoefficients.ts"
import { trendPrior } from "./trendPriorCoefficients.ts"

/** Coefficients of 1, ln(points / 36) and its square. */
export type InPoints = readonly [number, number, number]

/** What is judged: a steady change, or a change of level. */
export type Kind = "trend" | "step"

const priors = { trend: trendPrior, step: stepPrior } as const

/** ln widening stays below this, and above its negative. */
const maxLogWidening = 0.5

/** Returns what coefficients come to for a number of points. */
const valueFor = (points: number, kind: Kind): ((coefficients: InPoints) => number) => {
  const size = Math.log(Math.min(points, priors[kind].longest) / 36)
  return ([a, b, c]) => a + b * size + c * size * size
}

/** Returns the place of a noise's parameters in the grid of `noisePrior`. */
const placesOf = ({ autocorrelation, swing, overdispersion }: Noise) => ({
  memory: 1 + (autocorrelations as ReadonlyArray<number>).indexOf(autocorrelation),
  swing: swings.findIndex((one) => one * one === swing),
  spread: spreads.findIndex((one) => one * one === overdispersion)
})

/**
 * Returns a fit under the prior of the noise by which changes of a kind are judged. It was chosen by simulation for each number of points so that statements
 * are seldom false whatever the memory, and changes are found as often as that allows: a least favourable distribution (Elliott, Müller and Watson 2015; decision 0307).
 */
export const judgedFit = (kind: Kind, fit: CountFit, points: number): CountFit => {
  const value = valueFor(points, kind)
  const [memories, swingSizes, overdispersions] = [
    priors[kind].memory.map(value),
    priors[kind].swing.map(value),
    priors[kind].spread.map(value)
  ]
  return withPrior(fit, (noise) => {
    const { memory, swing, spread } = placesOf(noise)
    // No swing, and no overdispersion, have none.
    return (memories[memory] ?? 0) + (swingSizes[swing] ?? 0) + (overdispersions[spread - 1] ?? 0)
  })
}

/** Returns the factor by which the interval of a change is also widened. */
export const judgingWidening = (kind: Kind, points: number): number =>
  Math.exp(maxLogWidening * Math.tanh(valueFor(points, kind)(priors[kind].widening) / maxLogWidening))
