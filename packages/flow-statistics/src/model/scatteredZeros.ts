/** Share of zeros, mean of the other counts, and share of the turns between zero and more that a random order would have: from these on zeros are scattered. */
const [shareOfZeros, meanOfOthers, shareOfTurns] = [0.4, 4, 0.25] as const

/**
 * Returns whether many points are 0 among large counts, here and there, as from a reporter that sends several months at once. The noise of the model
 * has no such points, and mistakes consecutive zeros for another level. Small counts are seldom all scattered zeros and large ones; where zeros come
 * first or last, turns are few.
 *
 * @param values NaN where nothing was reported
 */
export const hasScatteredZeros = (values: ArrayLike<number>): boolean => {
  const reported = Array.from(values).filter((value) => !Number.isNaN(value))
  const points = reported.length
  const zeros = reported.filter((value) => value === 0).length
  if (zeros < shareOfZeros * points || zeros === points) return false
  const mean = reported.reduce((sum, value) => sum + value, 0) / (points - zeros)
  const turns = reported.filter((value, i) => i > 0 && (value === 0) !== (reported[i - 1] === 0)).length
  return mean >= meanOfOthers && turns >= (shareOfTurns * 2 * zeros * (points - zeros)) / points
}
