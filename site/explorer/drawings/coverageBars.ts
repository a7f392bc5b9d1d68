/** Who reported in the years of a series: a bar per year, with its figure where it has room. */
import type { Cell } from "../cells/Table.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { hiddenYear } from "./hiddenYear.ts"
import { boldWidth, textWidth } from "./textWidth.ts"

export interface CoverageYear {
  readonly year: number
  readonly cell: Cell
  readonly mark: Mark
}

export const coverageHeight = 60

const bars = 44
const nameSize = 12

/** Returns the width of the name above the bars. */
export const coverageNameWidth = (name: string): number => boldWidth(name, nameSize)
const tallest = bars - 14

interface CoverageBars {
  readonly picture: string
  readonly years: ReadonlyArray<CoverageYear>
  readonly name: string
  readonly x: (year: number) => number
  /** The width of a year. */
  readonly step: number
  readonly top: number
  readonly hasFigures: boolean
}

export const coverageBars = ({ picture, years, name, x, step, top, hasFigures }: CoverageBars): ReadonlyArray<El> => {
  const base = top + 10 + bars
  const most = Math.max(1, ...years.map(({ cell }) => cell.value ?? 0))
  const width = hasFigures ? Math.min(step - 4, 60) : step
  const y = (value: number) => base - Math.max(1, (value / most) * tallest)
  return [
    el(
      "text",
      { x: 4, y: top + 2, "font-size": nameSize, "font-weight": 600, fill: "@ink", "aria-hidden": "true" },
      name
    ),
    ...years.map(({ year, cell, mark }) => {
      if (cell.value === undefined) {
        const room = [x(year) - step / 2, top, x(year) + step / 2, base] as const
        const hidden = hiddenYear({ picture, x: x(year), width: step, top: base - bars, base, cell, y, room }, [])
        return marked(el("g", {}, ...hidden.elements), mark)
      }
      const [at, text] = [y(cell.value), String(cell.value)]
      return marked(
        el(
          "g",
          {},
          el("rect", { x: x(year) - width / 2, y: at, width, height: base - at, fill: "@flow" }),
          hasFigures && textWidth(text, 12) <= step
            ? el("text", { x: x(year), y: at - 4, "text-anchor": "middle", "font-size": 12, fill: "@ink" }, text)
            : undefined
        ),
        mark
      )
    })
  ]
}
