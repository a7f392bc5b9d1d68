/** Returns the mean; NaN without values. */
export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum / values.length
}

/** Returns the variance with divisor n. */
export const varianceOf = (values: ArrayLike<number>): number => {
  const mean = meanOf(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - mean) ** 2
  return sum / values.length
}
