import { stackedCell, tableOf } from "../tableOf.ts"
import { type Child, h, newId } from "./dom.ts"

/** Returns a table that scrolls sideways if it is wider than the page. Its caption names it; each row is a list of cells. */
export const scrollingTable = (
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<HTMLElement>>
): HTMLElement => tableOf<HTMLElement>(h, newId(), caption, heads, rows)

/** Returns a table that a narrow page stacks, each cell with the head of its column. The first cell of a row is its head. */
export const stackingTable = (
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Child>>
): HTMLElement =>
  tableOf<HTMLElement>(
    h,
    newId(),
    caption,
    heads,
    rows.map((cells) =>
      cells.map((cell, i) =>
        i === 0
          ? h("th", { ...stackedCell(heads[i] ?? ""), scope: "row", role: "rowheader" }, cell)
          : h("td", stackedCell(heads[i] ?? ""), cell)
      )
    ),
    { stacks: "words" }
  )
