import type { ToldCell } from "../protection/Statement.ts"
import { toLines } from "../releases/cellLines.ts"

/** Figures as lines, whatever statement they are of: what reviewers approve and what is put out are the same lines. */
export const figureLines = (cells: ReadonlyArray<ToldCell>): ReadonlyArray<string> =>
  toLines(
    cells.map((cell) => (cell.shown.state === "published" ? { ...cell, shown: { ...cell.shown, asOf: 0 } } : cell))
  )
