/** Bounds of suppressed cells in releases: added when a release is made, computed again when it is audited. */

import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../history/Disclosure.ts"
import { isDisclosedCell, type ReleaseCell } from "../history/ReleaseCell.ts"
import { isExactMethod } from "../history/readDisclosures.ts"
import { isTooNarrow, publicBounds, readerContext } from "../protection/publicBounds.ts"
import type { Vintage } from "../vintage/Vintages.ts"

/** The inputs of a release. */
interface BoundsInput {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: Pick<Vintage, "vintage">
  /** Everything disclosed before. */
  readonly disclosures: ReadonlyArray<Disclosure>
  readonly id: number
  readonly method: string
}

/** Returns cells with bounds for suppressed ones; none for methods that do not publish exact counts. */
export const withBounds = (input: BoundsInput, cells: ReadonlyArray<DisclosedCell>): ReadonlyArray<ReleaseCell> => {
  if (!isExactMethod(input.method)) return cells
  const bounds = publicBounds(input.choices, cells, input.id, readerContext(input.vintage.vintage, input.disclosures))
  return cells.map((cell, i) => (bounds[i] === undefined ? cell : { ...cell, bounds: bounds[i] }))
}

/** Returns how many cells have bounds that are too narrow. */
export const countNarrowBounds = (cells: ReadonlyArray<ReleaseCell>, threshold: number): number =>
  cells.filter(({ bounds }) => bounds !== undefined && isTooNarrow(bounds, threshold)).length

/** Returns how many cells have other bounds than follow from the release. Old releases have none at all. */
export const countWrongBounds = (input: BoundsInput, cells: ReadonlyArray<ReleaseCell>): number => {
  if (cells.every(({ bounds }) => bounds === undefined)) return 0
  const own = cells.filter(isDisclosedCell)
  const expected = withBounds(input, own)
  return own.filter((cell, i) => {
    const [has, should] = [(cell as ReleaseCell).bounds, expected[i]?.bounds]
    return has?.low !== should?.low || has?.high !== should?.high
  }).length
}
