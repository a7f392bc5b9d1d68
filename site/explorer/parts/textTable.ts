import { decimalFormat } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { stackedCell, tableOf } from "@corridor/page/tableOf"

/** A table of figures with more columns than this is stacked on a phone. */
const maxAcross = 3

export interface TextTable {
  /** The id of its caption, which screen readers read: a heading is above it. */
  readonly id: string
  readonly caption: string
  readonly head: ReadonlyArray<string>
  /** The first cell of a row is its head. Numbers are written as the language does, with one decimal in columns that have fractions. */
  readonly rows: ReadonlyArray<ReadonlyArray<Content>>
  readonly language: string
}

/** A name of several words, such as `region_roles_origin`, is broken behind its underscores: a column as wide as it leaves none to the others. */
const breakable = (text: string): Content =>
  text.split("_").flatMap((part, i) => (i === 0 ? [part] : ["_", h("wbr"), part]))

/** Returns a table of a page of text. A phone stacks it, unless it has few columns of figures. */
export const textTable = ({ id, caption, head, rows, language }: TextTable): Content => {
  const formats = head.map((_, column) => {
    const isWhole = rows.every((cells) => typeof cells[column] !== "number" || Number.isInteger(cells[column]))
    return decimalFormat(language, isWhole ? 0 : 1)
  })
  const write = (cell: Content, column: number) =>
    typeof cell === "number" ? formats[column]?.format(cell) : typeof cell === "string" ? breakable(cell) : cell
  const isNumeric = (column: number) => column > 0 && rows.some((cells) => typeof cells[column] === "number")
  const hasNumbers = head.some((_, column) => isNumeric(column))
  const isStacked = !hasNumbers || head.length > maxAcross
  const cellOf = (cell: Content, column: number) => {
    const own = isStacked ? stackedCell(head[column] ?? "") : {}
    if (column === 0)
      return h("th", { ...own, scope: "row", role: isStacked ? "rowheader" : null }, write(cell, column))
    return h("td", typeof cell === "number" ? own : { ...own, class: "words" }, write(cell, column))
  }
  return tableOf<Content>(
    h,
    id,
    [h("span", { class: "unseen" }, caption)],
    head,
    rows.map((cells) => cells.map(cellOf)),
    { figures: isNumeric, stacks: !isStacked ? undefined : hasNumbers ? "figures" : "words" }
  )
}
