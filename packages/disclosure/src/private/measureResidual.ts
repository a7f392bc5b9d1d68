import { type CodedRecords, type Columns, countMarginal, type Domain, sizeOf } from "./Domain.ts"
import { discreteGaussian } from "./discreteGaussian.ts"
import type { PlannedResidual } from "./MarginalPlan.ts"
import type { RandomWords } from "./RandomWords.ts"
import { rational, times } from "./Rational.ts"

/** A residual with noise: whole numbers, `scale` times their meaning. */
export interface MeasuredResidual {
  readonly columns: Columns
  readonly value: BigInt64Array
  readonly scale: number
}

/** Half for persons and half for noise, whose deviation is thousands of times smaller. */
const room = 2 ** 21

/** Limit of persons of one measurement. */
export const maxPersons = room / 2

/**
 * Removes the mean of each line along one column, times the column's size: n v - (sum of the line). In whole numbers.
 */
const takeOutMean = (value: BigInt64Array, size: number, stride: number): void => {
  const n = BigInt(size)
  for (let block = 0; block < value.length; block += size * stride)
    for (let offset = 0; offset < stride; offset++) {
      let sum = 0n
      for (let i = 0; i < size; i++) sum += value[block + offset + i * stride] as bigint
      for (let i = 0; i < size; i++) {
        const at = block + offset + i * stride
        value[at] = n * (value[at] as bigint) - sum
      }
    }
}

/**
 * Measures a residual exactly. Counts are multiplied by q, the marginal's size, and discrete Gaussian noise of q²
 * times the planned variance is added. Then the means are removed. What remains of one person is a vector of whole
 * numbers on that grid, so the noise can be shifted along what is removed, and the cost is that of the residual
 * alone, move / (2 variance). See README.
 */
export const measureResidual = (
  words: RandomWords,
  domain: Domain,
  records: CodedRecords,
  { columns, variance }: PlannedResidual
): MeasuredResidual => {
  const size = sizeOf(domain, columns)
  const q = BigInt(size)
  // A residual is below 2^k q · q (persons + noise) and must fit 63 bits.
  if (2 * Math.log2(size) + Math.log2(room) + columns.length > 62 || records.persons > maxPersons)
    throw new RangeError("The marginal has too many cells or persons.")
  const draw = discreteGaussian(times(variance, rational(q * q)))
  const value = BigInt64Array.from(countMarginal(domain, records, columns), (count) => BigInt(count) * q + draw(words))
  let stride = 1
  for (const c of columns.toReversed()) {
    const n = domain.columns[c]?.values.length as number
    takeOutMean(value, n, stride)
    stride *= n
  }
  return { columns, value, scale: size * size }
}
