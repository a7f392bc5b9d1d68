/** Methods of releases whose figures have noise under differential privacy. */
export const privateMethods = {
  /** Every cell that is shown has persons. */
  dp: "dp",
  /** Every corridor or country that is shown has persons; the rest is estimated. */
  estimates: "dp-estimates"
} as const

/** Returns whether figures of this method have noise under differential privacy. */
export const isPrivateMethod = (method: string | undefined): boolean =>
  method === privateMethods.dp || method === privateMethods.estimates
