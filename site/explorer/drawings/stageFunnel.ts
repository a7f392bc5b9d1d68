/**
 * The stages that cases reached in a year, as bars on one scale.
 *
 * For a suppressed stage, the filled part is the lower bound and the pattern the upper bound. Without an upper bound the pattern
 * has the full width. Without any bounds the width has no meaning.
 */
import type { Cell } from "../cells/Table.ts"
import { hiddenPaint, patterns } from "./cellPaint.ts"
import { el, type Mark, marked } from "./El.ts"

export interface Stage {
  readonly name: string
  readonly words: string
  readonly cell: Cell
  readonly mark: Mark
}

const rowHeight = 58

export const stageFunnel = (picture: string, stages: ReadonlyArray<Stage>, most: number, width: number) => {
  const own = Math.min(width, 720)
  return {
    width: own,
    height: stages.length * rowHeight + 8,
    body: [
      patterns(picture),
      ...stages.map(({ name, words, cell, mark }, i) => {
        const y = i * rowHeight + 22
        const isShown = cell.state === "published" && cell.value !== undefined
        const reach = (value: number) => Math.max(2, Math.min(1, value / most) * (own - 8))
        const wide = isShown ? reach(cell.value ?? 0) : cell.high === undefined ? own - 8 : reach(cell.high)
        const least = isShown || cell.low === undefined ? 0 : reach(cell.low)
        const paint = isShown
          ? { fill: "@step4" }
          : hiddenPaint(picture, cell.state === "published" ? "not_reported" : cell.state)
        return marked(
          el(
            "g",
            {},
            el(
              "text",
              { x: own / 2, y: y - 6, "text-anchor": "middle", "font-size": 13, fill: "@ink" },
              `${name}: ${words}`
            ),
            el("rect", { x: (own - wide) / 2, y, width: wide, height: 26, ...paint }),
            least === 0 ? undefined : el("rect", { x: (own - least) / 2, y, width: least, height: 26, fill: "@hatch" })
          ),
          mark
        )
      })
    ]
  }
}
