/** Creates a node of a page, in the browser (`browser/dom`) or on the server (`html`), from its name, attributes and contents. */
export type Create<Node> = (
  tag: "a" | "caption" | "div" | "small" | "span" | "table" | "tbody" | "td" | "th" | "thead" | "tr",
  attributes: Readonly<Record<string, string | null>>,
  ...contents: ReadonlyArray<Node | string | null | ReadonlyArray<Node>>
) => Node

/**
 * A table that scrolls sideways if it is wider than the page. Its caption, with the id, names it; each row is a list of cells. `figures`: which
 * columns are of numbers, whose heads stand over them.
 */
export const tableOf = <Node>(
  h: Create<Node>,
  id: string,
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Node>>,
  figures: (column: number) => boolean = () => false
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
          heads.map((head, i) => h("th", { scope: "col", class: figures(i) ? "figures" : null }, head))
        )
      ),
      h(
        "tbody",
        {},
        rows.map((cells) => h("tr", {}, cells))
      )
    )
  )
