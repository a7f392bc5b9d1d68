/** Stages of proceedings as bars below each other, on one scale: what a year's cases reached. A stage without a value has no width to read. */
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
        const wide = isShown ? Math.max(2, ((cell.value ?? 0) / most) * (own - 8)) : own - 8
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
            el("rect", { x: (own - wide) / 2, y, width: wide, height: 26, ...paint })
          ),
          mark
        )
      })
    ]
  }
}
