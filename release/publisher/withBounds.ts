/** Bounds of suppressed cells in releases: put to the cells when a release is made, worked out anew when it is audited. */

import type { TableChoice } from "../catalogue/TableChoice.ts"
import { isTooNarrow, readersBounds, readingPast } from "../protection/readersBounds.ts"
import type { Statement, ToldCell } from "../protection/Statement.ts"
import { isExactMethod } from "../protection/statements.ts"
import type { Vintage } from "../vintage/Vintages.ts"
import { type ReleaseCell, tellsOfCounts } from "./ReleaseCell.ts"

/** What a release was made of. */
export interface Made {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: Pick<Vintage, "vintage">
  /** All that was told before. */
  readonly statements: ReadonlyArray<Statement>
  readonly id: number
  readonly method: string
}

/** Cells with what anybody can work out of those that are suppressed. None where figures are not the counts themselves. */
export const withBounds = (made: Made, cells: ReadonlyArray<ToldCell>): ReadonlyArray<ReleaseCell> => {
  if (!isExactMethod(made.method)) return cells
  const bounds = readersBounds(made.choices, cells, made.id, readingPast(made.vintage.vintage, made.statements))
  return cells.map((cell, i) => (bounds[i] === undefined ? cell : { ...cell, bounds: bounds[i] }))
}

/** How many cells have bounds that tell too much by themselves. */
export const tooNarrow = (cells: ReadonlyArray<ReleaseCell>, threshold: number): number =>
  cells.filter(({ bounds }) => bounds !== undefined && isTooNarrow(bounds, threshold)).length

/** How many cells have other bounds than follow from the release. Releases from before there were bounds have none at all. */
export const othersThan = (made: Made, cells: ReadonlyArray<ReleaseCell>): number => {
  if (cells.every(({ bounds }) => bounds === undefined)) return 0
  const own = cells.filter(tellsOfCounts)
  const due = withBounds(made, own)
  return own.filter((cell, i) => {
    const [has, should] = [(cell as ReleaseCell).bounds, due[i]?.bounds]
    return has?.low !== should?.low || has?.high !== should?.high
  }).length
}
