type Contents<Node> = ReadonlyArray<Node | string | null | ReadonlyArray<Node>>

/** Creates a node of a page, in the browser (`browser/dom`) or on the server (`html`), from its name, attributes and contents. */
export type Create<Node> = (
  tag:
    | "a"
    | "caption"
    | "div"
    | "h2"
    | "li"
    | "p"
    | "section"
    | "small"
    | "span"
    | "table"
    | "tbody"
    | "td"
    | "th"
    | "thead"
    | "tr"
    | "ul",
  ...given: readonly [attributes: Readonly<Record<string, string | null>>, ...contents: Contents<Node>] | Contents<Node>
) => Node

/** A word of more letters than this is wider than a stacked figure. */
const longWord = 8

/** Returns the attributes of a cell that a narrow page stacks under the head of its column. Stacking would cost the cell its role. */
export const stackedCell = (head: string) => ({
  "data-head": head,
  "data-long": head.split(/\s/).some((word) => word.length > longWord) ? "" : null,
  role: "cell"
})

export interface TableLook {
  /** Which columns are of numbers, with right-aligned heads. */
  readonly figures?: (column: number) => boolean
  /** How a narrow page stacks cells that have `stackedCell`: words below each other, figures side by side. Without it the table scrolls. */
  readonly stacks?: "words" | "figures" | undefined
  /** Whether a stacked table leaves out the cells that were not reported. */
  readonly isSparse?: boolean
}

/** A column's head of more letters than this needs more room than a year does. */
const shortHead = 6

/** Letters that the longest words of a phone's columns may have together, with four for the space next to each. */
const lettersAcross = 48

/** Returns whether a phone has room for columns with these words, each a head or a cell that is not a figure. */
export const fitsPhone = (columns: ReadonlyArray<ReadonlyArray<string>>): boolean => {
  const widest = columns.map((texts) =>
    Math.max(...texts.flatMap((text) => text.split(/\s+/)).map((word) => word.length))
  )
  return widest.reduce((sum, letters) => sum + letters + 4, 0) <= lettersAcross
}

/** A table whose caption, with the id, names it; each row is a list of cells. It scrolls sideways if it is wider than the page. */
export const tableOf = <Node>(
  h: Create<Node>,
  id: string,
  caption: string | ReadonlyArray<Node | string>,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Node>>,
  { figures = () => false, stacks, isSparse = false }: TableLook = {}
): Node => {
  const role = (name: string) => (stacks === undefined ? null : name)
  const isNamed = stacks === "figures" && heads.filter((head) => head.length > shortHead).length > heads.length / 2
  const looks = { wide: true, stacks: stacks !== undefined, [stacks ?? ""]: true, named: isNamed, sparse: isSparse }
  return h(
    "div",
    {
      class: Object.entries(looks)
        .flatMap(([name, isSo]) => (isSo && name !== "" ? [name] : []))
        .join(" "),
      tabindex: "0",
      role: "region",
      "aria-labelledby": id
    },
    h(
      "table",
      { role: role("table") },
      h("caption", { id }, ...(typeof caption === "string" ? [caption] : caption)),
      h(
        "thead",
        h(
          "tr",
          { role: role("row") },
          heads.map((head, i) =>
            h("th", { scope: "col", role: role("columnheader"), class: figures(i) ? "figures" : null }, head)
          )
        )
      ),
      h(
        "tbody",
        rows.map((cells) => h("tr", { role: role("row") }, cells))
      )
    )
  )
}
