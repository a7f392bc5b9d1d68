/**
 * Maximum likelihood of a Poisson log-linear model of lists (Fienberg 1972; Cormack 1989) by Newton's method. A parameter is a mask, and a cell
 * has it if its history contains the mask. Gradient and information are therefore sums over the histories that contain a mask; adding
 * along each list gives all of these sums.
 */

import gammaln from "@stdlib/math-base-special-gammaln"
import { CholeskyDecomposition, Matrix } from "ml-matrix"
import { type CaptureTable, observed } from "./CaptureTable.ts"
import { type ModelCells, modelCells } from "./ModelCells.ts"
import type { PairModel } from "./PairModel.ts"

export interface PairFit {
  readonly model: PairModel
  readonly emptyPairs: ReadonlyArray<number>
  /** Persons on no list: the mean of the cell of history 0. */
  readonly hidden: number
  /** Standard error of the logarithm of `hidden`, by the information matrix. */
  readonly logError: number
  readonly deviance: number
  /** -2 log-likelihood + 2 × parameters, including those at minus infinity. */
  readonly aic: number
  readonly parameters: number
  /** Mean of every cell by history: 0 for empty pairs, `hidden` for history 0. */
  readonly means: Float64Array
}

/** Replaces the value of each mask by the sum over all histories that contain it, in place. */
const sumOverSupersets = (values: Float64Array, lists: number): void => {
  for (let j = 0; j < lists; j++)
    for (let h = 0; h < values.length; h++)
      if ((h & (1 << j)) === 0) values[h] = (values[h] as number) + (values[h | (1 << j)] as number)
}

/** Below this share of its diagonal element a squared pivot is rounding error, and the information has no inverse. */
const singular = 1e-14

const solveFor = (factor: CholeskyDecomposition, right: Float64Array): Float64Array =>
  Float64Array.from(factor.solve(Matrix.columnVector(right)).to1DArray())

/** Solves information × step = gradient. Returns undefined when the information is not positive definite to working precision. */
const newtonStep = (parameters: ReadonlyArray<number>, weights: Float64Array, gradient: Float64Array) => {
  const information = new Matrix(parameters.map((a) => parameters.map((b) => weights[a | b] as number)))
  const factor = new CholeskyDecomposition(information)
  const { lowerTriangularMatrix: lower } = factor
  const isRegular = parameters.every((_, i) => lower.get(i, i) ** 2 > singular * information.get(i, i))
  return isRegular ? { step: solveFor(factor, gradient), factor } : undefined
}

const linearPredictor = (cells: ModelCells, coefficients: Float64Array, history: number): number => {
  let sum = 0
  for (let p = 0; p < cells.parameters.length; p++) {
    const mask = cells.parameters[p] as number
    if ((history & mask) === mask) sum += coefficients[p] as number
  }
  return sum
}

const means = (cells: ModelCells, coefficients: Float64Array, size: number): Float64Array => {
  const mean = new Float64Array(size)
  for (const history of cells.histories) mean[history] = Math.exp(linearPredictor(cells, coefficients, history))
  return mean
}

const logLikelihoodKernel = (counts: Float64Array, mean: Float64Array, histories: ReadonlyArray<number>): number => {
  let sum = 0
  for (const h of histories) {
    const count = counts[h] as number
    sum += (count === 0 ? 0 : count * Math.log(mean[h] as number)) - (mean[h] as number)
  }
  return sum
}

/** Returns initial coefficients: weighted least squares of ln(count + ½). */
const startOf = (cells: ModelCells, counts: Float64Array, lists: number): Float64Array | undefined => {
  const weights = new Float64Array(counts.length)
  const scores = new Float64Array(counts.length)
  for (const h of cells.histories) {
    const padded = (counts[h] as number) + 0.5
    weights[h] = padded
    scores[h] = padded * Math.log(padded)
  }
  sumOverSupersets(weights, lists)
  sumOverSupersets(scores, lists)
  return newtonStep(
    cells.parameters,
    weights,
    Float64Array.from(cells.parameters, (mask) => scores[mask] as number)
  )?.step
}

const maxSteps = 200

/**
 * Fits the model. Returns undefined if the fit does not converge; `existenceOf` explains why.
 */
export const fitPairModel = (table: CaptureTable, model: PairModel): PairFit | undefined => {
  const { counts } = table
  const lists = table.lists.length
  const cells = modelCells(table, model)
  const { parameters, histories } = cells
  const sums = new Float64Array(counts.length)
  for (const h of histories) sums[h] = counts[h] as number
  sumOverSupersets(sums, lists)
  let coefficients = startOf(cells, counts, lists)
  if (coefficients === undefined) return undefined
  let mean = means(cells, coefficients, counts.length)
  let likelihood = logLikelihoodKernel(counts, mean, histories)
  const scale = 1 + observed(table)
  for (let steps = 0; steps < maxSteps; steps++) {
    const weights = mean.slice()
    sumOverSupersets(weights, lists)
    const gradient = Float64Array.from(parameters, (mask) => (sums[mask] as number) - (weights[mask] as number))
    const newton = newtonStep(parameters, weights, gradient)
    if (newton === undefined) return undefined
    const decrement = newton.step.reduce((sum, step, p) => sum + step * (gradient[p] as number), 0)
    if (decrement < 1e-20 * scale) {
      const hidden = Math.exp(coefficients[0] as number)
      if (!Number.isFinite(hidden)) return undefined
      const first = new Float64Array(parameters.length)
      first[0] = 1
      const logError = Math.sqrt(solveFor(newton.factor, first)[0] as number)
      return summary(table, model, cells, mean, { hidden, logError, likelihood })
    }
    let size = 1
    for (; size > 1e-10; size /= 2) {
      const next: Float64Array = coefficients.map((value, p) => value + size * (newton.step[p] as number))
      const nextMean = means(cells, next, counts.length)
      const nextLikelihood = logLikelihoodKernel(counts, nextMean, histories)
      if (nextLikelihood >= likelihood - 1e-12 * Math.abs(likelihood)) {
        coefficients = next
        mean = nextMean
        likelihood = nextLikelihood
        break
      }
    }
    if (size <= 1e-10) return undefined
  }
  return undefined
}

const summary = (
  table: CaptureTable,
  model: PairModel,
  cells: ModelCells,
  mean: Float64Array,
  { hidden, logError, likelihood }: { hidden: number; logError: number; likelihood: number }
): PairFit => {
  const { counts } = table
  let saturated = 0
  let factorials = 0
  for (const h of cells.histories) {
    const count = counts[h] as number
    saturated += count === 0 ? 0 : count * Math.log(count) - count
    factorials += gammaln(count + 1)
  }
  const parameters = cells.parameters.length + cells.emptyPairs.length
  const all = mean.slice()
  all[0] = hidden
  return {
    model,
    emptyPairs: cells.emptyPairs,
    hidden,
    logError,
    deviance: Math.max(0, 2 * (saturated - likelihood)),
    aic: -2 * (likelihood - factorials) + 2 * parameters,
    parameters,
    means: all
  }
}
