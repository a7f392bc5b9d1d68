/** Lower factor of a positive definite matrix (row after row); undefined when it is not positive definite to working precision. */
export const choleskyOf = (matrix: Float64Array, size: number): Float64Array | undefined => {
  const factor = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] as number
      for (let k = 0; k < j; k++) sum -= (factor[i * size + k] as number) * (factor[j * size + k] as number)
      if (i > j) factor[i * size + j] = sum / (factor[j * size + j] as number)
      else if (sum > 1e-14 * (matrix[i * size + i] as number)) factor[i * size + i] = Math.sqrt(sum)
      else return undefined
    }
  return factor
}

/** Solves the system of which `factor` is the Cholesky factor. */
export const solveCholesky = (factor: Float64Array, size: number, right: Float64Array): Float64Array => {
  const x = right.slice()
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (factor[i * size + k] as number) * (x[k] as number)
    x[i] = (x[i] as number) / (factor[i * size + i] as number)
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] as number) - (factor[k * size + i] as number) * (x[k] as number)
    x[i] = (x[i] as number) / (factor[i * size + i] as number)
  }
  return x
}
