/** Linear algebra on lower triangles that are stored row by row: matrices of a count model are small, and there are many of them. */

const start = (row: number): number => (row * (row + 1)) / 2

/** Replaces a positive definite matrix by its Cholesky factor. Returns ln of the factor's determinant. */
export const choleskyInPlace = (matrix: Float64Array, size: number): number => {
  let logDeterminant = 0
  for (let i = 0; i < size; i++) {
    const row = start(i)
    for (let j = 0; j <= i; j++) {
      const other = start(j)
      let sum = matrix[row + j] as number
      for (let k = 0; k < j; k++) sum -= (matrix[row + k] as number) * (matrix[other + k] as number)
      if (j < i) matrix[row + j] = sum / (matrix[other + j] as number)
      else {
        // A column that the others determine has no information of its own: the coefficient is left open.
        matrix[row + i] = Math.sqrt(Math.max(sum, 1e-12))
        logDeterminant += Math.log(matrix[row + i] as number)
      }
    }
  }
  return logDeterminant
}

/** Solves L x = b in place. */
export const solveLower = (factor: Float64Array, b: Float64Array): void => {
  for (let i = 0; i < b.length; i++) {
    const row = start(i)
    let sum = b[i] as number
    for (let k = 0; k < i; k++) sum -= (factor[row + k] as number) * (b[k] as number)
    b[i] = sum / (factor[row + i] as number)
  }
}

/** Solves L X = B in place, where B is given by its rows. Two rows at a time are taken from each, so that it is read and written half as often. */
export const solveLowerRows = (factor: Float64Array, rows: ReadonlyArray<Float64Array>): void => {
  rows.forEach((row, i) => {
    const at = start(i)
    let k = 0
    for (; k + 1 < i; k += 2) {
      const [first, second] = [rows[k] as Float64Array, rows[k + 1] as Float64Array]
      const [a, b] = [factor[at + k] as number, factor[at + k + 1] as number]
      for (let j = 0; j < row.length; j++)
        row[j] = (row[j] as number) - a * (first[j] as number) - b * (second[j] as number)
    }
    if (k < i) {
      const [last, a] = [rows[k] as Float64Array, factor[at + k] as number]
      for (let j = 0; j < row.length; j++) row[j] = (row[j] as number) - a * (last[j] as number)
    }
    const scale = 1 / (factor[at + i] as number)
    for (let j = 0; j < row.length; j++) row[j] = (row[j] as number) * scale
  })
}

/** Solves Lᵀ x = b in place. */
export const solveUpper = (factor: Float64Array, b: Float64Array): void => {
  for (let i = b.length - 1; i >= 0; i--) {
    let sum = b[i] as number
    for (let k = i + 1; k < b.length; k++) sum -= (factor[start(k) + i] as number) * (b[k] as number)
    b[i] = sum / (factor[start(i) + i] as number)
  }
}
