import { hides, type PerturbationTable } from "./PerturbationTable.ts"

/** Parameters of a perturbation table. */
export interface TableDesign {
  /** Largest amount that is added or subtracted. */
  readonly most: number
  /** Variance of the noise of counts with enough room; smaller counts get what fits. */
  readonly variance: number
  /** The least count that is shown. A smaller one is never the result. */
  readonly smallest: number
  /** Power of two. */
  readonly keys?: number
}

/**
 * Builds a perturbation table. The noise is bounded by `most`, has mean exactly 0 over the keys, never yields 1 to
 * smallest - 1, and has maximum entropy under these conditions (Giessing and Tent 2019, "Concepts for generalising
 * tools implementing the cell key method to the case of continuous variables"; Marley and Leaver 2011, "A method for
 * confidentialising user-defined tables"). If the result of a count above 0 is 0, no figure is shown: a published
 * zero is a zero. Undefined if no such table exists: a count of 1 needs `most` of at least `smallest` - 1 for mean 0,
 * and a whole number of keys for each step.
 */
export const makePerturbationTable = (name: string, design: TableDesign): PerturbationTable | undefined => {
  const { most, variance, smallest, keys = 256 } = design
  const sound =
    Number.isInteger(most) && most >= 1 && variance > 0 && Number.isInteger(smallest) && smallest >= 1 && keys >= 2
  if (!sound || most < smallest - 1) return undefined
  // From `most` + `smallest` on, no step is out of reach: one row serves all greater counts.
  const counts = most + smallest + 1
  const change = new Int16Array(counts * keys)
  for (let count = 1; count < counts; count++) {
    const steps = Array.from({ length: 2 * most + 1 }, (_, at) => at - most).filter(
      (step) => count + step === 0 || count + step >= smallest
    )
    const number = keysOf(steps, variance, keys)
    if (number === undefined) return undefined
    let at = count * keys
    steps.forEach((step, s) => {
      const value = count + step === 0 ? hides : step
      change.fill(value, at, at + (number[s] as number))
      at += number[s] as number
    })
  }
  const source = `made: at most ${most}, variance ${variance}, nothing from 1 to ${smallest - 1}`
  return { name, keys, counts, period: 1, change, source }
}

/**
 * Returns the probabilities of maximum entropy with mean 0 and, if possible, this variance. Undefined if mean 0 is
 * impossible.
 */
export const maxEntropy = (steps: ReadonlyArray<number>, variance: number): ReadonlyArray<number> | undefined => {
  const least = Math.min(...steps)
  const greatest = Math.max(...steps)
  if (least > 0 || greatest < 0) return undefined
  if (least === 0 || greatest === 0) return steps.map((step) => (step === 0 ? 1 : 0))
  const given = (tilt: number, curve: number) => {
    const power = steps.map((step) => tilt * step - curve * step * step)
    const top = Math.max(...power)
    const weight = power.map((p) => Math.exp(p - top))
    const sum = weight.reduce((total, w) => total + w, 0)
    return weight.map((w) => w / sum)
  }
  const moment = (p: ReadonlyArray<number>, k: number) =>
    p.reduce((sum, one, s) => sum + one * (steps[s] as number) ** k, 0)
  /** Returns the tilt that makes the mean 0. The mean increases with it. */
  const centred = (curve: number) => {
    // In units of one step's weight; a steeper curve needs more.
    const bound = 64 * (1 + Math.abs(curve) * (greatest - least))
    return given(
      turn([-bound, bound], 200, (tilt) => moment(given(tilt, curve), 1) < 0),
      curve
    )
  }
  return centred(turn([-8, 8], 100, (curve) => moment(centred(curve), 2) > variance))
}

/** Bisection for the number below which `isBelow` holds, until two halves are one number, or at most so often. */
const turn = ([from, to]: readonly [number, number], most: number, isBelow: (x: number) => boolean): number => {
  let [low, high] = [from, to]
  for (let i = 0; i < most; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (isBelow(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Returns whole numbers of keys by step: the sum is exactly `keys`, the mean exactly 0, as close as possible to the
 * probabilities.
 */
const keysOf = (steps: ReadonlyArray<number>, variance: number, keys: number): ReadonlyArray<number> | undefined => {
  const probability = maxEntropy(steps, variance)
  if (probability === undefined) return undefined
  const wanted = probability.map((p) => p * keys)
  return wholeWithMeanZero(steps, wanted, keys)
}

/**
 * Dynamic programming over the keys used and their sum, within a few keys of the ideal for each step: least squared
 * distance.
 */
const wholeWithMeanZero = (
  steps: ReadonlyArray<number>,
  wanted: ReadonlyArray<number>,
  keys: number
): ReadonlyArray<number> | undefined => {
  for (const slack of [2, 8, 32, keys]) {
    interface Way {
      readonly cost: number
      readonly number: number
      readonly before: Way | undefined
    }
    let ways = new Map<string, Way & { readonly given: number; readonly sum: number }>([
      ["0 0", { cost: 0, number: 0, before: undefined, given: 0, sum: 0 }]
    ])
    let expected = { given: 0, sum: 0 }
    steps.forEach((step, s) => {
      const want = wanted[s] as number
      expected = { given: expected.given + want, sum: expected.sum + want * step }
      const next = new Map<string, Way & { readonly given: number; readonly sum: number }>()
      for (const way of ways.values())
        for (let n = Math.max(0, Math.floor(want) - slack); n <= Math.ceil(want) + slack; n++) {
          const given = way.given + n
          const sum = way.sum + n * step
          if (given > keys || Math.abs(given - expected.given) > 2 * slack || Math.abs(sum - expected.sum) > 8 * slack)
            continue
          const cost = way.cost + (n - want) ** 2
          const name = `${given} ${sum}`
          if (cost < (next.get(name)?.cost ?? Number.POSITIVE_INFINITY))
            next.set(name, { cost, number: n, before: way, given, sum })
        }
      ways = next
    })
    let end: Way | undefined = ways.get(`${keys} 0`)
    if (end === undefined) continue
    const numbers: Array<number> = []
    for (; end?.before !== undefined; end = end.before) numbers.push(end.number)
    return numbers.reverse()
  }
  return undefined
}
