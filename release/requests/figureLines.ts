import { toLines } from "../history/cellLines.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"

/**
 * Figures as lines, whatever disclosure they are of: what reviewers approve and what is put out are the same lines. Without the bounds that a
 * release has of its suppressed cells: they follow from its figures.
 */
export const figureLines = (cells: ReadonlyArray<DisclosedCell>): ReadonlyArray<string> =>
  toLines(
    cells.map(({ choice, labels, shown }) => ({
      choice,
      labels,
      shown: shown.state === "published" ? { ...shown, asOf: 0 } : shown
    }))
  )
