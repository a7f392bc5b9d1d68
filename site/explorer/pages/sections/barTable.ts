/** Rows with their figure and a bar. */

import { numberFormat } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { type Cell, certainFigure, scaleEnd } from "../../cells/Table.ts"
import { boundsText } from "../../drawings/boundsLine.ts"
import { hiddenStateOf, stateSign } from "../../drawings/cellPaint.ts"
import { figureWords, type PageContext, to } from "../PageContext.ts"

/** Returns a bar of a row, or the line of a suppressed figure's range. An arrow means that it has no end, or one outside the scale. */
const bar = ({ value, low, high }: Cell, most: number): Content => {
  const x = (figure: number) => Math.min(100, Math.round((1000 * figure) / most) / 10)
  const isOpen = high === undefined || high > most
  const shape =
    value !== undefined
      ? h("rect", { x: 0, y: 0, width: x(value), height: 10, fill: "var(--act)" })
      : low === undefined
        ? null
        : h("path", {
            d: `M${x(low)} 1V9M${x(low)} 5H${isOpen ? "100M96 1L100 5L96 9" : `${x(high)}M${x(high)} 1V9`}`,
            fill: "none",
            stroke: "var(--ink)",
            "stroke-width": 2,
            "vector-effect": "non-scaling-stroke",
            "stroke-dasharray": high === undefined ? "6 4" : null
          })
  return h("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, shape)
}

/** Returns the figure of a row: a number, or the sign of its state with the range, and both in words for screen readers and at the pointer. */
const rowFigure = (context: PageContext, cell: Cell): Content => {
  const { format } = numberFormat(context.language)
  if (cell.value !== undefined) return h("td", { class: "figure", "data-state": cell.state }, format(cell.value))
  const words = figureWords(context, cell)
  return h(
    "td",
    { class: "figure", "data-state": cell.state, title: words },
    h("span", { "aria-hidden": "true" }, `${stateSign[hiddenStateOf(cell.state)]} ${boundsText(cell, format) ?? ""}`),
    h("span", { class: "unseen" }, words)
  )
}

export interface BarRow {
  readonly name: string
  readonly path?: string | undefined
  readonly cell: Cell
  /** A few words below the name. */
  readonly more?: string | undefined
}

export interface BarTable {
  readonly id: string
  readonly caption: string
  readonly rows: ReadonlyArray<BarRow>
}

/** Returns tables side by side, whose bars have one scale. */
export const barTables = (context: PageContext, tables: ReadonlyArray<BarTable>): Content => {
  const all = tables.flatMap(({ rows }) => rows)
  return h(
    "section",
    { class: "columns" },
    tables.map(({ id, caption, rows }) => barTable(context, id, caption, rows, all))
  )
}

/** Returns rows with their figure and a bar, largest certain figure first. The scale is that of all rows that are compared. */
export const barTable = (
  context: PageContext,
  id: string,
  caption: string,
  rows: ReadonlyArray<BarRow>,
  all: ReadonlyArray<BarRow> = rows
): Content => {
  const certain = Math.max(...all.map(({ cell }) => certainFigure(cell)))
  // A range without an end has room for its arrow.
  const ends = all.map(({ cell }) => ({ ...cell, high: cell.high ?? 1.5 * (cell.low ?? 0) }))
  const most = scaleEnd(ends, Math.max(1, certain))
  const sorted = rows.toSorted(
    (a, b) => certainFigure(b.cell) - certainFigure(a.cell) || a.name.localeCompare(b.name, context.language)
  )
  return h(
    "table",
    { class: "bars", "aria-labelledby": id },
    h("caption", { id }, caption),
    h(
      "tbody",
      sorted.map(({ name, path, cell, more }) =>
        h(
          "tr",
          h(
            "th",
            { scope: "row" },
            path === undefined ? name : h("a", { href: to(context, path) }, name),
            more === undefined || more === "" ? null : [" ", h("span", { class: "quiet more" }, more)]
          ),
          rowFigure(context, cell),
          h("td", { class: "drawn", "aria-hidden": "true" }, certain < 0 ? null : bar(cell, most))
        )
      )
    )
  )
}
