import type { Knowledge, LinkedSystem } from "../system/LinkedSystem.ts"

/**
 * Returns what anyone knows about hidden counts: at least 1 if every true zero is published. Counts without a row may
 * be zero.
 *
 * @param atMost what the tables state about hidden counts (`<5`), by cell
 */
export const publicKnowledge = (system: LinkedSystem, zerosPublished: boolean, atMost?: Float64Array): Knowledge => ({
  low: Float64Array.from(system.value, (value, cell) =>
    zerosPublished && value !== 0 && system.unshown[cell] === 0 ? 1 : 0
  ),
  high: atMost ?? new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
})
