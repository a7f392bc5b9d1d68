import type { Knowledge, LinkedSystem } from "../system/LinkedSystem.ts"

/**
 * Returns what anyone knows about hidden counts: at least 1 if every true zero is published. Counts without a row may
 * be zero.
 */
export const publicKnowledge = (system: LinkedSystem, zerosPublished: boolean): Knowledge => ({
  low: Float64Array.from(system.value, (value, cell) =>
    zerosPublished && value !== 0 && system.unshown[cell] === 0 ? 1 : 0
  ),
  high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
})
