/** What twins and pairs say about the rates of error, and intervals of what follows from them. */
import betaincinv from "@stdlib/math-base-special-betaincinv"
import gammaincinv from "@stdlib/math-base-special-gammaincinv"
import type { ErrorRates } from "./estimateErrors.ts"

/** A number of persons without errors of linkage. */
export interface Corrected {
  readonly persons: number
  /** 95 %. */
  readonly low: number
  readonly high: number
}

/** How many times the rates are drawn. */
export const draws = 400

type Missed = ErrorRates["missed"]

/**
 * Returns the probability that a row can be found. Without a known pair nothing says how many are missed: the counts stay, and the interval is as
 * wide as that.
 */
export const likeliestFindable = ({ events, trials }: Missed): number =>
  trials === 0 ? 1 : Math.sqrt((trials - events + 0.5) / (trials + 1))

/** Jeffreys' posterior at a uniform number. */
export const drawnFindable = ({ events, trials }: Missed, uniform: number): number =>
  Math.sqrt(betaincinv(uniform, trials - events + 0.5, events + 0.5))

/** False links per pair: Jeffreys' posterior, scaled so that it is as wide as the interval of clustered pairs. */
export const drawnFalse = ({ events, trials, dispersion }: ErrorRates["falsePerPair"], uniform: number): number =>
  trials === 0 ? 0 : (gammaincinv(uniform, events / dispersion + 0.5) * dispersion) / trials

/** Returns the central 95 % of drawn values around the likeliest one, never below 0. */
export const interval = (persons: number, values: ReadonlyArray<number>): Corrected => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => Math.max(0, sorted[Math.round(share * (sorted.length - 1))] ?? 0)
  return { persons: Math.max(0, persons), low: Math.min(at(0.025), persons), high: Math.max(at(0.975), persons) }
}

/** Counts unit steps of an exponential clock; for the small means of false links. */
export const poisson = (mean: number, uniform: () => number): number => {
  let [count, time] = [-1, 0]
  while (time <= mean) {
    time -= Math.log(1 - uniform())
    count++
  }
  return count
}
