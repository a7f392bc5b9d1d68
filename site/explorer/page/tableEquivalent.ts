import { h } from "@corridor/page/browser/dom"
import { scrollingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import type { Cell } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { stateSign } from "../drawings/cellPaint.ts"
import { addressFor } from "../state/paths.ts"
import { stateNames } from "../views/cellWords.ts"
import type { TableEquivalent } from "../views/View.ts"
import type { Page } from "./Page.ts"

/** With more columns than this, a state is written as its sign, and in words for screen readers and at the pointer. */
const mostWords = 3

const tableCell = ({ t, state: { language } }: Page, cell: Cell | string, isShort: boolean): HTMLElement => {
  if (typeof cell === "string") return h("td", { class: "words" }, cell)
  const { state, value, asOf } = cell
  const { format } = numberFormat(language)
  const bounds = boundsText(cell, format)
  if (state === "published" && value !== undefined)
    return h(
      "td",
      { class: state, "data-state": state },
      format(value),
      asOf === undefined ? null : h("small", {}, ` ${t("asOf", { day: asOf.slice(0, 10) })}`)
    )
  return h(
    "td",
    { class: state, "data-state": state, title: isShort ? t(stateNames[state]) : null },
    h("span", { "aria-hidden": "true" }, state === "published" ? "" : stateSign[state]),
    " ",
    h("small", { class: isShort ? "unseen" : null }, t(stateNames[state])),
    bounds === undefined ? null : h("small", { class: "bounds" }, ` ${bounds}`)
  )
}

/** The table with a picture's figures. A cell without a figure shows its state as a sign and in words. */
export const equivalentTable = (page: Page, { caption, head, rows }: TableEquivalent): HTMLElement =>
  scrollingTable(
    caption,
    head,
    rows.map((row) => [
      row.head.map((text, i) => {
        const path = row.links?.[i]
        return h(
          "th",
          { scope: "row" },
          path === undefined ? text : h("a", { href: addressFor(path, page.state) }, text)
        )
      }),
      row.cells.map((cell) => tableCell(page, cell, row.cells.length > mostWords))
    ])
  )
