/**
 * Routes from origin through transit to destination. Columns and order are fixed, so that years are comparable.
 *
 * Only published routes have a band. The height of a place is the sum of the bands drawn, and has no number.
 */
import { type SankeyLink, type SankeyNode, sankey, sankeyLinkHorizontal } from "d3-sankey"
import { type Box, meet } from "./box.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { folded } from "./folded.ts"
import type { Role } from "./roleSign.ts"
import { textWidth } from "./textWidth.ts"

interface DrawnRoute {
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

const [nodeWidth, nameSize, nameLine] = [14, 12.5, 15]

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
  const isNarrow = width < 500
  // Names of transit places are above them, the others at their side.
  const letters = Math.floor((width / (last + 1) - nodeWidth) / (nameSize * 0.62))
  const lines = (name: string) =>
    folded(name, isNarrow ? Math.max(letters, ...name.split(" ").map((word) => word.length)) : 40)
  const most = Math.max(1, ...[...nodes.values()].map(({ name }) => lines(name).length))
  const padding = 10 + most * nameLine
  const height = Math.max(220, Math.max(0, ...perColumn) * (padding + (isNarrow ? 30 : 22)) + 20)
  const rank = (id: string) => order.indexOf(id.slice(id.indexOf(":") + 1))
  const layout = sankey<Place, Band>()
    .nodeId(({ id }) => id)
    .nodeAlign((node) => (node as Node).column)
    .nodeSort((a, b) => rank(a.id) - rank(b.id))
    .nodeWidth(nodeWidth)
    .nodePadding(padding)
    .extent([
      [4, 26 + most * nameLine],
      [width - 4, height]
    ])
  const graph =
    links.length === 0
      ? { nodes: [] as Array<Node>, links: [] as Array<Link> }
      : layout({ nodes: [...nodes.values()].map((one) => ({ ...one })), links: links.map((one) => ({ ...one })) })
  const path = sankeyLinkHorizontal<Place, Band>()
  const paints = graph.links.map((link, i) => {
    const [from, to] = [link.source as Node, link.target as Node]
    return el(
      "linearGradient",
      { id: `routes-band${i}`, gradientUnits: "userSpaceOnUse", x1: from.x1 ?? 0, x2: to.x0 ?? 1 },
      el("stop", { offset: 0, "stop-color": `@${from.role}` }),
      el("stop", { offset: 1, "stop-color": `@${to.role}` })
    )
  })
  const bands = graph.links.map(
    (link, i): El =>
      marked(
        el("path", {
          d: (path(link) ?? "").replace(/\d+\.\d+/g, (text) => Number(text).toFixed(1)),
          fill: "none",
          stroke: `url(#routes-band${i})`,
          "stroke-opacity": 0.4,
          "stroke-width": Math.max(1, link.width ?? 1)
        }),
        link.mark
      )
  )
  const bars = graph.nodes.map(({ x0 = 0, x1 = 0, y0 = 0, y1 = 0, role }) =>
    el("rect", { x: x0, y: y0, width: x1 - x0, height: Math.max(2, y1 - y0), fill: `@${role}` })
  )
  const taken: Array<Box> = []
  // The outer columns have one position for a name each, so they come first.
  const isMiddle = ({ column }: Node) => column > 0 && column < last
  const namesOf = (node: Node): ReadonlyArray<El> => {
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [node.x0, node.x1, node.y0, node.y1]
    const own = lines(node.name)
    const anchor = isMiddle(node) ? "middle" : node.column === last ? "end" : "start"
    const x = anchor === "middle" ? (x0 + x1) / 2 : anchor === "end" ? x0 - 5 : x1 + 5
    const tall = (own.length - 1) * nameLine
    const beside = (y0 + y1) / 2 + 4.3 - tall / 2
    const wide = Math.max(...own.map((line) => textWidth(line, nameSize)))
    const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2
    const boxAt = (y: number): Box => [left, y - nameSize, left + wide, y + tall + 3]
    const above = y0 - 5 - tall
    const ways = anchor === "middle" ? [above, y1 + nameSize + 2, beside, above - nameLine, above + nameLine] : [beside]
    const y = ways.find((way) => taken.every((box) => !meet(box, boxAt(way)))) ?? (ways[0] as number)
    taken.push(boxAt(y))
    return own.map((text, i) =>
      el(
        "text",
        {
          x,
          y: y + i * nameLine,
          "text-anchor": anchor,
          "font-size": nameSize,
          fill: "@ink",
          stroke: "@ground",
          "stroke-width": 3,
          "paint-order": "stroke",
          "aria-hidden": "true"
        },
        text
      )
    )
  }
  const placed = new Map(
    graph.nodes.toSorted((a, b) => Number(isMiddle(a)) - Number(isMiddle(b))).map((node) => [node, namesOf(node)])
  )
  const names = graph.nodes.flatMap((node) => placed.get(node) ?? [])
  return {
    width,
    height: height + 24,
    last,
    body: [el("defs", {}, ...paints), el("g", {}, ...bands), el("g", {}, ...bars, ...names)]
  }
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
