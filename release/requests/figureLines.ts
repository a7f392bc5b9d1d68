import { toLines } from "../history/cellLines.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"

/**
 * Returns figures as lines that do not depend on the disclosure's number: reviewers approve the same lines that are published. Bounds are
 * left out, because they follow from the figures.
 */
export const figureLines = (cells: ReadonlyArray<DisclosedCell>): ReadonlyArray<string> =>
  toLines(
    cells.map(({ choice, labels, shown }) => ({
      choice,
      labels,
      shown: shown.state === "published" ? { ...shown, asOf: 0 } : shown
    }))
  )
