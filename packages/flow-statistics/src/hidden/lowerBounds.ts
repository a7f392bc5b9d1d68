/**
 * Estimates from the numbers of persons on one and on two lists, which need no model of how persons differ. A person on no list most resembles those on
 * a single list, so these numbers say most about hidden persons (Chao 1987, Biometrics 43).
 */
import { normal } from "../numeric/Distribution.ts"
import { type CaptureTable, observed, onAll } from "./CaptureTable.ts"

/** A number of hidden persons, with an interval on the scale of its logarithm (Chao 1987, formula 12). */
export interface HiddenBound {
  readonly hidden: number
  readonly low: number
  readonly high: number
}

export interface LowerBounds {
  /** Persons on exactly one and exactly two lists. */
  readonly once: number
  readonly twice: number
  /** f1² / (2 f2): a lower bound if a person's number of lists is Poisson, with any mean for each person. */
  readonly chao: HiddenBound
  /** (f1² - Σ f1ⱼ²) / (2 f2), with f1ⱼ the persons on list j only: a lower bound if lists differ, too, and are few (Chao 1989). */
  readonly chaoOfLists: HiddenBound
  /** n / (1 - exp(-2 f2 / f1)) - n; undefined if no person is on exactly one list or on exactly two (Zelterman 1988; variance: Böhning 2008). */
  readonly zelterman?: HiddenBound
  readonly coverage?: SampleCoverage
}

/** Sample coverage (Chao and Tsay 1998, JASA 93). */
export interface SampleCoverage {
  /** Mean share of a list that is on another list, too. */
  readonly share: number
  /** Hidden persons if lists are independent: too few if they depend on each other positively. */
  readonly independent: number
  /** The one-step estimate with the dependence of pairs of three lists; undefined for more lists. */
  readonly oneStep?: number
}

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

const bound = (hidden: number, variance: number, z: number): HiddenBound => {
  const spread = hidden > 0 ? Math.exp(z * Math.sqrt(Math.log(1 + variance / hidden ** 2))) : 1
  return { hidden, low: hidden / spread, high: hidden * spread }
}

const sizeOf = (history: number): number => {
  let size = 0
  for (let rest = history; rest !== 0; rest &= rest - 1) size += 1
  return size
}

const sampleCoverage = (table: CaptureTable, single: ReadonlyArray<number>): SampleCoverage | undefined => {
  const k = table.lists.length
  const persons = observed(table)
  const on = table.lists.map((_, j) => onAll(table, 1 << j))
  const share = 1 - sum(single.map((alone, j) => alone / (on[j] as number))) / k
  if (!(share > 0)) return undefined
  const total = (persons - sum(single) / k) / share
  const independent = Math.max(0, total - persons)
  if (k !== 3) return { share, independent }
  const withDependence = (assumed: number) =>
    total + sum(pairsOfThree.map((pair) => dependence(table, on, pair, assumed))) / (3 * share)
  return { share, independent, oneStep: Math.max(0, withDependence(withDependence(total)) - persons) }
}

const pairsOfThree = [
  [0, 1],
  [0, 2],
  [1, 2]
] as const

/** Persons of a pair of lists who are not on the third, times the dependence of both lists if the total is as assumed. */
const dependence = (
  table: CaptureTable,
  on: ReadonlyArray<number>,
  [i, j]: readonly [number, number],
  assumed: number
): number => {
  const third = 7 & ~((1 << i) | (1 << j))
  const withoutThird = (list: number) => onAll(table, 1 << list) - onAll(table, (1 << list) | third)
  const both = onAll(table, (1 << i) | (1 << j))
  return (withoutThird(i) + withoutThird(j)) * ((assumed * both) / ((on[i] as number) * (on[j] as number)) - 1)
}

/**
 * Computes the lower bounds of a table.
 *
 * @example
 * ```ts
 * import { captureTable, lowerBounds } from "@corridor/flow-statistics"
 *
 * const table = captureTable(["police", "shelter", "inspection"], [[1, 60], [2, 45], [4, 30], [3, 12], [5, 8], [6, 6], [7, 3]])
 * const { chaoOfLists } = lowerBounds(table)
 * ```
 */
export const lowerBounds = (table: CaptureTable, level = 0.95): LowerBounds => {
  const z = normal.quantile((1 + level) / 2)
  const persons = observed(table)
  const onExactly = (lists: number) =>
    table.counts.reduce((total, count, history) => (sizeOf(history) === lists ? total + count : total), 0)
  const [once, twice] = [onExactly(1), onExactly(2)]
  const single = table.lists.map((_, j) => table.counts[1 << j] as number)
  // With no person on exactly two lists the quotients have no value; one more person there is the bias correction of Chao 1989.
  const pairs = twice === 0 ? 1 : twice
  const products = (once ** 2 - sum(single.map((alone) => alone ** 2))) / 2
  const slopes = sum(single.map((alone) => alone * ((once - alone) / pairs) ** 2))
  const ofLists = products / pairs
  const ratio = once / pairs
  const coverage = sampleCoverage(table, single)
  return {
    once,
    twice,
    chao: bound(once ** 2 / (2 * pairs), pairs * (ratio ** 4 / 4 + ratio ** 3 + ratio ** 2 / 2), z),
    chaoOfLists: bound(ofLists, slopes + products ** 2 / pairs ** 3 + ofLists, z),
    ...(once === 0 || twice === 0 ? {} : { zelterman: zelterman(persons, once, twice, z) }),
    ...(coverage === undefined ? {} : { coverage })
  }
}

const zelterman = (persons: number, once: number, twice: number, z: number): HiddenBound => {
  const rate = (2 * twice) / once
  const none = Math.exp(-rate)
  const weight = none / (1 - none) ** 2
  const variance = persons * weight * (1 + persons * weight * rate ** 2 * (1 / once + 1 / twice))
  return bound((persons * none) / (1 - none), variance, z)
}
