import type { Interval } from "../cells/Interval.ts"
import { rangeOf } from "../cells/Interval.ts"
import type { Points } from "../series/completions.ts"
import { completions } from "../series/completions.ts"
import { nearestMixture } from "./nearestMixture.ts"

/** A unit compared with the weighted mean of others that was nearest to it before a date. */
export interface SyntheticControl {
  /** Non-negative weights of the donors, which sum to 1. */
  readonly weights: ReadonlyArray<{ readonly unit: string; readonly weight: number }>
  /** The weighted mean in every period, and the unit minus that. */
  readonly synthetic: ReadonlyArray<number>
  readonly gap: ReadonlyArray<number>
  /** Root mean square of the gap before and after the date. */
  readonly before: number
  readonly after: number
  /** The mean gap after the date. */
  readonly effect: number
}

/** The result for every donor, as if it had been treated. */
export interface PlaceboUnits {
  readonly tried: number
  /** Number of them with at least as large a ratio of the gap after to that before. */
  readonly asLarge: number
  /** (1 + as large) / (1 + tried). */
  readonly p: number
}

export interface Unit {
  readonly name: string
  readonly values: ArrayLike<number>
}

const rootMeanSquare = (values: ReadonlyArray<number>) =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)

/**
 * Synthetic control on outcomes before the date (Abadie, Diamond and Hainmueller 2010): donors are weighted so that their mean follows the
 * unit before `at`; after it, the mean is the counterfactual. The intervention must not affect donors.
 *
 * @example
 * ```ts
 * import { syntheticControl } from "@corridor/flow-statistics"
 *
 * const donors = [{ name: "B", values: [4, 5, 6, 7] }, { name: "C", values: [9, 8, 9, 8] }]
 * const { effect, weights } = syntheticControl({ name: "A", values: [5, 6, 9, 10] }, donors, 2)
 * ```
 */
export const syntheticControl = (treated: Unit, donors: ReadonlyArray<Unit>, at: number): SyntheticControl => {
  const early = (unit: Unit) => Array.from(unit.values).slice(0, at)
  const weights = nearestMixture(early(treated), donors.map(early))
  const synthetic = Array.from(treated.values, (_, t) =>
    donors.reduce((sum, donor, i) => sum + (weights[i] as number) * (donor.values[t] as number), 0)
  )
  const gap = synthetic.map((value, t) => (treated.values[t] as number) - value)
  const late = gap.slice(at)
  return {
    weights: donors.map(({ name }, i) => ({ unit: name, weight: weights[i] as number })),
    synthetic,
    gap,
    before: rootMeanSquare(gap.slice(0, at)),
    after: rootMeanSquare(late),
    effect: late.reduce((sum, value) => sum + value, 0) / late.length
  }
}

const ratio = ({ before, after }: SyntheticControl) =>
  before === 0 ? (after === 0 ? 1 : Number.POSITIVE_INFINITY) : after / before

/**
 * Returns the placebo in space: treats each donor as the treated unit, with the others as its donors.
 *
 * @example
 * ```ts
 * import { placeboUnits, syntheticControl } from "@corridor/flow-statistics"
 *
 * const donors = [{ name: "B", values: [4, 5, 6, 7] }, { name: "C", values: [9, 8, 9, 8] }]
 * const found = syntheticControl({ name: "A", values: [5, 6, 9, 10] }, donors, 2)
 * const { p } = placeboUnits(found, donors, 2)
 * ```
 */
export const placeboUnits = (found: SyntheticControl, donors: ReadonlyArray<Unit>, at: number): PlaceboUnits => {
  const tried =
    donors.length < 2
      ? []
      : donors.map((unit) =>
          syntheticControl(
            unit,
            donors.filter((other) => other !== unit),
            at
          )
        )
  const asLarge = tried.filter((one) => ratio(one) >= ratio(found)).length
  return { tried: tried.length, asLarge, p: (1 + asLarge) / (1 + tried.length) }
}

export interface HiddenUnit {
  readonly name: string
  readonly points: Points
}

/** Range over completions of hidden and rounded cells of all units: observed, not proved. */
export interface ControlOverHidden {
  readonly effect: Interval
  readonly p: Interval
}

const isOpen = ({ points: { low, high } }: HiddenUnit) => low.some((least, t) => least !== high[t])

/** Returns undefined if every cell is exact. The cells of each unit are completed independently. */
export const controlOverHidden = (
  treated: HiddenUnit,
  donors: ReadonlyArray<HiddenUnit>,
  at: number
): ControlOverHidden | undefined => {
  const units = [treated, ...donors]
  if (!units.some(isOpen)) return undefined
  const filled = units.map(({ points }, u) => completions(points, u + 1))
  const found = (filled[0] as ReadonlyArray<Float64Array>).map((values, f) => {
    const others = donors.map(({ name }, d) => ({ name, values: (filled[d + 1] ?? [])[f] ?? values }))
    const control = syntheticControl({ name: treated.name, values }, others, at)
    return { effect: control.effect, p: placeboUnits(control, others, at).p }
  })
  return { effect: rangeOf(found.map(({ effect }) => effect)), p: rangeOf(found.map(({ p }) => p)) }
}
