import { sensitiveCells } from "../rules/sensitiveGroups.ts"
import type { Knowledge, LinkedSystem } from "../system/LinkedSystem.ts"
import type { JoinedCells } from "../tables/joinCells.ts"
import type { KnownGroup } from "../tables/KnownGroup.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/**
 * Returns what anyone knows about hidden counts: at least 1, because zeros are published or have no row. Counts without a row, and those of
 * `mayBeZero`, may be zero.
 */
export const publicKnowledge = (system: LinkedSystem, mayBeZero?: Uint8Array): Knowledge => ({
  low: Float64Array.from(system.value, (value, cell) =>
    value !== 0 && system.unshown[cell] === 0 && mayBeZero?.[cell] !== 1 ? 1 : 0
  ),
  high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
})

/** Returns the knowledge of an attacker who takes every hidden count for a possible zero. */
export const withoutLows = (known: Knowledge): Knowledge => ({ ...known, low: known.low.map(() => 0) })

/** 1 for the cells of known groups. */
export const cellsOfGroups = (
  { cells, codes, dimensions }: JoinedCells,
  groups: ReadonlyArray<KnownGroup>
): Uint8Array => {
  const marks = new Uint8Array(cells.size)
  for (const { dimension, label } of groups) {
    const d = dimensions.indexOf(dimension)
    const code = codes[d]?.indexOf(label) ?? -1
    for (let cell = 0; cell < cells.size; cell++) if (code >= 0 && cells.at(cell, d) === code) marks[cell] = 1
  }
  return marks
}

/** The groups whose zeros are hidden. */
export interface HiddenZeros {
  readonly knownGroups?: ReadonlyArray<KnownGroup>
  readonly sensitive?: ReadonlyArray<string>
}

/** Returns 1 for the cells that may be zero although they are hidden. */
export const hiddenZeros = (linked: LinkedTables, { knownGroups = [], sensitive = [] }: HiddenZeros): Uint8Array => {
  const ofGroups = cellsOfGroups(linked.joined, knownGroups)
  return sensitiveCells(linked, sensitive).map((mark, cell) => mark | (ofGroups[cell] ?? 0))
}
