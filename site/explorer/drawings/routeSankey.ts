/**
 * Routes from origin through transit to destination. Columns and order are fixed, so that years are comparable.
 *
 * Only published routes have a band. The height of a place is the sum of the bands drawn, and has no number.
 */
import { type SankeyLink, type SankeyNode, sankey, sankeyLinkHorizontal } from "d3-sankey"
import { type El, el, type Mark, marked } from "./El.ts"
import type { Role } from "./roleSign.ts"

export interface DrawnRoute {
  /** Places in the order of travel: origin, transit places, destination. */
  readonly places: ReadonlyArray<string>
  readonly value: number
  readonly mark: Mark
}

interface Place {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly column: number
}

interface Band {
  readonly value: number
  readonly mark: Mark
}

type Node = SankeyNode<Place, Band>
type Link = SankeyLink<Place, Band>

const nodeWidth = 14

/** The number of transit columns. A route with fewer places passes through the others. */
const columnOf = (i: number, places: number, last: number) => (i === places - 1 ? last : i)

export const routeSankey = (
  routes: ReadonlyArray<DrawnRoute>,
  nameOf: (place: string) => string,
  order: ReadonlyArray<string>,
  width: number
) => {
  const last = Math.max(1, ...routes.map(({ places }) => places.length - 1))
  const nodes = new Map<string, Place>()
  const links: Array<{ source: string; target: string } & Band> = []
  for (const { places, value, mark } of routes) {
    const ids = places.map((place, i) => {
      const column = columnOf(i, places.length, last)
      const id = `${column}:${place}`
      const role = i === 0 ? "origin" : i === places.length - 1 ? "destination" : "transit"
      nodes.set(id, { id, name: nameOf(place), role, column })
      return id
    })
    ids.slice(1).forEach((target, i) => {
      links.push({ source: ids[i] as string, target, value, mark })
    })
  }
  const perColumn = Array.from(
    { length: last + 1 },
    (_, c) => [...nodes.values()].filter(({ column }) => column === c).length
  )
  const height = Math.max(220, Math.max(0, ...perColumn) * (width < 500 ? 52 : 40) + 20)
  const rank = (id: string) => order.indexOf(id.slice(id.indexOf(":") + 1))
  const layout = sankey<Place, Band>()
    .nodeId(({ id }) => id)
    .nodeAlign((node) => (node as Node).column)
    .nodeSort((a, b) => rank(a.id) - rank(b.id))
    .nodeWidth(nodeWidth)
    .nodePadding(22)
    .extent([
      [4, 26],
      [width - 4, height]
    ])
  const graph =
    links.length === 0
      ? { nodes: [] as Array<Node>, links: [] as Array<Link> }
      : layout({ nodes: [...nodes.values()].map((one) => ({ ...one })), links: links.map((one) => ({ ...one })) })
  const path = sankeyLinkHorizontal<Place, Band>()
  const bands = graph.links.map(
    (link): El =>
      marked(
        el("path", {
          d: (path(link) ?? "").replace(/\d+\.\d+/g, (text) => Number(text).toFixed(1)),
          fill: "none",
          stroke: "@flow",
          "stroke-opacity": 0.55,
          "stroke-width": Math.max(1, link.width ?? 1)
        }),
        link.mark
      )
  )
  const signs = graph.nodes.flatMap((node): ReadonlyArray<El> => {
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [node.x0, node.x1, node.y0, node.y1]
    const isLast = node.column === last
    return [
      el("rect", { x: x0, y: y0, width: x1 - x0, height: Math.max(2, y1 - y0), fill: `@${node.role}` }),
      el(
        "text",
        {
          x: isLast ? x0 - 5 : x1 + 5,
          y: (y0 + y1) / 2 + 4.3,
          "text-anchor": isLast ? "end" : "start",
          "font-size": 12.5,
          fill: "@ink",
          stroke: "@ground",
          "stroke-width": 3,
          "paint-order": "stroke",
          "aria-hidden": "true"
        },
        node.name
      )
    ]
  })
  return { width, height: height + 10, last, body: [el("g", {}, ...bands), el("g", {}, ...signs)] }
}

/** The names of the roles above the columns. */
export const roleHeads = (width: number, last: number, nameOf: (role: Role) => string): ReadonlyArray<El> =>
  (
    [
      ["origin", 4, "start"],
      ...(last > 1 ? [["transit", width / 2, "middle"] as const] : []),
      ["destination", width - 4, "end"]
    ] as ReadonlyArray<readonly [Role, number, string]>
  ).map(([role, x, anchor]) =>
    el("text", { x, y: 14, "text-anchor": anchor, "font-size": 13, "font-weight": 600, fill: `@${role}` }, nameOf(role))
  )
