import { type Content, h } from "@corridor/page/html"
import { largest } from "../cells/Table.ts"
import { linePath } from "../drawings/linePath.ts"
import type { YearCell } from "./PageContext.ts"

const [width, height, edge] = [104, 28, 4]

/**
 * Returns a series by year without axes, on its own scale from zero. A line joins neighbouring published years; a suppressed year is a stroke on the
 * base line, and a year that was not reported is left out.
 */
export const sparkline = (years: ReadonlyArray<YearCell>): Content => {
  const most = largest(years.map(({ cell }) => cell))
  const step = (width - 2 * edge) / Math.max(1, years.length - 1)
  const x = (i: number) => Math.round((edge + i * step) * 10) / 10
  const y = (value: number) => Math.round((height - edge - (value / most) * (height - 2 * edge)) * 10) / 10
  const path = linePath(years.map(({ cell: { value } }, i) => (value === undefined ? undefined : [x(i), y(value)])))
  const last = years.findLastIndex(({ cell }) => cell.value !== undefined)
  return h(
    "svg",
    { class: "sparkline", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
    h("path", { d: path, fill: "none", stroke: "var(--act)", "stroke-width": 2 }),
    years.map(({ cell }, i) =>
      cell.state === "suppressed"
        ? h("path", { d: `M${x(i)} ${height - 1}v-6`, stroke: "var(--ink)", "stroke-width": 2 })
        : null
    ),
    last < 0 ? null : h("circle", { cx: x(last), cy: y(years[last]?.cell.value ?? 0), r: 3, fill: "var(--act)" })
  )
}
