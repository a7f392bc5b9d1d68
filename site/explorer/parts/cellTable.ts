import { numberFormat } from "@corridor/page/formats"
import { type Create, fitsPhone, stackedCell, tableOf } from "@corridor/page/tableOf"
import type { Cell } from "../cells/Table.ts"
import { boundsText } from "../drawings/boundsLine.ts"
import { stateSign } from "../drawings/cellPaint.ts"
import { stateNames } from "../views/cellWords.ts"
import type { TableEquivalent } from "../views/View.ts"
import type { Translate } from "../words/Words.ts"

interface TableProps<Node> {
  /** Creates the nodes: in the browser, or on the server. */
  readonly h: Create<Node>
  readonly t: Translate
  readonly language: string
  /** Returns the address of a path of a page. */
  readonly to: (path: string) => string
}

/** With more columns than this, a state is written as its sign, and in words for screen readers and at the pointer. */
const maxWords = 2

interface Place {
  /** Writes a figure. */
  readonly write: (value: number) => string
  /** With signs instead of words. */
  readonly isShort: boolean
  /** Attributes of its column. */
  readonly column: Readonly<Record<string, string | null>>
}

const cellOf = <Node>({ h, t }: TableProps<Node>, cell: Cell | string, { write, isShort, column }: Place): Node => {
  if (typeof cell === "string") return h("td", { class: "words", ...column }, cell)
  const { state, value, asOf } = cell
  const bounds = boundsText(cell, write)
  if (state === "published" && value !== undefined)
    return h(
      "td",
      { class: state, "data-state": state, ...column },
      write(value),
      // A figure with noise has an interval.
      bounds === undefined ? null : h("small", { class: "interval" }, ` (${bounds})`),
      asOf === undefined ? null : h("small", ` ${t("asOf", { day: { day: asOf } })}`)
    )
  return h(
    "td",
    { class: state, "data-state": state, title: isShort ? t(stateNames[state]) : null, ...column },
    h("span", { "aria-hidden": "true" }, state === "published" ? "" : stateSign[state]),
    " ",
    h("small", { class: isShort ? "unseen" : null }, t(stateNames[state])),
    bounds === undefined ? null : h("small", { class: "bounds" }, ` ${bounds}`)
  )
}

/** Returns the table with a picture's figures. A cell without a figure shows its state as a sign and in words. `id` is that of its caption. */
export const cellTable = <Node>(
  props: TableProps<Node>,
  id: string,
  { caption, head, rows, leftOut, write = numberFormat(props.language).format }: TableEquivalent
): Node => {
  const { h, to } = props
  const isStacked = !fitsPhone(
    head.map((name, column) => [
      name,
      ...rows.flatMap((row) => {
        const cell = row.head[column] ?? row.cells[column - row.head.length]
        return typeof cell === "string" ? [cell] : []
      })
    ])
  )
  return tableOf(
    h,
    id,
    leftOut === undefined ? [caption] : [caption, h("small", { class: "leftOut" }, ` ${leftOut}`)],
    head,
    rows.map((row) => [
      ...row.head.map((text, i) => {
        const path = row.links?.[i]
        // One head is the title of its row; several need the names of their columns.
        const column = isStacked && row.head.length > 1 ? stackedCell(head[i] ?? "") : {}
        const attributes = { ...column, scope: "row", role: isStacked ? "rowheader" : null }
        return h("th", attributes, path === undefined ? text : h("a", { href: to(path) }, text))
      }),
      ...row.cells.map((cell, i) =>
        cellOf(props, cell, {
          write,
          isShort: row.cells.length > maxWords,
          column: isStacked ? stackedCell(head[row.head.length + i] ?? "") : {}
        })
      )
    ]),
    {
      figures: (column) =>
        rows.some((row) => column >= row.head.length && typeof row.cells[column - row.head.length] !== "string"),
      stacks: isStacked ? "figures" : undefined,
      isSparse: leftOut !== undefined
    }
  )
}
