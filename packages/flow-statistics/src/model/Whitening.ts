import type { Noise } from "./NoisePrior.ts"

/**
 * The Kalman filter of an autoregressive deviation that is observed with independent errors of `variance` (Harvey 1989): one pass gives the
 * gain and the scale of each point, which do not depend on what is filtered. Points without an observation have a scale of 0.
 */
const filterOf = (noise: Noise, variance: Float64Array, gain: Float64Array, scale: Float64Array): number => {
  const { autocorrelation: phi, swing } = noise
  const fresh = swing * (1 - phi * phi)
  let uncertain = swing
  let logDeterminant = 0
  for (let t = 0; t < variance.length; t++) {
    const error = variance[t] as number
    if (Number.isNaN(error)) {
      gain[t] = 0
      scale[t] = 0
    } else {
      const total = uncertain + error
      gain[t] = uncertain / total
      scale[t] = 1 / Math.sqrt(total)
      logDeterminant += Math.log(total)
      uncertain -= uncertain * (gain[t] as number)
    }
    uncertain = phi * phi * uncertain + fresh
  }
  return logDeterminant
}

/** Takes the noise out of columns of equal length. Its memory is used again by the next call. */
export const whitener = (points: number) => {
  const gain = new Float64Array(points)
  const scale = new Float64Array(points)

  /** Writes the whitened column into `into`, from point `from` on, before which it is 0. */
  const column = (given: Float64Array, into: Float64Array, phi: number, from: number) => {
    let expected = 0
    for (let t = from; t < points; t++) {
      const weight = scale[t] as number
      const surprise = weight === 0 ? 0 : (given[t] as number) - expected
      into[t] = surprise * weight
      expected = phi * (expected + (gain[t] as number) * surprise)
    }
  }

  return {
    /** Prepares the noise and returns ln of the determinant of its covariance. `variance` is NaN where nothing was observed. */
    prepare: (noise: Noise, variance: Float64Array): number => filterOf(noise, variance, gain, scale),
    column
  }
}
