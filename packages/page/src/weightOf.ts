/** Returns the weight that the parameters of a part of a header give it (RFC 9110, 12.4.2): 1 without one, 0 for one that is not valid. */
export const weightOf = (parameters: ReadonlyArray<string>): number => {
  const q = parameters.map((one) => one.trim()).find((one) => /^q=/i.test(one))
  const weight = q === undefined ? 1 : Number(q.slice(2) || Number.NaN)
  return weight >= 0 && weight <= 1 ? weight : 0
}
