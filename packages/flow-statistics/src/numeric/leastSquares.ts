import { Matrix } from "ml-matrix"

/** Observations in rows, regressors in columns. */
export type Design = ReadonlyArray<ReadonlyArray<number>>

/** Some regressors are linear combinations of earlier ones, so their coefficients are not determined. */
export class Collinear extends Error {
  readonly columns: ReadonlyArray<number>
  constructor(columns: ReadonlyArray<number>) {
    super("regressors are linear combinations of others")
    this.columns = columns
  }
}

export interface LeastSquares {
  readonly coefficients: Float64Array
  readonly fitted: Float64Array
  readonly residuals: Float64Array
  /** Σ w r². */
  readonly residualSum: number
  /** (XᵀWX)⁻¹, for standard errors. Computed on access, because most steps of an iteration do not need it. */
  readonly inverse: Matrix
}

/** A column is dependent if less than this share of its length is orthogonal to earlier ones. */
const dependent = 1e-10

/** Euclidean length, safe against overflow and underflow. */
const lengthOf = (column: Float64Array): number => {
  let most = 0
  for (let i = 0; i < column.length; i++) most = Math.max(most, Math.abs(column[i] as number))
  if (!(most > 0) || most === Number.POSITIVE_INFINITY) return most
  let sum = 0
  for (let i = 0; i < column.length; i++) sum += ((column[i] as number) / most) ** 2
  return most * Math.sqrt(sum)
}

interface Orthogonal {
  /** Orthonormal columns. */
  readonly q: ReadonlyArray<Float64Array>
  /** R by column, from its top to its diagonal. */
  readonly r: ReadonlyArray<Float64Array>
  readonly dependent: ReadonlyArray<number>
}

/** Orthogonalises a column against the earlier ones, twice and in place. Returns the coefficients. */
const orthogonalise = (rest: Float64Array, q: ReadonlyArray<Float64Array>): Float64Array => {
  const along = new Float64Array(q.length + 1)
  for (let pass = 0; pass < 2; pass++)
    for (let k = 0; k < q.length; k++) {
      const one = q[k] as Float64Array
      let dot = 0
      for (let i = 0; i < rest.length; i++) dot += (one[i] as number) * (rest[i] as number)
      for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) - dot * (one[i] as number)
      along[k] = (along[k] as number) + dot
    }
  return along
}

/**
 * QR decomposition by modified Gram-Schmidt with every column orthogonalised twice: as accurate as Householder's (Giraud, Langou, Rozložník
 * 2005), and it identifies dependent columns. Overwrites the columns.
 */
const orthogonal = (columns: ReadonlyArray<Float64Array>): Orthogonal => {
  const q: Array<Float64Array> = []
  const r: Array<Float64Array> = []
  const found: Array<number> = []
  columns.forEach((rest, j) => {
    const length = lengthOf(rest)
    const along = orthogonalise(rest, q)
    const left = lengthOf(rest)
    if (left > dependent * length) {
      for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) / left
      along[q.length] = left
      q.push(rest)
      r.push(along)
    } else found.push(j)
  })
  return { q, r, dependent: found }
}

/** Returns the columns of the design, each row multiplied by a factor. */
const columnsOf = (design: Design, roots?: Float64Array): ReadonlyArray<Float64Array> => {
  const rows = design.length
  return Array.from({ length: design[0]?.length ?? 0 }, (_, j) => {
    const column = new Float64Array(rows)
    for (let i = 0; i < rows; i++) column[i] = ((design[i] as Design[0])[j] as number) * (roots?.[i] ?? 1)
    return column
  })
}

/** Returns the columns of `design` that are linear combinations of earlier ones. */
export const dependentColumns = (design: Design): ReadonlyArray<number> => orthogonal(columnsOf(design)).dependent

/** Solves R x = right in place; R is upper triangular, by column. */
const backSubstitute = (r: ReadonlyArray<Float64Array>, right: Float64Array): Float64Array => {
  for (let j = r.length - 1; j >= 0; j--) {
    const column = r[j] as Float64Array
    const value = (right[j] as number) / (column[j] as number)
    right[j] = value
    for (let k = 0; k < j; k++) right[k] = (right[k] as number) - value * (column[k] as number)
  }
  return right
}

/** (RᵀR)⁻¹ = R⁻¹ R⁻ᵀ. */
const inverseOf = (r: ReadonlyArray<Float64Array>): Matrix => {
  const columns = r.map((_, j) =>
    backSubstitute(
      r,
      Float64Array.from(r, (_, i) => (i === j ? 1 : 0))
    )
  )
  const half = new Matrix(r.map((_, i) => columns.map((column) => column[i] as number)))
  return half.mmul(half.transpose())
}

const rootsOf = (weights: ArrayLike<number>, rows: number): Float64Array => {
  const roots = new Float64Array(rows)
  for (let i = 0; i < rows; i++) roots[i] = Math.sqrt(weights[i] as number)
  return roots
}

/**
 * Weighted least squares by QR. Throws `Collinear` with the dependent columns. Plain loops, because an iteration solves thousands of small
 * problems.
 */
export const leastSquares = (
  design: Design,
  response: ArrayLike<number>,
  weights?: ArrayLike<number>
): LeastSquares => {
  const rows = design.length
  const roots = weights === undefined ? undefined : rootsOf(weights, rows)
  const { q, r, dependent: deficient } = orthogonal(columnsOf(design, roots))
  if (rows < (design[0]?.length ?? 0) || deficient.length > 0) throw new Collinear(deficient)
  const rest = new Float64Array(rows)
  for (let i = 0; i < rows; i++) rest[i] = (response[i] as number) * (roots?.[i] ?? 1)
  const coefficients = backSubstitute(r, orthogonalise(rest, q).slice(0, q.length))
  const fitted = new Float64Array(rows)
  const residuals = new Float64Array(rows)
  let residualSum = 0
  for (let i = 0; i < rows; i++) {
    const row = design[i] as Design[0]
    let sum = 0
    for (let j = 0; j < coefficients.length; j++) sum += (coefficients[j] as number) * (row[j] as number)
    fitted[i] = sum
    residuals[i] = (response[i] as number) - sum
    residualSum += (residuals[i] as number) ** 2 * (weights?.[i] ?? 1)
  }
  return {
    coefficients,
    fitted,
    residuals,
    residualSum,
    get inverse() {
      return inverseOf(r)
    }
  }
}
