/**
 * Bayesian averaging over all decomposable models of the lists (Madigan and York 1997, "Bayesian methods for estimation of the
 * size of a closed population", Biometrika 84), with a hyper-Dirichlet prior of `delta` persons in each cell and a prior
 * proportional to 1 / total. It gives a result for every table, even if the lists hardly overlap; check `atLimit`.
 */
import gammaln from "@stdlib/math-base-special-gammaln"
import { type CaptureTable, observed } from "./CaptureTable.ts"
import { type DecomposableGraph, decomposableGraphs } from "./DecomposableGraph.ts"

export interface AveragedModel {
  readonly graph: DecomposableGraph
  /** Posterior probability. */
  readonly probability: number
  /** Posterior median of the persons on no list, under this model alone. */
  readonly hidden: number
}

export interface Averaged {
  readonly hidden: { readonly mean: number; readonly median: number; readonly low: number; readonly high: number }
  readonly level: number
  /** Models with a probability of at least 0.001, most probable first. */
  readonly models: ReadonlyArray<AveragedModel>
  readonly considered: number
  /** The grid of hidden persons: 0 to `limit` in steps of `step`. */
  readonly limit: number
  readonly step: number
  /** Posterior probability of the last hundredth of the grid. If it is not small, the result depends on `limit`. */
  readonly atLimit: number
}

export interface HiddenGrid {
  readonly limit: number
  readonly step: number
}

const points = ({ limit, step }: HiddenGrid) =>
  Float64Array.from({ length: Math.floor(limit / step) + 1 }, (_, i) => i * step)

/** Logarithms common to all models, by point of the grid: prior and multinomial coefficient. */
const sharedTerms = (hidden: Float64Array, persons: number) =>
  hidden.map((h) => gammaln(persons + h + 1) - gammaln(h + 1) - Math.log(persons + h))

/** Log marginal likelihood, without its norm, of the margin over each set of lists, by set and point. */
const marginTerms = (table: CaptureTable, hidden: Float64Array, delta: number): ReadonlyArray<Float64Array> => {
  const k = table.lists.length
  return Array.from({ length: 2 ** k }, (_, set) => {
    if (set === 0) return hidden
    const margin = new Map<number, number>()
    for (let sub = set; ; sub = (sub - 1) & set) {
      margin.set(sub, 0)
      if (sub === 0) break
    }
    for (let h = 1; h < table.counts.length; h++)
      margin.set(h & set, (margin.get(h & set) as number) + (table.counts[h] as number))
    const prior = (delta * 2 ** k) / margin.size
    const none = margin.get(0) as number
    let fixed = -margin.size * gammaln(prior)
    for (const [sub, count] of margin) if (sub !== 0) fixed += gammaln(count + prior)
    return hidden.map((h) => fixed + gammaln(h + none + prior))
  })
}

const logSum = (logs: Float64Array): number => {
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}

/** Returns the quantile of the weighted points. */
const quantile = (hidden: Float64Array, weights: Float64Array, p: number): number => {
  const whole = weights.reduce((a, b) => a + b, 0)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] as number
    if (sum >= p * whole) return hidden[i] as number
  }
  return hidden.at(-1) as number
}

/** Probability below which a model is left out. */
const negligible = 1e-12

/** Returns a function for the log of likelihood times prior of a graph at each point of the grid. */
const likelihoods = (table: CaptureTable, hidden: Float64Array, delta: number) => {
  const persons = observed(table)
  const shared = sharedTerms(hidden, persons)
  const margins = marginTerms(table, hidden, delta)
  const cells = table.counts.length
  const norm = hidden.map((h) => gammaln(cells * delta) - gammaln(h + persons + cells * delta))
  return ({ cliques, separators }: DecomposableGraph) => {
    const sum = shared.slice()
    const add = (set: number, sign: number) => {
      const margin = margins[set] as Float64Array
      for (let i = 0; i < sum.length; i++)
        sum[i] = (sum[i] as number) + sign * ((margin[i] as number) + (norm[i] as number))
    }
    for (const set of cliques) add(set, 1)
    for (const set of separators) add(set, -1)
    return sum
  }
}

/**
 * Averages over the models on one grid.
 *
 * @param graphs the models to include; the default is all
 */
export const averageOnGrid = (
  table: CaptureTable,
  grid: HiddenGrid,
  delta: number,
  level: number,
  graphs: ReadonlyArray<DecomposableGraph> = decomposableGraphs(table.lists.length)
): Averaged => {
  const hidden = points(grid)
  const logs = likelihoods(table, hidden, delta)
  const logWeights = Float64Array.from(graphs, (graph) => logSum(logs(graph)))
  const whole = logSum(logWeights)
  const posterior = new Float64Array(hidden.length)
  const models: Array<AveragedModel> = []
  for (const [g, graph] of graphs.entries()) {
    const probability = Math.exp((logWeights[g] as number) - whole)
    if (probability < negligible) continue
    const weights = logs(graph).map((log) => Math.exp(log - whole))
    for (let i = 0; i < weights.length; i++) posterior[i] = (posterior[i] as number) + (weights[i] as number)
    if (probability >= 0.001) models.push({ graph, probability, hidden: quantile(hidden, weights, 0.5) })
  }
  const total = posterior.reduce((a, b) => a + b, 0)
  const top = Math.max(1, Math.ceil(hidden.length / 100))
  const tail = (1 - level) / 2
  return {
    hidden: {
      mean: posterior.reduce((sum, weight, i) => sum + weight * (hidden[i] as number), 0) / total,
      median: quantile(hidden, posterior, 0.5),
      low: quantile(hidden, posterior, tail),
      high: quantile(hidden, posterior, 1 - tail)
    },
    level,
    models: models.sort((a, b) => b.probability - a.probability),
    considered: decomposableGraphs(table.lists.length).length,
    ...grid,
    atLimit: posterior.slice(-top).reduce((a, b) => a + b, 0) / total
  }
}

/**
 * Returns the graphs that are not negligible anywhere up to the limit, judged at some 200 numbers of hidden persons, 7 % apart. A peak may be
 * between two of them, so graphs within e^-40 of the best are kept.
 */
const notNegligible = (table: CaptureTable, limit: number, delta: number): ReadonlyArray<DecomposableGraph> => {
  const ratio = 1.07
  const hidden = Float64Array.from(
    { length: Math.ceil(Math.log(limit) / Math.log(ratio)) + 1 },
    (_, i) => ratio ** i - 1
  )
  const graphs = decomposableGraphs(table.lists.length)
  const logs = likelihoods(table, hidden, delta)
  const peaks = graphs.map((graph) => logs(graph).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY))
  const best = peaks.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return graphs.filter((_, g) => (peaks[g] as number) > best - 40)
}

const maxPoints = 2000

/** Accepted probability at the end of the grid. */
const maxAtLimit = 1e-6

/**
 * Averages over all decomposable models on a grid that is long enough. Its limit is 10 times the observed persons, and is doubled until the
 * posterior ends or the limit is `maxRatio` times the observed persons.
 */
export const averageModels = (
  table: CaptureTable,
  { level = 0.95, delta = 2 ** -table.lists.length, maxRatio = 160 } = {}
): Averaged => {
  const graphs = notNegligible(table, Math.ceil(maxRatio * observed(table)), delta)
  for (let times = 10; ; times *= 2) {
    const limit = Math.ceil(times * observed(table))
    const averaged = averageOnGrid(
      table,
      { limit, step: Math.max(1, Math.ceil(limit / maxPoints)) },
      delta,
      level,
      graphs
    )
    if (averaged.atLimit < maxAtLimit || times * 2 > maxRatio) return averaged
  }
}
