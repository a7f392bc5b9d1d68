/** Returns ascending months, or other periods, as runs in which neighbours are at most `apart` periods apart. */
export const runsOf = (
  months: ReadonlyArray<number>,
  apart = 1
): ReadonlyArray<{ readonly from: number; readonly to: number }> => {
  const starts = months.filter((month, i) => i === 0 || month - (months[i - 1] as number) > apart)
  const ends = months.filter((month, i) => i === months.length - 1 || (months[i + 1] as number) - month > apart)
  return starts.map((from, r) => ({ from, to: ends[r] as number }))
}
