/** What a series may do besides following its mean: one combination of the noise's parameters. */
export interface Noise {
  /** Lag-1 autocorrelation of the relative deviation from the mean. */
  readonly autocorrelation: number
  /** Variance of that deviation: 0.09 means that counts swing by about 30 % around their mean. */
  readonly swing: number
  /** Overdispersion without memory: the α of a negative binomial count, whose variance is mean + α mean². */
  readonly overdispersion: number
  /** Probability before the data are seen. */
  readonly prior: number
}

export const autocorrelations = [0.1, 0.3, 0.5, 0.65, 0.78, 0.87, 0.94, 0.98] as const
/**
 * More for long memory, as reference priors of autoregressions have it: few points cannot exclude it, and a method that ignores this finds
 * changes where there are none. Chosen by simulation (decision 0302).
 */
const shares = [0.05, 0.08, 0.12, 0.14, 0.17, 0.21, 0.21, 0.02] as const
export const swings = [0.05, 0.1, 0.2, 0.35, 0.55, 0.85, 1.3] as const
/** Little for almost none: that most series have next to no noise is not assumed. */
const swingShares = [0.04, 0.16, 0.16, 0.16, 0.16, 0.16, 0.16] as const
export const spreads = [0, 0.2, 0.45, 0.9] as const
/** Prior probability that a series has no memory, and that its counts are not overdispersed. */
const [withoutMemory, withoutSpread] = [0.12, 0.5]

/** The grid over which results are averaged. */
export const noisePrior: ReadonlyArray<Noise> = spreads.flatMap((spread) => {
  const ofSpread = spread === 0 ? withoutSpread : (1 - withoutSpread) / (spreads.length - 1)
  const overdispersion = spread * spread
  return [
    { autocorrelation: 0, swing: 0, overdispersion, prior: ofSpread * withoutMemory },
    ...autocorrelations.flatMap((autocorrelation, i) =>
      swings.map((swing, s) => ({
        autocorrelation,
        swing: swing * swing,
        overdispersion,
        prior: ofSpread * (1 - withoutMemory) * (shares[i] as number) * (swingShares[s] as number)
      }))
    )
  ]
})

/** Returns whether a noise is of the part of the grid that is enough to linearise around. */
export const isCoarse = ({ autocorrelation, swing, overdispersion }: Noise): boolean =>
  [0, 0.3, 0.65, 0.87].includes(autocorrelation) &&
  [0, 0.1, 0.35, 0.85].some((some) => some * some === swing) &&
  (overdispersion === 0 || overdispersion === spreads[2] ** 2)

export const coarsePrior: ReadonlyArray<Noise> = noisePrior.filter(isCoarse)
