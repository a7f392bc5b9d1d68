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

  /**
   * Writes the whitened columns into `into`. Three at a time: each point of a column waits for the one before, and meanwhile those of the others are computed.
   */
  const columns = (given: ReadonlyArray<Float64Array>, into: ReadonlyArray<Float64Array>, phi: number) => {
    const last = given.length - 1
    for (let j = 0; j <= last; j += 3) {
      // Past the last column, the last one is written again.
      const [second, third] = [Math.min(j + 1, last), Math.min(j + 2, last)]
      const [a, b, c] = [given[j], given[second], given[third]] as [Float64Array, Float64Array, Float64Array]
      const [ofA, ofB, ofC] = [into[j], into[second], into[third]] as [Float64Array, Float64Array, Float64Array]
      let [expectedA, expectedB, expectedC] = [0, 0, 0]
      for (let t = 0; t < points; t++) {
        const weight = scale[t] as number
        const isObserved = weight !== 0
        const surpriseA = isObserved ? (a[t] as number) - expectedA : 0
        const surpriseB = isObserved ? (b[t] as number) - expectedB : 0
        const surpriseC = isObserved ? (c[t] as number) - expectedC : 0
        ofA[t] = surpriseA * weight
        ofB[t] = surpriseB * weight
        ofC[t] = surpriseC * weight
        const kept = gain[t] as number
        expectedA = phi * (expectedA + kept * surpriseA)
        expectedB = phi * (expectedB + kept * surpriseB)
        expectedC = phi * (expectedC + kept * surpriseC)
      }
    }
  }

  /** Writes the column times the inverse of the noise's covariance, given the whitened column: the adjoint of whitening. */
  const weigh = (white: Float64Array, into: Float64Array, phi: number) => {
    let later = 0
    for (let t = points - 1; t >= 0; t--) {
      const own = (scale[t] as number) * (white[t] as number)
      const weight = gain[t] as number
      into[t] = own + phi * weight * later
      later = phi * (1 - weight) * later - own
    }
  }

  /**
   * Returns, for steps from 0 to 1 at each of `places`, the square of the whitened step's length, and its product with the whitened step at the
   * place before. What a step leaves unexpected at a point is linear in what it left at the point before, so all lengths come from one pass.
   */
  const steps = (places: ReadonlyArray<number>, phi: number) => {
    const squares = new Float64Array(places.length)
    const products = new Float64Array(places.length)
    let [square, single, constant] = [0, 0, 0]
    let t = points - 1
    for (let i = places.length - 1; i >= 0; i--) {
      const place = places[i] as number
      for (; t >= place; t--) {
        const own = (scale[t] as number) ** 2
        const kept = phi * (1 - (gain[t] as number))
        constant += (1 - phi) * (single + (1 - phi) * square)
        single = kept * (single + 2 * (1 - phi) * square)
        square = own + kept * kept * square
      }
      squares[i] = square + single + constant
      if (i === 0) continue
      let left = 1
      for (let s = places[i - 1] as number; s < place; s++) left = 1 - phi + phi * (1 - (gain[s] as number)) * left
      products[i] = square * left + (single * (left + 1)) / 2 + constant
    }
    return { squares, products }
  }

  return {
    /** Prepares the noise and returns ln of the determinant of its covariance. `variance` is NaN where nothing was observed. */
    prepare: (noise: Noise, variance: Float64Array): number => filterOf(noise, variance, gain, scale),
    columns,
    weigh,
    steps
  }
}
