/** The table that says what a picture shows: each cell with its figure, or its state as a sign and a word. */
import { h } from "@corridor/page/browser/dom"
import { scrollingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import type { Cell } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { stateSign } from "../drawings/cellPaint.ts"
import { stateNames } from "../views/cellWords.ts"
import type { Twin } from "../views/View.ts"
import type { Page } from "./Page.ts"

const cellOf = ({ say, state: { language } }: Page, cell: Cell | string): HTMLElement => {
  if (typeof cell === "string") return h("td", { class: "words" }, cell)
  const { state, value, asOf } = cell
  const { format } = numberFormat(language)
  const bounds = boundsText(cell, format)
  if (state === "published" && value !== undefined)
    return h(
      "td",
      { class: state, "data-state": state },
      format(value),
      asOf === undefined ? null : h("small", {}, ` ${say("asOf", { day: asOf.slice(0, 10) })}`)
    )
  return h(
    "td",
    { class: state, "data-state": state },
    h("span", { "aria-hidden": "true" }, state === "published" ? "" : stateSign[state]),
    " ",
    h("small", {}, say(stateNames[state])),
    bounds === undefined ? null : h("small", { class: "bounds" }, ` ${bounds}`)
  )
}

export const twinOf = (page: Page, { caption, head, rows }: Twin): HTMLElement =>
  scrollingTable(
    caption,
    head,
    rows.map((row) => [
      row.head.map((text) => h("th", { scope: "row" }, text)),
      row.cells.map((cell) => cellOf(page, cell))
    ])
  )
