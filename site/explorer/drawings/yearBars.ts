/** One row of bars per label and one bar per year, all on one scale from zero. A cell without a value fills its column. */
import type { Cell } from "../cells/Table.ts"
import { boundsLine, boundsText } from "./boundsLine.ts"
import { hiddenPaint, patterns, stateSign } from "./cellPaint.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { folded } from "./folded.ts"
import { textWidth } from "./textWidth.ts"

export interface BarRow {
  readonly name: string
  readonly paint?: string | undefined
  readonly cells: ReadonlyArray<{ readonly cell: Cell; readonly mark: Mark }>
}

export interface YearBars {
  readonly picture: string
  readonly rows: ReadonlyArray<BarRow>
  readonly years: ReadonlyArray<string>
  readonly most: number
  readonly width: number
}

const high = 44
const size = 12
const lineHeight = 17

export const yearBars = ({ picture, rows, years, most, width }: YearBars) => {
  const own = Math.min(width, 90 + years.length * 90)
  const step = (own - 8) / Math.max(1, years.length)
  const names = rows.map(({ name }) => folded(name, Math.max(16, Math.floor((own - 8) / 8))))
  // A row's height depends on the number of lines of its name.
  const tops = [0]
  for (const lines of names) tops.push((tops.at(-1) as number) + lines.length * lineHeight + high + 19)
  const bottom = tops.at(-1) as number
  const bar = (paint: string, x: number, base: number, { cell, mark }: BarRow["cells"][number]): El => {
    const wide = Math.min(56, step - 6)
    const left = x + (step - wide) / 2
    const middle = { x: x + step / 2, "text-anchor": "middle", "font-size": size, fill: "@ink" }
    if (cell.state === "published" && cell.value !== undefined) {
      const height = Math.max(cell.value === 0 ? 0 : 1, (cell.value / most) * high)
      return marked(
        el(
          "g",
          {},
          el("rect", { x: left, y: base - height, width: wide, height, fill: paint }),
          el("text", { ...middle, y: base - height - 4 }, String(cell.value))
        ),
        mark
      )
    }
    const state = cell.state === "published" ? "not_reported" : cell.state
    const figures = boundsText(cell) ?? ""
    const y = (value: number) => base - Math.min(2, value / most) * high
    return marked(
      el(
        "g",
        {},
        el("rect", { x: left, y: base - high, width: wide, height: high, ...hiddenPaint(picture, state) }),
        ...boundsLine(cell, { x: x + step / 2, y, top: base - high, half: wide / 2 }),
        figures === "" || textWidth(figures, size) > step
          ? undefined
          : el("text", { ...middle, y: base - high - 4 }, figures),
        el("rect", { x: x + step / 2 - 8, y: base - high / 2 - 9, width: 16, height: 18, fill: "@ground" }),
        el("text", { ...middle, y: base - high / 2 + 4.5, "font-weight": 600 }, stateSign[state])
      ),
      mark
    )
  }
  return {
    width: own,
    height: bottom + 24,
    body: [
      patterns(picture),
      ...rows.flatMap(({ paint = "@step4", cells }, r) => {
        const base = (tops[r + 1] as number) - 2
        return [
          ...(names[r] as ReadonlyArray<string>).map((line, i) =>
            el(
              "text",
              {
                x: 4,
                y: (tops[r] as number) + 15 + i * lineHeight,
                "font-size": 13,
                "font-weight": 600,
                fill: "@ink",
                "aria-hidden": "true"
              },
              line
            )
          ),
          ...cells.map((one, c) => bar(paint, 4 + c * step, base, one)),
          el("line", { x1: 4, x2: own - 4, y1: base, y2: base, stroke: "@edge", "stroke-width": 1 })
        ]
      }),
      ...years.map((year, c) =>
        el(
          "text",
          {
            x: 4 + c * step + step / 2,
            y: bottom + 15,
            "text-anchor": "middle",
            "font-size": size,
            fill: "@ink",
            "aria-hidden": "true"
          },
          year
        )
      )
    ]
  }
}
