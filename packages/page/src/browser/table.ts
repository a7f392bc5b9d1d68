import { type Child, h, newId } from "./dom.ts"

/** A table that scrolls by itself where it is wider than the page, named by its caption. `rows` are the cells of each. */
export const scrollingTable = (
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Child>>
): HTMLDivElement => {
  const id = newId()
  return h(
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
          heads.map((head) => h("th", { scope: "col" }, head))
        )
      ),
      h(
        "tbody",
        {},
        rows.map((cells) => h("tr", {}, cells))
      )
    )
  )
}
