import type { Verdict } from "../attack/attack.ts"
import type { ImpliedAttack } from "../implied/attackImplied.ts"
import type { LinkedTables } from "../tables/toSystem.ts"
import type { SamePopulationAttack } from "./samePopulationAttack.ts"

/** Returns the verdict with more narrow cells; `at` is the place of a cell in the verdict that found it. */
const withNarrow = (
  verdict: Verdict,
  found: ReadonlyArray<{ readonly cell: number; readonly at: number }>,
  { low: least, high: most }: Verdict["outer"]
): Verdict => {
  const narrow = new Set(verdict.narrow)
  const intervals = { ...verdict.intervals, low: verdict.intervals.low.slice(), high: verdict.intervals.high.slice() }
  for (const { cell, at } of found) {
    narrow.add(cell)
    intervals.low[cell] = Math.max(intervals.low[cell] as number, least[at] as number)
    intervals.high[cell] = Math.min(intervals.high[cell] as number, most[at] as number)
  }
  return {
    ...verdict,
    narrow: Uint32Array.from([...narrow].sort((a, b) => a - b)),
    undecided: verdict.undecided.filter((cell) => !narrow.has(cell)),
    intervals
  }
}

/** Adds what follows if earlier tables describe the same population. */
export const withSamePopulation = (
  verdict: Verdict,
  { population: { now }, verdict: found, failing }: SamePopulationAttack
): Verdict => {
  if (found === undefined) return verdict
  const isFailing = new Set(failing)
  const cells = [...now].flatMap((at, cell) => (at >= 0 && isFailing.has(at) ? [{ cell, at }] : []))
  return withNarrow(verdict, cells, found.outer)
}

/** Adds what follows from implied joint tables: all of it if they were attacked whole, otherwise the narrow cells. */
export const withImpliedVerdict = (verdict: Verdict, { reach, verdict: found }: ImpliedAttack): Verdict => {
  if (found === undefined) return verdict
  if (reach !== "bounds") return found
  const cells = [...found.narrow].map((cell) => ({ cell, at: cell }))
  const { intervals, ...rest } = withNarrow(verdict, cells, found.outer)
  // Solutions without joint tables may be none with them; bounds stay valid.
  const exact = intervals.exact.slice()
  for (const { cell } of cells) exact[cell] = 0
  return { ...rest, intervals: { ...intervals, exact } }
}

/**
 * Returns an insider's persons in every cell, with sums over the cells that it names. Undefined if these do not agree
 * over the margins of a joint table, so that they cannot be all its persons: then it knows lower bounds only.
 */
export const insiderCounts = (
  { system: { relations }, finer }: LinkedTables,
  named: Float64Array
): Float64Array | undefined => {
  const own = named.slice()
  for (let changed = true; changed; ) {
    changed = false
    for (let r = 0; r < relations.count; r++) {
      const parts = relations.part.subarray(relations.start[r], relations.start[r + 1])
      const sum = parts.reduce((all, part) => all + (own[part] as number), 0)
      const total = relations.total[r] as number
      if (sum <= (own[total] as number)) continue
      own[total] = sum
      changed = true
    }
  }
  const sums = finer.tables.flatMap(({ margins }) => {
    const all = margins.map(({ cellOf, parts }) =>
      cellOf
        .flatMap((cell, number) => (cell >= 0 ? [cell] : (parts[number] as ReadonlyArray<number>)))
        .reduce((sum, cell) => sum + (own[cell] as number), 0)
    )
    return all.map((sum) => sum - (all[0] as number))
  })
  return sums.every((difference) => difference === 0) ? own : undefined
}
