import { tableOf } from "../tableOf.ts"
import { type Child, h, newId } from "./dom.ts"

/** A table that scrolls sideways if it is wider than the page. Its caption names it; each row is a list of cells. */
export const scrollingTable = (
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<HTMLElement>>
): HTMLElement => tableOf<HTMLElement>(h, newId(), caption, heads, rows)

/** A table whose cells carry the head of their column, so that a narrow page can stack them. The first cell of a row is its head. */
export const stackingTable = (
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Child>>
): HTMLElement =>
  scrollingTable(
    caption,
    heads,
    rows.map((cells) =>
      cells.map((cell, i) =>
        i === 0 ? h("th", { scope: "row", "data-head": heads[i] }, cell) : h("td", { "data-head": heads[i] }, cell)
      )
    )
  )
