import type { Cell } from "../cells/Table.ts"
import { boundsLine } from "./boundsLine.ts"
import { hiddenStateOf, stateSign } from "./cellPaint.ts"
import { type El, el, marked } from "./El.ts"
import { linePath } from "./linePath.ts"
import type { WriteFigure } from "./Picture.ts"
import { valueAxis } from "./valueAxis.ts"
import { valueScale } from "./valueScale.ts"

/** A sign has room above the highest line. */
const [left, right, top, bottom] = [44, 12, 24, 24]

/** The room of a year's sign above the base line. */
const signHeight = 16

/** The size in CSS pixels; where there is room, it may be wider. */
export const smallSize = { width: 320, height: 170 } as const

interface SmallSeries {
  readonly years: ReadonlyArray<{ readonly year: string; readonly cell: Cell }>
  /** The end of the scale that all series share. */
  readonly most: number
  readonly write: WriteFigure
  readonly width?: number
}

/**
 * Draws a series by year, small enough to be next to others on the same scale. A line joins neighbouring published years; a suppressed year is the
 * line of its range with an S below it, or above it where it begins on the base line, or an S alone; a year that was not reported is a dash on the base line.
 */
export const smallSeries = ({ years, most, write, width = smallSize.width }: SmallSeries): ReadonlyArray<El> => {
  const { height } = smallSize
  const { y: scale, ticks } = valueScale(most, 3, height - bottom, top)
  const step = (width - left - right) / Math.max(1, years.length)
  const x = (i: number) => Math.round((left + (i + 0.5) * step) * 10) / 10
  const y = (value: number) => Math.round(Math.max(top, scale(value)) * 10) / 10
  const path = linePath(years.map(({ cell: { value } }, i) => (value === undefined ? undefined : [x(i), y(value)])))
  const base = height - bottom
  const sign = (i: number, text: string, at = base - 4) =>
    el("text", { x: x(i), y: at, "text-anchor": "middle", "font-size": 12, fill: "@quiet" }, text)
  /** The year's sign, and the line of its range. */
  const suppressed = (i: number, cell: Cell) => {
    // The length of an arrow without an upper bound means nothing, so it is short.
    const lineTop = cell.high === undefined ? Math.max(top, y(cell.low ?? 0) - 24) : top
    const isBelow = cell.low === undefined || y(cell.low) < base - signHeight
    const line = { x: x(i), y: scale, top: lineTop, half: 4, foot: isBelow ? base - signHeight : base }
    const above = cell.high === undefined ? lineTop : Math.max(lineTop, scale(cell.high))
    return [...boundsLine(cell, line), sign(i, stateSign.suppressed, isBelow ? base - 4 : above - 4)]
  }
  const everyYear = years.length <= 7
  return [
    ...valueAxis({ ticks, y, left, right: width - right, write }),
    el("path", { d: path, fill: "none", stroke: "@act", "stroke-width": 2 }),
    ...years.flatMap(({ year, cell }, i) => [
      cell.value !== undefined
        ? marked(el("circle", { cx: x(i), cy: y(cell.value), r: 3.5, fill: "@act" }), {
            words: `${year}: ${write(cell.value)}`
          })
        : cell.state === "suppressed"
          ? el("g", {}, ...suppressed(i, cell))
          : sign(i, stateSign[hiddenStateOf(cell.state)]),
      ...(everyYear || i === 0 || i === years.length - 1
        ? [el("text", { x: x(i), y: height - 6, "text-anchor": "middle", "font-size": 12, fill: "@ink" }, year)]
        : [])
    ])
  ]
}
