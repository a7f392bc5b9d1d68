import { type CodedRecords, type Columns, countMarginal, type Domain, sizeOf } from "./Domain.ts"
import { discreteGaussian } from "./discreteGaussian.ts"
import type { PlannedResidual } from "./MarginalPlan.ts"
import type { RandomWords } from "./RandomWords.ts"
import { rational, times } from "./Rational.ts"

/** A residual with its noise: whole numbers, `scale` times what they stand for. */
export interface MeasuredResidual {
  readonly columns: Columns
  readonly value: BigInt64Array
  readonly scale: number
}

/** Half for persons and half for noise, whose deviation is thousands of times smaller. */
const room = 2 ** 21

/** Most persons of one measurement. */
export const maxPersons = room / 2

/** Takes out of each line along one column its mean, times the column's size: n v - (sum of the line). Whole numbers throughout. */
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
 * Measures a residual, exactly. Counts are first multiplied by q, the marginal's size, and the noise is discrete Gaussian of variance
 * q² times the planned one. Then the means come out: what is left of one person is a vector of whole numbers on that grid, so that
 * the noise can be moved along what is taken out, and the cost is that of the residual alone, move / (2 variance) (see README).
 */
export const measureResidual = (
  words: RandomWords,
  domain: Domain,
  records: CodedRecords,
  { columns, variance }: PlannedResidual
): MeasuredResidual => {
  const size = sizeOf(domain, columns)
  const q = BigInt(size)
  // A residual is below 2^k q · q (persons + noise), and must fit 63 bits.
  if (2 * Math.log2(size) + Math.log2(room) + columns.length > 62 || records.persons > maxPersons)
    throw new RangeError("too many cells or persons for one marginal")
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
