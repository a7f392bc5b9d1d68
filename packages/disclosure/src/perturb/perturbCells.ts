import type { Knowledge } from "../system/LinkedSystem.ts"
import { hides, type PerturbationTable, perturbed } from "./PerturbationTable.ts"

/** Returns figures by cell key: NaN if none is shown. */
export const perturbCells = (table: PerturbationTable, value: Float64Array, cellKeys: Uint16Array): Float64Array =>
  value.map((count, cell) => perturbed(table, count, cellKeys[cell] as number) ?? Number.NaN)

/** The counts that a figure may stand for under some key, both ends; also for no figure. */
interface Ends {
  readonly low: number
  readonly high: number
}

/** Counts by figure (up to `counts` plus the largest change), and for no figure. */
class Reverse {
  readonly #table: PerturbationTable
  readonly #most: number

  constructor(table: PerturbationTable) {
    this.#table = table
    this.#most = table.change.reduce((most, step) => (step === hides ? most : Math.max(most, Math.abs(step))), 0)
  }

  #can(count: number, shown: number | undefined): boolean {
    for (let key = 0; key < this.#table.keys; key++) if (perturbed(this.#table, count, key) === shown) return true
    return false
  }

  of(shown: number): Ends {
    let low = Math.max(0, shown - this.#most)
    let high = shown + this.#most
    while (low < high && !this.#can(low, shown)) low += 1
    while (high > low && !this.#can(high, shown)) high -= 1
    return { low, high }
  }

  ofNone(): Ends {
    const able = Array.from({ length: this.#table.counts }, (_, count) => count).filter((count) =>
      this.#can(count, undefined)
    )
    if (able.length === 0) return { low: 0, high: Number.POSITIVE_INFINITY }
    const high = able[able.length - 1] as number
    // A count in the repeating part stands for greater ones too.
    return {
      low: able[0] as number,
      high: high >= this.#table.counts - this.#table.period ? Number.POSITIVE_INFINITY : high
    }
  }
}

/**
 * Returns the bounds of the true counts for a reader who knows the perturbation table but no keys. `otherRules`:
 * cells are also hidden for other reasons, so a hidden one may be any count from 1 on.
 */
export const cellKeyKnowledge = (table: PerturbationTable, shown: Float64Array, otherRules: boolean): Knowledge => {
  const reverse = new Reverse(table)
  const none = otherRules ? { low: 1, high: Number.POSITIVE_INFINITY } : reverse.ofNone()
  const known = new Map<number, Ends>()
  const low = new Float64Array(shown.length)
  const high = new Float64Array(shown.length)
  shown.forEach((figure, cell) => {
    const ends = Number.isNaN(figure) ? none : (known.get(figure) ?? reverse.of(figure))
    if (!Number.isNaN(figure)) known.set(figure, ends)
    low[cell] = ends.low
    high[cell] = ends.high
  })
  return { low, high }
}
