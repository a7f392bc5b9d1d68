/**
 * How much more the corridors' shares vary between periods than by chance: Pearson's statistic of equal shares over its degrees of freedom
 * (McCullagh and Nelder 1989, section 4.5). It is usually above 1 because victims are detected in groups; intervals then divide counts by it.
 */
export interface Dispersion {
  /** At least 1. */
  readonly factor: number
  readonly statistic: number
  readonly degreesOfFreedom: number
}

/** @param counts by corridor and period; the result is undefined with fewer than two non-empty corridors or periods */
export const dispersionOf = (counts: ReadonlyArray<ReadonlyArray<number>>): Dispersion | undefined => {
  const periods = counts[0]?.length ?? 0
  const ofPeriod = Array.from({ length: periods }, (_, t) => counts.reduce((sum, row) => sum + (row[t] as number), 0))
  const ofCorridor = counts.map((row) => row.reduce((a, b) => a + b, 0))
  const total = ofPeriod.reduce((a, b) => a + b, 0)
  let statistic = 0
  for (const [c, row] of counts.entries())
    for (const [t, count] of row.entries()) {
      const expected = ((ofCorridor[c] as number) * (ofPeriod[t] as number)) / total
      if (expected > 0) statistic += (count - expected) ** 2 / expected
    }
  const filled = (sums: ReadonlyArray<number>) => sums.filter((sum) => sum > 0).length
  const degreesOfFreedom = (filled(ofCorridor) - 1) * (filled(ofPeriod) - 1)
  if (degreesOfFreedom <= 0) return undefined
  return { factor: Math.max(1, statistic / degreesOfFreedom), statistic, degreesOfFreedom }
}
