import { numberFormat } from "@corridor/page/formats"
import { type Create, tableOf } from "@corridor/page/tableOf"
import type { Cell } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { stateSign } from "../drawings/cellPaint.ts"
import { stateNames } from "../views/cellWords.ts"
import type { TableEquivalent } from "../views/View.ts"
import type { Translate } from "../words/Words.ts"

export interface TableProps<Node> {
  /** Creates the nodes: in the browser, or on the server. */
  readonly h: Create<Node>
  readonly t: Translate
  readonly language: string
  /** Returns the address of a path of a page. */
  readonly to: (path: string) => string
}

/** With more columns than this, a state is written as its sign, and in words for screen readers and at the pointer. */
const mostWords = 2

const cellOf = <Node>({ h, t, language }: TableProps<Node>, cell: Cell | string, isShort: boolean): Node => {
  if (typeof cell === "string") return h("td", { class: "words" }, cell)
  const { state, value, asOf } = cell
  const { format } = numberFormat(language)
  if (state === "published" && value !== undefined)
    return h(
      "td",
      { class: state, "data-state": state },
      format(value),
      asOf === undefined ? null : h("small", {}, ` ${t("asOf", { day: asOf.slice(0, 10) })}`)
    )
  const bounds = boundsText(cell, format)
  return h(
    "td",
    { class: state, "data-state": state, title: isShort ? t(stateNames[state]) : null },
    h("span", { "aria-hidden": "true" }, state === "published" ? "" : stateSign[state]),
    " ",
    h("small", { class: isShort ? "unseen" : null }, t(stateNames[state])),
    bounds === undefined ? null : h("small", { class: "bounds" }, ` ${bounds}`)
  )
}

/** The table with a picture's figures. A cell without a figure shows its state as a sign and in words. `id` is that of its caption. */
export const cellTable = <Node>(
  props: TableProps<Node>,
  id: string,
  { caption, head, rows }: TableEquivalent
): Node => {
  const { h, to } = props
  return tableOf(
    h,
    id,
    caption,
    head,
    rows.map((row) => [
      ...row.head.map((text, i) => {
        const path = row.links?.[i]
        return h("th", { scope: "row" }, path === undefined ? text : h("a", { href: to(path) }, text))
      }),
      ...row.cells.map((cell) => cellOf(props, cell, row.cells.length > mostWords))
    ]),
    (column) => rows.some((row) => column >= row.head.length && typeof row.cells[column - row.head.length] !== "string")
  )
}
