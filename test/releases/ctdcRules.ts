/** What the rules of `ctdc-11` forbid, written apart from the engine. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"

/** Whether a count with so many persons of each partner must not be published. */
export const isUnsafe = (persons: ReadonlyArray<number>): boolean => {
  const [first = 0, second = 0, ...more] = persons.filter((one) => one > 0).toSorted((a, b) => b - a)
  const rest = more.reduce((sum, one) => sum + one, 0)
  const all = first + second + rest
  return all < defaultProfile.threshold || more.length === 0 || first + second > 0.85 * all || rest < first / 10
}

/** Whether an attacker who knows that a hidden count is from `low` to `high` knows too much. */
export const isTooNarrow = (value: number, [low, high]: readonly [number, number]): boolean =>
  high - low < 5 || (value < defaultProfile.threshold && low >= 1 && high < defaultProfile.threshold)
