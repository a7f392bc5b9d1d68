import { byColumns } from "../algebra/byColumns.ts"
import type { Equations } from "./Equations.ts"

/** The result of propagation. */
export interface Propagation {
  /**
   * Rows that no whole numbers within the bounds satisfy: the published figures or the assumptions contradict each
   * other.
   */
  readonly contradictions: number
  /** False if the limit of visits was reached. The bounds are valid, but may not be the narrowest. */
  readonly settled: boolean
}

/**
 * Narrows the bounds of the unknowns until no single equation narrows them further. Each unknown lies between what
 * its equation leaves at the extremes of the others, rounded inwards (bounds propagation, as in Apt 2003, "Principles
 * of Constraint Programming", ch. 6). A contradictory row is left out from then on.
 */
export const propagate = (equations: Equations): Propagation => {
  const rows = byColumns(equations, equations.unknowns)
  const { low, high, start, index, coefficient, right } = equations
  const count = equations.rows
  const queue = new Int32Array(count + 1)
  const waiting = new Uint8Array(count).fill(1)
  const dead = new Uint8Array(count)
  for (let r = 0; r < count; r++) queue[r] = r
  let head = 0
  let tail = count % (count + 1)
  let contradictions = 0
  let visits = 300 * count + 1000
  while (head !== tail && visits-- > 0) {
    const r = queue[head] as number
    head = head === count ? 0 : head + 1
    waiting[r] = 0
    if (dead[r] === 1) continue
    const from = start[r] as number
    const to = start[r + 1] as number
    // Minimum and maximum of the row's sum; infinite terms are counted separately.
    let least = 0
    let most = 0
    let minOpen = 0
    let maxOpen = 0
    for (let at = from; at < to; at++) {
      const v = index[at] as number
      const a = coefficient[at] as number
      const down = a > 0 ? a * (low[v] as number) : a * (high[v] as number)
      const up = a > 0 ? a * (high[v] as number) : a * (low[v] as number)
      if (down === Number.NEGATIVE_INFINITY) minOpen += 1
      else least += down
      if (up === Number.POSITIVE_INFINITY) maxOpen += 1
      else most += up
    }
    const b = right[r] as number
    if ((minOpen === 0 && least > b) || (maxOpen === 0 && most < b)) {
      contradictions += 1
      dead[r] = 1
      continue
    }
    if (minOpen > 1 && maxOpen > 1) continue
    for (let at = from; at < to; at++) {
      const v = index[at] as number
      const a = coefficient[at] as number
      const vLow = low[v] as number
      const vHigh = high[v] as number
      if (vLow === vHigh) continue
      const down = a > 0 ? a * vLow : a * vHigh
      const up = a > 0 ? a * vHigh : a * vLow
      const downOpen = down === Number.NEGATIVE_INFINITY
      const upOpen = up === Number.POSITIVE_INFINITY
      // a × v is at most b - least of the others, and at least b - most of the others.
      let newLow = vLow
      let newHigh = vHigh
      if (minOpen === 0 || (minOpen === 1 && downOpen)) {
        const room = b - (downOpen ? least : least - down)
        if (a > 0) newHigh = Math.min(newHigh, Math.floor(room / a))
        else newLow = Math.max(newLow, Math.ceil(room / a))
      }
      if (maxOpen === 0 || (maxOpen === 1 && upOpen)) {
        const room = b - (upOpen ? most : most - up)
        if (a > 0) newLow = Math.max(newLow, Math.ceil(room / a))
        else newHigh = Math.min(newHigh, Math.floor(room / a))
      }
      if (newLow === vLow && newHigh === vHigh) continue
      if (newLow > newHigh) {
        contradictions += 1
        dead[r] = 1
        break
      }
      low[v] = newLow
      high[v] = newHigh
      // Updates the row's sums with the new bounds.
      if (downOpen) {
        if (a > 0 ? newLow > Number.NEGATIVE_INFINITY : newHigh < Number.POSITIVE_INFINITY) {
          minOpen -= 1
          least += a > 0 ? a * newLow : a * newHigh
        }
      } else least += (a > 0 ? a * newLow : a * newHigh) - down
      if (upOpen) {
        if (a > 0 ? newHigh < Number.POSITIVE_INFINITY : newLow > Number.NEGATIVE_INFINITY) {
          maxOpen -= 1
          most += a > 0 ? a * newHigh : a * newLow
        }
      } else most += (a > 0 ? a * newHigh : a * newLow) - up
      for (let k = rows.start[v] as number; k < (rows.start[v + 1] as number); k++) {
        const other = rows.row[k] as number
        if (waiting[other] === 1 || dead[other] === 1) continue
        waiting[other] = 1
        queue[tail] = other
        tail = tail === count ? 0 : tail + 1
      }
    }
  }
  return { contradictions, settled: head === tail }
}
