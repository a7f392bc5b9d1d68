import { Matrix, QrDecomposition } from "ml-matrix"

/** Observations in rows, regressors in columns. */
export type Design = ReadonlyArray<ReadonlyArray<number>>

/** Regressors that are sums of earlier ones: no coefficient of theirs can be told. */
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
  /** (XᵀWX)⁻¹, for standard errors. */
  readonly inverse: Matrix
}

/** Below this share of its own length a column is made of those before it. */
const dependent = 1e-10

/** Columns of `design` that are linear combinations of columns before them. */
export const dependentColumns = (design: Design): ReadonlyArray<number> => dependentOf(Matrix.checkMatrix(copy(design)))

const copy = (design: Design) => new Matrix(design.map((row) => [...row]))

const dependentOf = (matrix: Matrix): ReadonlyArray<number> => {
  const { rows, columns } = matrix
  // Modified Gram-Schmidt, twice: what is left of a column beside those that were kept.
  const kept: Array<Float64Array> = []
  const found: Array<number> = []
  for (let j = 0; j < columns; j++) {
    const rest = Float64Array.from(matrix.getColumn(j))
    const length = Math.hypot(...rest)
    for (let pass = 0; pass < 2; pass++)
      for (const one of kept) {
        let dot = 0
        for (let i = 0; i < rows; i++) dot += (one[i] as number) * (rest[i] as number)
        for (let i = 0; i < rows; i++) rest[i] = (rest[i] as number) - dot * (one[i] as number)
      }
    const left = Math.hypot(...rest)
    if (!(left > dependent * length)) found.push(j)
    else kept.push(rest.map((value) => value / left))
  }
  return found
}

/**
 * Weighted least squares by Householder QR (ml-matrix). Throws `Collinear` with the columns that others make up, so nothing is
 * estimated that cannot be.
 */
export const leastSquares = (
  design: Design,
  response: ArrayLike<number>,
  weights?: ArrayLike<number>
): LeastSquares => {
  const x = copy(design)
  const { rows, columns } = x
  const scaled = x.clone()
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const root = weights === undefined ? 1 : Math.sqrt(weights[i] as number)
    y[i] = (response[i] as number) * root
    if (root !== 1) scaled.mulRow(i, root)
  }
  const deficient = dependentOf(scaled)
  if (rows < columns || deficient.length > 0) throw new Collinear(deficient)
  const qr = new QrDecomposition(scaled)
  const beta = qr.solve(Matrix.columnVector(y))
  const r = qr.upperTriangularMatrix.subMatrix(0, columns - 1, 0, columns - 1)
  const half = new QrDecomposition(r).solve(Matrix.eye(columns))
  const fitted = Float64Array.from(x.mmul(beta).getColumn(0))
  const residuals = fitted.map((value, i) => (response[i] as number) - value)
  let residualSum = 0
  for (let i = 0; i < rows; i++) residualSum += (residuals[i] as number) ** 2 * (weights?.[i] ?? 1)
  return {
    coefficients: Float64Array.from(beta.getColumn(0)),
    fitted,
    residuals,
    residualSum,
    inverse: half.mmul(half.transpose())
  }
}
