import { numberFormat } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import type { Cell } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { stateSign } from "../drawings/cellPaint.ts"
import { stateNames } from "../views/cellWords.ts"
import type { TableEquivalent } from "../views/View.ts"
import type { Translate } from "../words/Words.ts"

export interface TableProps {
  readonly t: Translate
  readonly language: string
  /** Returns the address of a path of a page. */
  readonly to: (path: string) => string
}

/** With more columns than this, a state is written as its sign, and in words for screen readers and at the pointer. */
const mostWords = 3

const cellOf = ({ t, language }: TableProps, cell: Cell | string, isShort: boolean): Content => {
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

/** The table with a picture's figures. A cell without a figure shows its state as a sign and in words. */
export const cellTable = (props: TableProps, id: string, { caption, head, rows }: TableEquivalent): Content =>
  h(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-labelledby": id },
    h(
      "table",
      {},
      h("caption", { id }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map((one) => h("th", { scope: "col" }, one))
        )
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.head.map((text, i) => {
              const path = row.links?.[i]
              return h("th", { scope: "row" }, path === undefined ? text : h("a", { href: props.to(path) }, text))
            }),
            row.cells.map((cell) => cellOf(props, cell, row.cells.length > mostWords))
          )
        )
      )
    )
  )
