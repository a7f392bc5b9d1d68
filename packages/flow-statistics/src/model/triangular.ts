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

/** Sum of the products of each two of columns, as a lower triangle. Two by two, so that each value that is read is used twice. */
export const productsOf = (columns: ReadonlyArray<Float64Array>): Float64Array => {
  const size = columns.length
  const found = new Float64Array(start(size))
  for (let i = 0; i < size; i += 2) {
    const isPair = i + 1 < size
    const first = columns[i] as Float64Array
    const second = isPair ? (columns[i + 1] as Float64Array) : first
    for (let j = 0; j <= i; j += 2) {
      const left = columns[j] as Float64Array
      const right = j < i || isPair ? (columns[j + 1] as Float64Array) : left
      let firstLeft = 0
      let firstRight = 0
      let secondLeft = 0
      let secondRight = 0
      for (let t = 0; t < first.length; t++) {
        const a = first[t] as number
        const b = second[t] as number
        const c = left[t] as number
        const d = right[t] as number
        firstLeft += a * c
        firstRight += a * d
        secondLeft += b * c
        secondRight += b * d
      }
      found[start(i) + j] = firstLeft
      if (j < i) found[start(i) + j + 1] = firstRight
      if (isPair) {
        found[start(i + 1) + j] = secondLeft
        found[start(i + 1) + j + 1] = secondRight
      }
    }
  }
  return found
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

/** Solves Lᵀ x = b in place. */
export const solveUpper = (factor: Float64Array, b: Float64Array): void => {
  for (let i = b.length - 1; i >= 0; i--) {
    let sum = b[i] as number
    for (let k = i + 1; k < b.length; k++) sum -= (factor[start(k) + i] as number) * (b[k] as number)
    b[i] = sum / (factor[start(i) + i] as number)
  }
}
