import { type CaptureTable, onAll } from "./CaptureTable.ts"

/**
 * Counts the sets of three lists of which each two have a person in common. Without one, the model with all pairs is not identifiable, and the
 * data cannot show how the lists depend on each other (Chan, Silverman and Vincent 2021, section 3.2).
 */
export const overlappingTriples = (table: CaptureTable): number => {
  const k = table.lists.length
  const overlap = (i: number, j: number) => onAll(table, (1 << i) | (1 << j)) > 0
  let triples = 0
  for (let a = 0; a < k; a++)
    for (let b = a + 1; b < k; b++)
      for (let c = b + 1; c < k; c++) if (overlap(a, b) && overlap(a, c) && overlap(b, c)) triples += 1
  return triples
}
