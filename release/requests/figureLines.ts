import type { ToldCell } from "../protection/Statement.ts"
import { toLines } from "../publisher/cellLines.ts"

/**
 * Figures as lines, whatever statement they are of: what reviewers approve and what is put out are the same lines. Without the bounds that a
 * release has of its suppressed cells: they follow from its figures.
 */
export const figureLines = (cells: ReadonlyArray<ToldCell>): ReadonlyArray<string> =>
  toLines(
    cells.map(({ choice, labels, shown }) => ({
      choice,
      labels,
      shown: shown.state === "published" ? { ...shown, asOf: 0 } : shown
    }))
  )
