/** Returns months in order as runs without a gap. A file of its own, because pages in a browser use it too. */
export const runsOf = (
  months: ReadonlyArray<number>
): ReadonlyArray<{ readonly from: number; readonly to: number }> => {
  const starts = months.filter((month, i) => i === 0 || (months[i - 1] as number) < month - 1)
  const ends = months.filter((month, i) => i === months.length - 1 || (months[i + 1] as number) > month + 1)
  return starts.map((from, r) => ({ from, to: ends[r] as number }))
}
