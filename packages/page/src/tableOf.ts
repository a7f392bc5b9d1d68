/** Creates a node of a page, in the browser (`browser/dom`) or on the server (`html`), from its name, attributes and contents. */
export type Create<Node> = (
  tag: "a" | "caption" | "div" | "small" | "span" | "table" | "tbody" | "td" | "th" | "thead" | "tr",
  attributes: Readonly<Record<string, string | null>>,
  ...contents: ReadonlyArray<Node | string | null | ReadonlyArray<Node>>
) => Node

/** A table that scrolls sideways if it is wider than the page. Its caption, with the id, names it; each row is a list of cells. */
export const tableOf = <Node>(
  h: Create<Node>,
  id: string,
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Node>>
): Node =>
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
