/** The cost of describing a segment by one set of parameters. A segmentation costs the sum over its segments. */
export interface Cost {
  readonly n: number
  /** Minimum number of points in a segment. */
  readonly least: number
  /** Cost of the points `start` … `end - 1`. */
  readonly of: (start: number, end: number) => number
  /** Factor from a difference of costs to twice a log-likelihood ratio: 1 / σ² for `l2`, 1 for the others. */
  readonly likelihood: (segmented: number) => number
}

export const costNames = ["l2", "normal", "poisson"] as const
export type CostName = (typeof costNames)[number]

/** Cumulative sums of the values and of their squares, about the overall mean to limit cancellation. */
const sumsOf = (values: ArrayLike<number>) => {
  const n = values.length
  let mean = 0
  for (let i = 0; i < n; i++) mean += (values[i] as number) / n
  const sum = new Float64Array(n + 1)
  const square = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) {
    const off = (values[i] as number) - mean
    sum[i + 1] = (sum[i] as number) + off
    square[i + 1] = (square[i] as number) + off * off
  }
  return { sum, square }
}

/** Returns a function for Σ (x - mean)² of any segment. */
const squaresOf = (values: ArrayLike<number>) => {
  const { sum, square } = sumsOf(values)
  return (start: number, end: number): number => {
    const s = (sum[end] as number) - (sum[start] as number)
    return Math.max(0, (square[end] as number) - (square[start] as number) - (s * s) / (end - start))
  }
}

/** Changes of the mean: squared deviations from the segment's mean (ruptures' `l2`). */
const l2 = (values: ArrayLike<number>): Cost => ({
  n: values.length,
  least: 1,
  of: squaresOf(values),
  likelihood: (segmented) => (segmented > 0 ? values.length / segmented : Number.POSITIVE_INFINITY)
})

/** Keeps the cost of a constant segment finite, as in ruptures. */
const small = 1e-6

/** Changes of mean and variance: n ln σ² (ruptures' `normal`). */
const normal = (values: ArrayLike<number>): Cost => {
  const squares = squaresOf(values)
  return {
    n: values.length,
    least: 2,
    of: (start, end) => (end - start) * Math.log(squares(start, end) / (end - start) + small),
    likelihood: () => 1
  }
}

/** Changes of the mean of counts: -2 log-likelihood of a Poisson mean, without constant terms. */
const poisson = (values: ArrayLike<number>): Cost => {
  const sum = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sum[i + 1] = (sum[i] as number) + (values[i] as number)
  return {
    n: values.length,
    least: 1,
    of: (start, end) => {
      const total = (sum[end] as number) - (sum[start] as number)
      return total === 0 ? 0 : -2 * total * Math.log(total / (end - start))
    },
    likelihood: () => 1
  }
}

export const costs: Readonly<Record<CostName, (values: ArrayLike<number>) => Cost>> = { l2, normal, poisson }

/** Returns the cost of a segmentation without penalties. `breaks` are the first points of new segments. */
export const divisionCost = (cost: Cost, breaks: ReadonlyArray<number>): number => {
  const edges = [0, ...breaks, cost.n]
  let sum = 0
  for (let i = 1; i < edges.length; i++) sum += cost.of(edges[i - 1] as number, edges[i] as number)
  return sum
}
