/** A share or a rate with its exact 95 % interval. */
import betaincinv from "@stdlib/math-base-special-betaincinv"
import gammaincinv from "@stdlib/math-base-special-gammaincinv"

export interface Rate {
  readonly events: number
  readonly trials: number
  /** `events / trials`; 0 without a trial. */
  readonly share: number
  readonly low: number
  readonly high: number
  /** The variance of the events by that of independent ones: 1, or more where they come in clusters. */
  readonly dispersion: number
}

/** Clopper and Pearson (1934): events in independent trials. Without a trial the interval is everything. */
export const shareOf = (events: number, trials: number): Rate => ({
  events,
  trials,
  share: trials === 0 ? 0 : events / trials,
  low: events === 0 ? 0 : betaincinv(0.025, events, trials - events + 1),
  high: events === trials ? 1 : betaincinv(0.975, events + 1, trials - events),
  dispersion: 1
})

/**
 * Garwood (1936): rare events in many trials, a Poisson count. For clustered events, events and trials are divided by the dispersion.
 */
export const rareRate = (events: number, trials: number, dispersion = 1): Rate => {
  const [count, size] = [events / dispersion, trials / dispersion]
  return {
    events,
    trials,
    share: trials === 0 ? 0 : events / trials,
    low: count === 0 ? 0 : gammaincinv(0.025, count) / size,
    high: trials === 0 ? 1 : gammaincinv(0.975, count + 1) / size,
    dispersion
  }
}
