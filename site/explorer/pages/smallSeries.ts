import { type Content, h } from "@corridor/page/html"
import { scaleLinear } from "d3-scale"
import { linePath } from "../drawings/linePath.ts"
import type { YearCell } from "./PageContext.ts"

const [width, height] = [320, 170]
const [left, right, top, bottom] = [44, 12, 12, 24]

interface SmallSeries {
  readonly years: ReadonlyArray<YearCell>
  /** The end of the scale that all series share. */
  readonly most: number
  readonly write: (value: number) => string
  readonly words: string
}

/**
 * Returns a series by year, small enough to be next to others on the same scale. A line joins neighbouring published years; a suppressed year is the
 * line of its range, or an S without one; a year that was not reported is a dash on the base line.
 */
export const smallSeries = ({ years, most, write, words }: SmallSeries): Content => {
  const scale = scaleLinear([0, most], [height - bottom, top]).nice(3)
  const step = (width - left - right) / Math.max(1, years.length)
  const x = (i: number) => Math.round((left + (i + 0.5) * step) * 10) / 10
  const y = (value: number) => Math.round(Math.max(top, scale(value)) * 10) / 10
  const path = linePath(years.map(({ cell: { value } }, i) => (value === undefined ? undefined : [x(i), y(value)])))
  const base = height - bottom
  const sign = (i: number, text: string) =>
    h("text", { x: x(i), y: base - 4, "text-anchor": "middle", "font-size": 12, fill: "var(--quiet)" }, text)
  const range = (i: number, low: number, high: number | undefined) => {
    // The length of an arrow without an upper bound means nothing, so it is short.
    const to = high === undefined ? Math.max(top, y(low) - 24) : y(high)
    const isOpen = high === undefined || scale(high) < top
    const end = isOpen ? `M${x(i) - 4} ${to + 6}L${x(i)} ${to}L${x(i) + 4} ${to + 6}` : `M${x(i) - 4} ${to}h8`
    return h("path", {
      d: `M${x(i) - 4} ${y(low)}h8M${x(i)} ${y(low)}V${to}${end}`,
      fill: "none",
      stroke: "var(--ink)",
      "stroke-width": 1.5,
      "stroke-dasharray": high === undefined ? "4 3" : null
    })
  }
  const everyYear = years.length <= 7
  return h(
    "svg",
    { role: "img", "aria-label": words, viewBox: `0 0 ${width} ${height}`, width, height },
    scale.ticks(3).map((tick) => [
      h("line", {
        x1: left,
        x2: width - right,
        y1: y(tick),
        y2: y(tick),
        stroke: "var(--border)",
        "stroke-width": 0.5
      }),
      h(
        "text",
        { x: left - 5, y: y(tick) + 4, "text-anchor": "end", "font-size": 12, fill: "var(--quiet)" },
        write(tick)
      )
    ]),
    h("path", { d: path, fill: "none", stroke: "var(--act)", "stroke-width": 2 }),
    years.map(({ year, cell }, i) => [
      cell.value !== undefined
        ? h(
            "circle",
            { cx: x(i), cy: y(cell.value), r: 3.5, fill: "var(--act)" },
            h("title", `${year}: ${write(cell.value)}`)
          )
        : cell.state === "suppressed"
          ? cell.low === undefined
            ? sign(i, "S")
            : range(i, cell.low, cell.high)
          : sign(i, cell.state === "not_collected" ? "×" : "–"),
      everyYear || i === 0 || i === years.length - 1
        ? h("text", { x: x(i), y: height - 6, "text-anchor": "middle", "font-size": 12, fill: "var(--ink)" }, year)
        : null
    ])
  )
}
