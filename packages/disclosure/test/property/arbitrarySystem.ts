import fc from "fast-check"
import type { Hidden, Knowledge, LinkedSystem } from "../../src/system/LinkedSystem.ts"
import { relationsFrom, type Sum } from "../../src/system/relationsFrom.ts"

/** A small system, what is hidden in it and what is known. */
export interface SmallCase {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
}

export const systemFrom = (
  value: ReadonlyArray<number>,
  sums: ReadonlyArray<Sum>,
  unshown: ReadonlyArray<number> = []
): LinkedSystem => ({
  cells: value.length,
  value: Float64Array.from(value),
  relations: relationsFrom(sums),
  unshown: Uint8Array.from(value, (_, cell) => (unshown.includes(cell) ? 1 : 0))
})

/** Up to six base cells and up to four sums over them or over earlier sums; any of them hidden; bounds that hold the truth. */
export const arbitraryCase: fc.Arbitrary<SmallCase> = fc
  .record({
    base: fc.array(fc.nat(5), { minLength: 2, maxLength: 6 }),
    picks: fc.array(fc.array(fc.nat(9), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    hide: fc.array(fc.nat(2), { minLength: 10, maxLength: 10 }),
    unshown: fc.nat(30),
    below: fc.array(fc.nat(3), { minLength: 10, maxLength: 10 }),
    above: fc.array(fc.nat(4), { minLength: 10, maxLength: 10 })
  })
  .map(({ base, picks, hide, unshown, below, above }) => {
    const value = [...base]
    const sums = picks.map((pick) => {
      const parts = [...new Set(pick.map((cell) => cell % value.length))]
      const total = value.push(parts.reduce((sum, cell) => sum + (value[cell] as number), 0)) - 1
      return { total, parts }
    })
    // At most seven unknowns, so that all solutions can be counted out.
    const hidden = Uint8Array.from(value, (_, cell) => (hide[cell] === 0 ? 0 : (hide[cell] as number)))
    let unknowns = 0
    const system = systemFrom(value, sums, [unshown])
    value.forEach((_, cell) => {
      if (hidden[cell] === 0 && system.unshown[cell] === 0) return
      unknowns += 1
      if (unknowns > 7) {
        hidden[cell] = 0
        system.unshown[cell] = 0
      }
    })
    return {
      system,
      hidden,
      known: {
        low: Float64Array.from(value, (v, cell) => Math.max(0, v - (below[cell] as number))),
        high: Float64Array.from(value, (v, cell) => v + (above[cell] as number))
      }
    }
  })
