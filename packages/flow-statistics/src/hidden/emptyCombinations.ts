/** What the model with all pairs of three lists leaves possible where an empty combination leaves it without an estimate. */
import type { Interval } from "../cells/Interval.ts"
import type { CaptureTable } from "./CaptureTable.ts"

/** Persons that stand for none. */
const half = 0.5
/** Combinations of an odd and of an even number of three lists, by their bits. */
const [odd, even] = [
  [1, 2, 4, 7],
  [3, 5, 6]
] as const

/**
 * Returns the interval of the hidden persons by the model with all pairs of three lists, with half a person in each empty combination (Haldane 1956).
 * If no person is on all three lists, that model's likelihood is largest at zero hidden persons, so it has no estimate; without it, only models of more
 * hidden persons
 * would be left, and "at least" would jump up where the lists show less overlap. Undefined if the model has an estimate, or none for another reason.
 */
export const hiddenWithoutOverlap = ({ lists, counts }: CaptureTable, z: number): Interval | undefined => {
  const isEmpty = (history: number) => counts[history] === 0
  if (lists.length !== 3 || even.some(isEmpty) || !odd.some(isEmpty)) return undefined
  const own = (history: number) => Math.max(half, counts[history] as number)
  const log =
    odd.reduce((sum, history) => sum + Math.log(own(history)), 0) -
    even.reduce((sum, history) => sum + Math.log(own(history)), 0)
  const error = Math.sqrt([...odd, ...even].reduce((sum, history) => sum + 1 / own(history), 0))
  return { low: Math.exp(log - z * error), high: Math.exp(log + z * error) }
}
