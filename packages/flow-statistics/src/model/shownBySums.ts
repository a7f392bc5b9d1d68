/** Part of a stated change, on the scale of logarithms, that the sums of both sides must show. */
const minPart = 1 / 2

/** Returns ln of the ratio of the means from a point on and before it, over the places of the cycle that both have; NaN if they have none. */
const ratioOfMeans = (values: ArrayLike<number>, season: number, at: number): number => {
  const [sums, counts] = [new Float64Array(2 * season), new Float64Array(2 * season)]
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number
    if (Number.isNaN(value)) continue
    const place = 2 * (t % season) + (t < at ? 0 : 1)
    sums[place] = (sums[place] as number) + value
    counts[place] = (counts[place] as number) + 1
  }
  let [before, after] = [0, 0]
  for (let place = 0; place < 2 * season; place += 2) {
    const [one, other] = [counts[place] as number, counts[place + 1] as number]
    if (one === 0 || other === 0) continue
    before += (sums[place] as number) / one
    after += (sums[place + 1] as number) / other
  }
  return Math.log(after / before)
}

/**
 * Returns whether sums show a change of `size` at a point. If the same number of cases is reported in other months than before, such as all of them in December, most
 * months fall, and the model, which compares ratios, mistakes that for a change.
 */
export const isShownBySums = (values: ArrayLike<number>, season: number, at: number, size: number): boolean =>
  !(ratioOfMeans(values, season, at) / size < minPart)

/** Returns ln of the ratio of the counted to the expected number over a span of points. */
const excess = (values: ArrayLike<number>, expected: ArrayLike<number>, from: number, to: number): number => {
  let [counted, all] = [0, 0]
  for (let t = from; t < to; t++)
    if (!Number.isNaN(values[t])) {
      counted += values[t] as number
      all += expected[t] as number
    }
  return Math.log(counted / all)
}

/** Returns whether sums contradict a fitted change of `size` from a point on: more than half of it is missing from the sum of the counts. */
export const isContradictedBySums = (
  values: ArrayLike<number>,
  expected: ArrayLike<number>,
  at: number,
  size: number
): boolean => (excess(values, expected, at, values.length) - excess(values, expected, 0, at)) / size < minPart - 1
