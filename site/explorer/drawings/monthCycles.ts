/**
 * A panel for each month with its years side by side, which separates seasons from trends.
 *
 * A line joins neighbouring published years only. Other years have the badge of their state.
 */
import { boundsLine } from "./boundsLine.ts"
import { badgeHeight, hiddenStateOf, patterns, stateBadge } from "./cellPaint.ts"
import { type El, el, marked } from "./El.ts"
import type { HeatCell } from "./heatLayout.ts"
import { linePath } from "./linePath.ts"
import type { WriteFigure } from "./Picture.ts"
import { valueAxis } from "./valueAxis.ts"
import { valueScale } from "./valueScale.ts"

interface MonthCycles {
  readonly picture: string
  readonly months: ReadonlyArray<{ readonly name: string; readonly years: ReadonlyArray<HeatCell> }>
  readonly most: number
  readonly width: number
  readonly write?: WriteFigure | undefined
}

const [top, plot, foot, least] = [14, 200, 30, 19]

export const monthCycles = ({ picture, months, most, width, write = String }: MonthCycles) => {
  const { y, ticks, end } = valueScale(most * 1.05, 4, top + plot, top)
  const left = 12 + write(end).length * 8
  const panel = Math.max(least, (width - left - 6) / months.length)
  const wide = left + panel * months.length + 6
  const base = top + plot
  const panelOf = ({ name, years }: MonthCycles["months"][number], m: number): ReadonlyArray<El> => {
    const from = left + m * panel
    const step = (panel - 6) / Math.max(1, years.length)
    const x = (i: number) => Number((from + 3 + (i + 0.5) * step).toFixed(1))
    const path = linePath(
      years.map(({ cell: { value } }, i) => (value === undefined ? undefined : [x(i), Number(y(value).toFixed(1))]))
    )
    const point = ({ cell, mark }: HeatCell, i: number): El => {
      if (cell.value !== undefined)
        return marked(
          el("circle", {
            cx: x(i),
            cy: Number(y(cell.value).toFixed(1)),
            r: Math.min(3.5, Math.max(1.5, step / 2.4)),
            fill: "@destination"
          }),
          mark
        )
      const across = Math.max(2, step - 1)
      return marked(
        el(
          "g",
          {},
          el("rect", { x: x(i) - step / 2, y: top, width: step, height: plot, fill: "none", "pointer-events": "all" }),
          ...stateBadge(picture, hiddenStateOf(cell.state), x(i), base, across),
          ...boundsLine(cell, { x: x(i), y, top: top + 1, half: across / 2, foot: base - badgeHeight })
        ),
        mark
      )
    }
    return [
      ...(m % 2 === 0 ? [] : [el("rect", { x: from, y: top, width: panel, height: plot, fill: "@raised" })]),
      el("path", { d: path, fill: "none", stroke: "@destination", "stroke-width": 1.5 }),
      ...years.map(point),
      el(
        "text",
        {
          x: from + panel / 2,
          // Two rows of labels, so that they fit in narrow panels.
          y: base + (panel < 44 && m % 2 === 1 ? 28 : 15),
          "text-anchor": "middle",
          "font-size": 12,
          fill: "@ink",
          "aria-hidden": "true"
        },
        name
      )
    ]
  }
  return {
    width: wide,
    height: base + foot + 4,
    body: [
      patterns(picture),
      ...months.flatMap(panelOf),
      ...valueAxis({ ticks, y, left, right: wide - 6, write }),
      el("line", { x1: left, x2: wide - 6, y1: base, y2: base, stroke: "@edge" })
    ]
  }
}
