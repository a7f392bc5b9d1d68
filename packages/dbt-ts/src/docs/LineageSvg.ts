/** A picture of lineage: every box a link to its page, so that a keyboard reaches it; no script is needed. */
import type { DocsNode } from "./DocsProject.ts"
import { type Html, html } from "./Html.ts"
import type { Edge } from "./Layers.ts"
import { boxHeight, type Layout, lineageLayout } from "./LineageLayout.ts"
import { pageName } from "./PageName.ts"

/** Widest letter of the picture's typeface, in pixels. */
const letter = 7.3

const widthOf = (name: string): number => Math.ceil(name.length * letter) + 20

/** Returns a smooth way through the points, level at each. */
const pathOf = (points: Layout["lines"][number]["points"]): string =>
  points
    .map(([x, y], i) => {
      const before = points[i - 1]
      if (before === undefined) return `M${x},${y}`
      const half = (before[0] + x) / 2
      return `C${half},${before[1]} ${half},${y} ${x},${y}`
    })
    .join("")

export interface Picture {
  readonly title: string
  readonly nodes: ReadonlyArray<DocsNode>
  readonly edges: ReadonlyArray<Edge>
  /** The node whose page it is on. */
  readonly focus?: string | undefined
  /** Id of the picture's accessible name, unique on the page. */
  readonly id: string
}

export const lineageSvg = ({ title, nodes, edges, focus, id }: Picture): Html => {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const nodeOf = (each: string): DocsNode => byId.get(each) as DocsNode
  const { boxes, lines, width, height } = lineageLayout([...byId.keys()], edges, (each) => widthOf(nodeOf(each).name))
  const drawn = lines.map(
    ({ from, to, points }) =>
      html`<path class="${from === focus || to === focus ? "line near" : "line"}" d="${pathOf(points)}"/>`
  )
  const links = boxes.map(({ id: each, x, y, width: w }) => {
    const { kind, name } = nodeOf(each)
    const here = each === focus
    return html`<a href="${pageName(each)}" class="box ${kind}${here ? " here" : ""}"${here ? html` aria-current="page"` : ""}><title>${kind} ${name}</title><rect x="${x}" y="${y}" width="${w}" height="${boxHeight}" rx="4"/><text x="${x + 10}" y="${y + 17}">${name}</text></a>`
  })
  return html`<div class="picture" tabindex="0" role="group" aria-labelledby="${id}"><p id="${id}" class="hidden">${title}</p><svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><g aria-hidden="true">${drawn}</g>${links}</svg></div>`
}
