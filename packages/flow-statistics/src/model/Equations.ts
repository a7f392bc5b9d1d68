import { dot } from "../numeric/dot.ts"
import type { Column } from "./columns.ts"
import { inverseCovariance } from "./InverseCovariance.ts"
import type { Noise } from "./NoisePrior.ts"

/**
 * Returns the normal equations of generalised least squares for columns of a series under one noise after another. Columns of the level and the
 * season (`isOfPlace`) come first: their products follow from those of the places in a cycle, which take one pass for all of them.
 */
export const equationsOf = (columns: ReadonlyArray<Column>, points: number) => {
  const inverse = inverseCovariance(points)
  const cycle = columns.filter(({ isOfPlace }) => isOfPlace).length
  const others = columns.slice(cycle).map(({ values }) => values)
  const working = new Float64Array(points)
  const weighed = new Float64Array(points)
  const ofPlaces = new Float64Array(cycle * cycle)
  const sums = new Float64Array(cycle)
  const rowSums = new Float64Array(cycle)
  const weighedCycle = new Float64Array(cycle * points)
  const contrasts = new Float64Array(cycle)
  const start = (row: number): number => (row * (row + 1)) / 2

  /** Writes what the columns of the level and the season make of `sums`, one for each place: their sum, and the differences from its share. */
  const writeContrasts = (into: Float64Array, at: number) => {
    let all = 0
    for (let i = 0; i < cycle; i++) all += sums[i] as number
    into[at] = all
    for (let i = 0; i < cycle - 1; i++) into[at + 1 + i] = (sums[i] as number) - all / cycle
  }

  const writeSums = () => {
    sums.fill(0)
    for (let t = 0, place = 0; t < points; t++, place = place + 1 === cycle ? 0 : place + 1)
      sums[place] = (sums[place] as number) + (weighed[t] as number)
  }

  /** Writes the products of a column with those before it, and with itself. */
  const writeRow = (values: Float64Array, into: Float64Array, at: number, count: number) => {
    inverse.weigh(values, weighed)
    if (cycle > 0) {
      writeSums()
      writeContrasts(into, at)
    }
    for (let j = cycle; j < count; j++) into[at + j] = dot(weighed, others[j - cycle] as Float64Array)
  }

  const writeCycle = (into: Float64Array) => {
    inverse.cycleProducts(cycle, ofPlaces, sums)
    let all = 0
    for (let i = 0; i < cycle; i++) {
      let sum = 0
      for (let j = 0; j < cycle; j++) sum += ofPlaces[i * cycle + j] as number
      rowSums[i] = sum
      all += sum
    }
    const mean = all / cycle
    into[0] = all
    for (let i = 0; i < cycle - 1; i++) {
      const at = start(i + 1)
      const own = (rowSums[i] as number) - mean
      into[at] = own
      for (let j = 0; j <= i; j++)
        into[at + 1 + j] = (ofPlaces[i * cycle + j] as number) - (own + (rowSums[j] as number)) / cycle
    }
  }

  return {
    inverse,
    /** Takes the values that the columns explain; NaN where nothing was reported. */
    observe: (values: Float64Array) => {
      for (let t = 0; t < points; t++) working[t] = Number.isNaN(values[t]) ? 0 : (values[t] as number)
    },
    /** Writes the products between the columns, as a lower triangle row by row. Returns ln of the determinant of the noise's covariance. */
    writeMatrix: (noise: Noise, variance: Float64Array, into: Float64Array): number => {
      const logDeterminant = inverse.prepare(noise, variance)
      if (cycle > 0) writeCycle(into)
      for (let i = cycle; i < columns.length; i++) writeRow(others[i - cycle] as Float64Array, into, start(i), i + 1)
      return logDeterminant
    },
    /** Writes the products of the observed values with the columns, and returns that with themselves. */
    writeExplained: (into: Float64Array): number => {
      writeRow(working, into, 0, columns.length)
      return dot(weighed, working)
    },
    /**
     * Writes the products of steps from 0 to 1 at each of `places` with each column into `rows`, and with the observed values into `product`, under the
     * noise that `inverse` was prepared for.
     */
    stepProducts: (places: ReadonlyArray<number>, rows: ReadonlyArray<Float64Array>, product: Float64Array) => {
      const writeSteps = (values: Float64Array, into: Float64Array) => {
        inverse.weigh(values, weighed)
        let sum = 0
        for (let i = places.length - 1, t = points - 1; i >= 0; i--) {
          for (; t >= (places[i] as number); t--) sum += weighed[t] as number
          into[i] = sum
        }
      }
      others.forEach((values, j) => {
        writeSteps(values, rows[cycle + j] as Float64Array)
      })
      writeSteps(working, product)
      if (cycle === 0) return
      inverse.weighCycle(cycle, weighedCycle, sums)
      sums.fill(0)
      for (let i = places.length - 1, t = points - 1; i >= 0; i--) {
        for (; t >= (places[i] as number); t--)
          for (let j = 0; j < cycle; j++) sums[j] = (sums[j] as number) + (weighedCycle[t * cycle + j] as number)
        writeContrasts(contrasts, 0)
        for (let j = 0; j < cycle; j++) (rows[j] as Float64Array)[i] = contrasts[j] as number
      }
    }
  }
}
