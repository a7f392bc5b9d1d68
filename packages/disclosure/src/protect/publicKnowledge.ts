import type { Knowledge, LinkedSystem } from "../system/LinkedSystem.ts"

/**
 * What anybody knows of counts that come to be hidden: where every true zero is published, one that is hidden is 1 at least. Counts
 * that no table has a row for may be zero.
 *
 * @param atMost what the tables say of counts that they hide (`<5`), by cell
 */
export const publicKnowledge = (system: LinkedSystem, zerosPublished: boolean, atMost?: Float64Array): Knowledge => ({
  low: Float64Array.from(system.value, (value, cell) =>
    zerosPublished && value !== 0 && system.unshown[cell] === 0 ? 1 : 0
  ),
  high: atMost ?? new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
})
