import { Aliases } from "./Aliases.ts"
import type { Equations } from "./Equations.ts"
import { propagate } from "./propagate.ts"
import { RowBuilder } from "./RowBuilder.ts"

/** The equations after presolve. */
export interface Reduced {
  /**
   * Equations over classes of unknowns that determine each other. No class has a proved value, and no row has fewer
   * than three terms.
   */
  readonly equations: Equations
  /** Class of each unknown; -1 if its value is proved. unknown = sign × class + offset, or offset if it is proved. */
  readonly classOf: Int32Array
  readonly sign: Int8Array
  readonly offset: Float64Array
  readonly contradictions: number
  readonly settled: boolean
}

/** Joins the pairs of two-term rows with coefficients ±1. Returns how many were joined and how many were impossible. */
const joinPairs = (
  equations: Equations,
  aliases: Aliases
): { readonly joined: number; readonly impossible: number } => {
  const { start, index, coefficient, right, low, high } = equations
  let joined = 0
  let impossible = 0
  for (let r = 0; r < equations.rows; r++) {
    const at = start[r] as number
    if ((start[r + 1] as number) - at !== 2) continue
    const x = index[at] as number
    const y = index[at + 1] as number
    const a = coefficient[at] as number
    const b = coefficient[at + 1] as number
    if (Math.abs(a) !== 1 || Math.abs(b) !== 1 || low[x] === high[x] || low[y] === high[y]) continue
    // x = slope × y + shift, and through the roots p and q: sx p + ox = slope × (sy q + oy) + shift.
    const slope = -b / a
    const shift = (right[r] as number) / a
    const p = aliases.root(x)
    const q = aliases.root(y)
    const sign = aliases.sign(x) * slope * aliases.sign(y)
    const offset = aliases.sign(x) * (slope * aliases.offset(y) + shift - aliases.offset(x))
    if (p !== q) {
      aliases.join(p, q, sign, offset)
      joined += 1
    } else if (sign === 1 && offset !== 0) impossible += 1
    else if (sign === -1) {
      // 2 p = offset: the root is proved, or impossible.
      const value = offset / 2
      if (!Number.isInteger(value) || value < (low[p] as number) || value > (high[p] as number)) impossible += 1
      else if (low[p] !== value || high[p] !== value) {
        low[p] = value
        high[p] = value
        joined += 1
      }
    }
  }
  return { joined, impossible }
}

/**
 * Propagates bounds, joins unknowns that determine each other, rewrites the rows, and repeats until nothing changes.
 * Narrows the bounds of the unknowns in place.
 */
export const reduce = (original: Equations): Reduced => {
  const unknowns = original.unknowns
  const aliases = new Aliases(unknowns)
  const { low, high } = original
  let contradictions = 0
  let settled = true
  let current = original
  for (;;) {
    const propagation = propagate(current)
    contradictions += propagation.contradictions
    settled = propagation.settled
    const { joined, impossible } = joinPairs(current, aliases)
    contradictions += impossible
    // Each root takes the narrowest bounds of its members.
    for (let v = 0; v < unknowns; v++) {
      const root = aliases.root(v)
      if (root === v) continue
      const sign = aliases.sign(v)
      const offset = aliases.offset(v)
      const ends = [sign * ((low[v] as number) - offset), sign * ((high[v] as number) - offset)] as const
      const newLow = Math.max(low[root] as number, sign > 0 ? ends[0] : ends[1])
      const newHigh = Math.min(high[root] as number, sign > 0 ? ends[1] : ends[0])
      if (newLow <= newHigh) {
        low[root] = newLow
        high[root] = newHigh
      } else contradictions += 1
    }
    const builder = new RowBuilder(unknowns)
    let shrunk = joined > 0
    for (let r = 0; r < current.rows; r++) {
      for (let at = current.start[r] as number; at < (current.start[r + 1] as number); at++) {
        const v = current.index[at] as number
        const a = current.coefficient[at] as number
        const root = aliases.root(v)
        builder.addConstant(a * aliases.offset(v))
        if (low[root] === high[root]) {
          builder.addConstant(a * aliases.sign(v) * (low[root] as number))
          shrunk = true
        } else builder.add(root, a * aliases.sign(v))
      }
      builder.addConstant(-(current.right[r] as number))
      builder.end()
    }
    contradictions += builder.contradictions
    current = builder.build(low, high)
    if (!shrunk) break
  }
  return classesOf(current, aliases, contradictions, settled)
}

/** Numbers the remaining roots and transfers their bounds to all members. */
const classesOf = (last: Equations, aliases: Aliases, contradictions: number, settled: boolean): Reduced => {
  const { low, high, unknowns } = last
  const number = new Int32Array(unknowns).fill(-1)
  const roots: Array<number> = []
  for (let v = 0; v < unknowns; v++)
    if (aliases.root(v) === v && low[v] !== high[v]) {
      number[v] = roots.length
      roots.push(v)
    }
  const classOf = new Int32Array(unknowns)
  const sign = new Int8Array(unknowns).fill(1)
  const offset = new Float64Array(unknowns)
  for (let v = 0; v < unknowns; v++) {
    const root = aliases.root(v)
    const s = root === v ? 1 : aliases.sign(v)
    const o = root === v ? 0 : aliases.offset(v)
    classOf[v] = number[root] as number
    sign[v] = s
    offset[v] = low[root] === high[root] ? s * (low[root] as number) + o : o
    if (root === v) continue
    const ends = [s * (low[root] as number) + o, s * (high[root] as number) + o] as const
    low[v] = s > 0 ? ends[0] : ends[1]
    high[v] = s > 0 ? ends[1] : ends[0]
  }
  const equations: Equations = {
    unknowns: roots.length,
    low: Float64Array.from(roots, (v) => low[v] as number),
    high: Float64Array.from(roots, (v) => high[v] as number),
    rows: last.rows,
    start: last.start,
    index: Int32Array.from(last.index, (v) => number[v] as number),
    coefficient: last.coefficient,
    right: last.right
  }
  return { equations, classOf, sign, offset, contradictions, settled }
}
