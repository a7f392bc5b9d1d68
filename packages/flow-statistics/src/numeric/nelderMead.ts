interface Corner {
  readonly at: Float64Array
  readonly value: number
}

/**
 * Minimises a function by simplex search (Nelder and Mead 1965) from `start`, with steps of `step` along each axis. The minimum is local: try
 * several starts. It ends once no corner is larger than the smallest by more than `tolerance` of it.
 */
export const nelderMead = (
  objective: (at: Float64Array) => number,
  start: ArrayLike<number>,
  step: number,
  most = 600,
  tolerance = 1e-13
): { readonly at: Float64Array; readonly value: number } => {
  const k = start.length
  const corner = (at: Float64Array): Corner => ({ at, value: objective(at) })
  const corners: Array<Corner> = [corner(Float64Array.from(start))]
  for (let i = 0; i < k; i++) corners.push(corner(Float64Array.from(start, (value, j) => value + (i === j ? step : 0))))
  for (let round = 0; round < most; round++) {
    corners.sort((a, b) => a.value - b.value)
    const best = corners[0] as Corner
    const worst = corners[k] as Corner
    if (Math.abs(worst.value - best.value) <= tolerance * (Math.abs(best.value) + 1e-300)) break
    const middle = Float64Array.from(
      { length: k },
      (_, j) => corners.slice(0, k).reduce((sum, { at }) => sum + (at[j] as number), 0) / k
    )
    const along = (share: number) => corner(middle.map((value, j) => value + share * (value - (worst.at[j] as number))))
    const reflected = along(1)
    if (reflected.value < best.value) {
      const expanded = along(2)
      corners[k] = expanded.value < reflected.value ? expanded : reflected
    } else if (reflected.value < (corners[k - 1] as Corner).value) corners[k] = reflected
    else {
      const contracted = along(reflected.value < worst.value ? 0.5 : -0.5)
      if (contracted.value < Math.min(worst.value, reflected.value)) corners[k] = contracted
      else
        for (let i = 1; i <= k; i++)
          corners[i] = corner((corners[i] as Corner).at.map((value, j) => (value + (best.at[j] as number)) / 2))
    }
  }
  return corners.reduce((best, one) => (one.value < best.value ? one : best))
}
