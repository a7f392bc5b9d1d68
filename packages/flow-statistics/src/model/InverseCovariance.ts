import type { Noise } from "./NoisePrior.ts"

/** A product of variances beyond these is replaced by its logarithm: one logarithm for many points. */
const [tiny, huge] = [1e-100, 1e100]

/** Adds `weight` times the sums of the places to the row that begins at `row`, and lets the sums keep `rest` of themselves. */
const carry = (weight: number, rest: number, cycle: number, sums: Float64Array, into: Float64Array, row: number) => {
  for (let i = 0; i < cycle; i++) {
    const own = sums[i] as number
    into[row + i] = (into[row + i] as number) + weight * own
    sums[i] = rest * own
  }
}

/**
 * Returns the inverse of the covariance of deviations that are an autoregression of order 1 and observed with independent errors. Its entry for
 * points s < t is `onward[s]`, times `kept` of each point between, times `back[t]` (a semiseparable matrix: Vandebril, Van Barel and Mastronardi
 * 2008), so products with it take one pass. Its memory is used again for the next noise. A point that was not observed has zeros, whatever is multiplied.
 */
export const inverseCovariance = (points: number) => {
  const diagonal = new Float64Array(points)
  const onward = new Float64Array(points)
  const kept = new Float64Array(points)
  const back = new Float64Array(points)

  /**
   * Prepares the noise by the Kalman filter (Harvey 1989) and returns ln of the determinant of its covariance. `variance` is that of the errors, NaN where
   * nothing was observed.
   */
  const prepare = ({ autocorrelation: phi, swing }: Noise, variance: Float64Array): number => {
    const fresh = swing * (1 - phi * phi)
    let uncertain = swing
    let product = 1
    let logDeterminant = 0
    for (let t = 0; t < points; t++) {
      const error = variance[t] as number
      const isObserved = !Number.isNaN(error)
      const total = isObserved ? uncertain + error : 1
      const inverse = isObserved ? 1 / total : 0
      const gain = uncertain * inverse
      product *= total
      if (product < tiny || product > huge) {
        logDeterminant += Math.log(product)
        product = 1
      }
      diagonal[t] = inverse
      onward[t] = phi * gain
      kept[t] = phi * (1 - gain)
      uncertain = phi * phi * uncertain * (1 - gain) + fresh
    }
    // What a deviation of a point adds to the squares of the later points' surprises.
    let later = 0
    for (let t = points - 1; t >= 0; t--) {
      const inverse = diagonal[t] as number
      const u = onward[t] as number
      const k = kept[t] as number
      diagonal[t] = inverse + u * u * later
      back[t] = k * u * later - inverse
      later = inverse + k * k * later
    }
    return logDeterminant + Math.log(product)
  }

  /** Writes the product with a column. The passes from both ends are made at once, because each waits for its point before. */
  const weigh = (values: Float64Array, into: Float64Array) => {
    into.fill(0)
    let [before, after] = [0, 0]
    for (let t = 0, s = points - 1; t < points; t++, s--) {
      const x = values[t] as number
      const y = values[s] as number
      into[t] = (into[t] as number) + (diagonal[t] as number) * x + (back[t] as number) * before
      into[s] = (into[s] as number) + (onward[s] as number) * after
      before = (kept[t] as number) * before + (onward[t] as number) * x
      after = (kept[s] as number) * after + (back[s] as number) * y
    }
  }

  /**
   * Writes the products between each two of the columns that are 1 at one place in a cycle and 0 elsewhere, a symmetric matrix row by row. `carried` is memory
   * for one row.
   */
  const cycleProducts = (cycle: number, into: Float64Array, carried: Float64Array) => {
    into.fill(0)
    carried.fill(0)
    for (let t = 0, place = 0; t < points; t++, place = place + 1 === cycle ? 0 : place + 1) {
      const row = place * cycle
      carry(back[t] as number, kept[t] as number, cycle, carried, into, row)
      into[row + place] = (into[row + place] as number) + (diagonal[t] as number) / 2
      carried[place] = (carried[place] as number) + (onward[t] as number)
    }
    for (let i = 0; i < cycle; i++)
      for (let j = 0; j <= i; j++) {
        const sum = (into[i * cycle + j] as number) + (into[j * cycle + i] as number)
        into[i * cycle + j] = sum
        into[j * cycle + i] = sum
      }
  }

  /** Writes the products with the columns that are 1 at one place in a cycle: for each point those of all places. `carried` is memory for one row. */
  const weighCycle = (cycle: number, into: Float64Array, carried: Float64Array) => {
    into.fill(0)
    carried.fill(0)
    for (let t = 0, place = 0; t < points; t++, place = place + 1 === cycle ? 0 : place + 1) {
      const row = t * cycle
      carry(back[t] as number, kept[t] as number, cycle, carried, into, row)
      into[row + place] = (into[row + place] as number) + (diagonal[t] as number)
      carried[place] = (carried[place] as number) + (onward[t] as number)
    }
    carried.fill(0)
    for (let t = points - 1, place = t % cycle; t >= 0; t--, place = place === 0 ? cycle - 1 : place - 1) {
      const row = t * cycle
      carry(onward[t] as number, kept[t] as number, cycle, carried, into, row)
      carried[place] = (carried[place] as number) + (back[t] as number)
    }
  }

  /** Writes the products of steps from 0 to 1 at each of `places` with themselves, and with the step at the place before. */
  const steps = (places: ReadonlyArray<number>, squares: Float64Array, products: Float64Array) => {
    let [square, after] = [0, 0]
    let t = points - 1
    for (let i = places.length - 1; i >= 0; i--) {
      const place = places[i] as number
      for (; t >= place; t--) {
        square += (diagonal[t] as number) + 2 * (onward[t] as number) * after
        after = (kept[t] as number) * after + (back[t] as number)
      }
      squares[i] = square
      let [shared, reaching] = [0, after]
      for (let s = place - 1; i > 0 && s >= (places[i - 1] as number); s--) {
        shared += (onward[s] as number) * reaching
        reaching *= kept[s] as number
      }
      products[i] = square + shared
    }
  }

  return { prepare, weigh, cycleProducts, weighCycle, steps }
}
