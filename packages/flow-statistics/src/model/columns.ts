/** A column of the linear predictor ln mean = Σ coefficient · column. */
export interface Column {
  readonly values: Float64Array
  /** Precision of a normal prior around 0; 0 for none. Small ones keep months without a single case estimable. */
  readonly precision: number
  /** Whether `levelAndSeason` made it. Its columns come first and all together: their products are computed at once. */
  readonly isOfPlace?: true
}

/** Precision of the logarithm of each season's ratio to the mean: a month of no case is not impossible. */
const seasonPrecision = 0.25

/** Returns the columns of a level and, if two cycles or more are reported, of each place in a cycle. A `season` of 1 is none. */
export const levelAndSeason = (points: number, season: number, reported = points): ReadonlyArray<Column> => {
  const places = reported >= 2 * season ? season : 1
  return [
    { values: new Float64Array(points).fill(1), precision: 0, isOfPlace: true },
    ...Array.from({ length: places - 1 }, (_, place) => ({
      values: Float64Array.from({ length: points }, (_, t) => (t % season === place ? 1 : 0) - 1 / season),
      precision: seasonPrecision,
      isOfPlace: true as const
    }))
  ]
}

/**
 * Returns values with those of each place of the cycle that never had a case left out, such as, for a quarterly reporter, all months but the last of each
 * quarter: they say nothing about a change, and counted as points they would make it look certain. Unchanged if there is no case.
 */
export const withoutEmptyPlaces = (values: ArrayLike<number>, season: number): ArrayLike<number> => {
  if (season === 1) return values
  const places = new Set(Array.from(values).flatMap((value, t) => (value > 0 ? [t % season] : [])))
  if (places.size === 0 || places.size === season) return values
  return Float64Array.from(values, (value, t) => (places.has(t % season) ? value : Number.NaN))
}

/** Returns the column of a steady change: time, with 0 in the middle. */
export const time = (points: number): Column => ({
  values: Float64Array.from({ length: points }, (_, t) => t - (points - 1) / 2),
  precision: 0
})

/** Returns the column of a change of level at a point. */
export const stepAt = (points: number, at: number): Column => ({
  values: Float64Array.from({ length: points }, (_, t) => (t < at ? 0 : 1)),
  precision: 0
})

/** Returns a column as weights of the points: larger where the column is, and 0 in sum, so that a series without a change has a contrast of 0. */
export const contrastOf = ({ values }: Column, sign: number): Float64Array => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => sign * (value - mean))
}
