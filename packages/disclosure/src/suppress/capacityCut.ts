import type { Displacement } from "../attack/maxDisplacement.ts"
import type { Classes } from "./Classes.ts"
import type { Cuts } from "./Cuts.ts"

/** Smaller multipliers come from the small costs of the programme. The inequality holds without them. */
const negligible = 2e-3

/**
 * Multipliers of sums are small fractions, but those of the programme are less by what its small costs add: 3.99999 instead of 4. With these a
 * choice whose rooms suffice exactly would violate the inequality. A larger contribution than necessary never makes it wrong.
 */
const nearly = 1e-4
const raised = (weight: number): number => {
  const whole = Math.ceil(12 * weight) / 12
  return whole - weight < nearly ? whole : weight
}

/** What multipliers of rows prove: how far the class moves by itself, and what each other class contributes. */
interface Bound {
  readonly own: number
  readonly others: Map<number, number>
  readonly total: number
}

const boundBy = (classes: Classes, id: number, reach: Displacement, sign: number, x: Float64Array): Bound => {
  const { start, index, coefficient, value, low, high } = classes
  const taken = new Map<number, number>()
  reach.rows.forEach((r, k) => {
    const weight = sign * (reach.multiplier[k] as number)
    if (weight === 0) return
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const one = index[at] as number
      taken.set(one, (taken.get(one) ?? 0) + weight * (coefficient[at] as number))
    }
  })
  const own = raised(Math.max(0, 1 - reach.direction * (taken.get(id) ?? 0))) * reach.asked
  const others = new Map<number, number>()
  let total = own
  for (const [one, t] of taken) {
    if (one === id || Math.abs(t) < negligible) continue
    const room = t < 0 ? (high[one] as number) - (value[one] as number) : (value[one] as number) - (low[one] as number)
    const gives = raised(Math.abs(t)) * room
    if (gives <= 0) continue
    others.set(one, gives)
    // An unbounded class may contribute infinitely, but nothing while it is not hidden.
    if ((x[one] as number) > 0) total += gives * (x[one] as number)
  }
  return { own, others, total }
}

/**
 * Adds the inequality by which a class cannot move as far as it needs (the capacity constraints of Fischetti and
 * Salazar 2001). Any multipliers bound the displacement for any choice of hidden cells; those of the programme do so tightly.
 * `reaches`: one direction, or both if parts of each suffice. Returns whether one was added.
 */
export const capacityCut = (
  classes: Classes,
  cuts: Cuts,
  id: number,
  needs: number,
  reaches: ReadonlyArray<Displacement>,
  x: Float64Array
): boolean => {
  let right = needs
  const others = new Map<number, number>()
  for (const reach of reaches) {
    const [plus, minus] = [boundBy(classes, id, reach, 1, x), boundBy(classes, id, reach, -1, x)]
    const bound = plus.total <= minus.total ? plus : minus
    right -= bound.own
    for (const [one, gives] of bound.others) others.set(one, (others.get(one) ?? 0) + gives)
  }
  return cuts.add(id, right, [...others.keys()], [...others.values()], x) > 0
}
