/** What holds of a series whatever values its hidden cells have. */
import { type Interval, unionOf } from "../cells/Interval.ts"
import type { Change, Direction } from "./describeChange.ts"
import { isSameStep } from "./findStep.ts"

/** The change of a series over values that hidden cells can have. */
export interface ChangeWithin {
  /** The change at the middle of the intervals, with its own intervals as wide as those of all values together. */
  readonly change: Change
  /** What is stated, each once: more than one if it depends on the values. */
  readonly directions: ReadonlyArray<Direction>
  /** Whether the same is stated for all values: of changes of level, in the same direction and at dates that do not exclude each other. */
  readonly isHeld: boolean
  /** Width of the interval of what is stated, over that at the middle alone. */
  readonly widening: number
}

const widest = <A extends Interval>(first: A, all: ReadonlyArray<Interval>): A => ({ ...first, ...unionOf(all) })

const width = (interval: Interval | undefined): number =>
  interval === undefined ? Number.NaN : interval.high - interval.low

/** Returns what holds for all of several values of a series, the first of which are the middles of its intervals. */
export const changeWithin = (changes: readonly [Change, ...ReadonlyArray<Change>]): ChangeWithin => {
  const [first] = changes
  const directions = [...new Set(changes.map(({ direction }) => direction))]
  const isLevel = first.direction === "change of level"
  const isHeld = directions.length === 1 && (!isLevel || changes.every(({ step }) => isSameStep(first.step, step)))
  const trends = changes.flatMap(({ trend }) => trend ?? [])
  const steps = changes.flatMap(({ step }) => step ?? [])
  const trend = first.trend && widest(first.trend, trends)
  const step = first.step && {
    ...widest(first.step, steps),
    change: widest(
      first.step.change,
      steps.map((one) => one.change)
    ),
    none: steps.every(({ none }) => none === first.step?.none) ? first.step.none : undefined
  }
  return {
    change: { ...first, trend, step },
    directions,
    isHeld,
    widening: isLevel ? width(step?.change) / width(first.step?.change) : width(trend) / width(first.trend)
  }
}
