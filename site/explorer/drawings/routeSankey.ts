/**
 * Routes from origin through transit to destination. Columns and order are fixed, so that years are comparable.
 *
 * Only published routes have a band. The height of a place is the sum of the bands drawn, and has no number.
 */
import { type SankeyLink, type SankeyNode, sankey } from "d3-sankey"
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

/** Returns the places of the routes, one node for each column that a place is in, and the bands between them. */
const placesAndBands = (
  routes: ReadonlyArray<DrawnRoute>,
  last: number,
  nameOf: (place: string) => string
): {
  readonly places: ReadonlyArray<Place>
  readonly links: ReadonlyArray<{ source: string; target: string } & Band>
} => {
  const places = new Map<string, Place>()
  const links = routes.flatMap((route) => {
    const ids = route.places.map((place, i) => {
      const column = columnOf(i, route.places.length, last)
      const id = `${column}:${place}`
      const role = i === 0 ? "origin" : i === route.places.length - 1 ? "destination" : "transit"
      places.set(id, { id, name: nameOf(place), role, column })
      return id
    })
    const { value, mark } = route
    return ids.slice(1).map((target, i) => ({ source: ids[i] as string, target, value, mark }))
  })
  return { places: [...places.values()], links }
}

/** Returns a function that folds names: on a narrow picture to the width of a column, but never within a word. */
const foldedTo = (width: number, columns: number): ((name: string) => ReadonlyArray<string>) => {
  const letters = Math.floor((width / columns - nodeWidth) / (nameSize * 0.62))
  return (name) => folded(name, isNarrow(width) ? Math.max(letters, ...name.split(" ").map((word) => word.length)) : 40)
}

const isNarrow = (width: number): boolean => width < 500

const rounded = (value: number) => Number(value.toFixed(1))

/** Returns the middle line of a band, level at both ends. `sankeyLinkHorizontal` of d3-sankey adds a kilobyte to what a page loads. */
const bandPath = ({ source, target, y0 = 0, y1 = 0 }: Link): string => {
  const [from, to] = [(source as Node).x1 ?? 0, (target as Node).x0 ?? 0]
  const middle = rounded((from + to) / 2)
  return `M${rounded(from)},${rounded(y0)}C${middle},${rounded(y0)},${middle},${rounded(y1)},${rounded(to)},${rounded(y1)}`
}

const bandsOf = (
  links: ReadonlyArray<Link>
): { readonly paints: ReadonlyArray<El>; readonly bands: ReadonlyArray<El> } => {
  const paints = links.map((link, i) => {
    const [from, to] = [link.source as Node, link.target as Node]
    return el(
      "linearGradient",
      { id: `routes-band${i}`, gradientUnits: "userSpaceOnUse", x1: from.x1 ?? 0, x2: to.x0 ?? 1 },
      el("stop", { offset: 0, "stop-color": `@${from.role}` }),
      el("stop", { offset: 1, "stop-color": `@${to.role}` })
    )
  })
  const bands = links.map((link, i) =>
    marked(
      el("path", {
        d: bandPath(link),
        fill: "none",
        stroke: `url(#routes-band${i})`,
        "stroke-opacity": 0.4,
        "stroke-width": Math.max(1, link.width ?? 1)
      }),
      link.mark
    )
  )
  return { paints, bands }
}

/** Writes the lines of a name from a point on. */
const nameAt = (lines: ReadonlyArray<string>, x: number, y: number, anchor: string): ReadonlyArray<El> =>
  lines.map((text, i) =>
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

/** Returns the positions at which names of places overlap no other name: above transit places, at the side of the others. */
const placeNames = (
  nodes: ReadonlyArray<Node>,
  last: number,
  linesOf: (name: string) => ReadonlyArray<string>
): ReadonlyArray<El> => {
  const taken: Array<Box> = []
  const isMiddle = ({ column }: Node) => column > 0 && column < last
  const namesOf = (node: Node): ReadonlyArray<El> => {
    const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node
    const lines = linesOf(node.name)
    const anchor = isMiddle(node) ? "middle" : node.column === last ? "end" : "start"
    const x = anchor === "middle" ? (x0 + x1) / 2 : anchor === "end" ? x0 - 5 : x1 + 5
    const tall = (lines.length - 1) * nameLine
    const level = (y0 + y1) / 2 + 4.3 - tall / 2
    const wide = Math.max(...lines.map((line) => textWidth(line, nameSize)))
    const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2
    const boxAt = (y: number): Box => [left, y - nameSize, left + wide, y + tall + 3]
    const above = y0 - 5 - tall
    const ways = anchor === "middle" ? [above, y1 + nameSize + 2, level, above - nameLine, above + nameLine] : [level]
    const y = ways.find((way) => taken.every((box) => !meet(box, boxAt(way)))) ?? (ways[0] as number)
    taken.push(boxAt(y))
    return nameAt(lines, x, y, anchor)
  }
  // The outer columns have one position for a name each, so they come first.
  const ordered = nodes.toSorted((a, b) => Number(isMiddle(a)) - Number(isMiddle(b)))
  const placed = new Map(ordered.map((node) => [node, namesOf(node)]))
  return nodes.flatMap((node) => placed.get(node) ?? [])
}

export const routeSankey = (
  routes: ReadonlyArray<DrawnRoute>,
  nameOf: (place: string) => string,
  order: ReadonlyArray<string>,
  width: number
) => {
  const last = Math.max(1, ...routes.map(({ places }) => places.length - 1))
  const { places, links } = placesAndBands(routes, last, nameOf)
  const placesIn = (c: number) => places.filter(({ column }) => column === c).length
  const tallest = Math.max(...Array.from({ length: last + 1 }, (_, c) => placesIn(c)))
  const linesOf = foldedTo(width, last + 1)
  const maxLines = Math.max(1, ...places.map(({ name }) => linesOf(name).length))
  const padding = 10 + maxLines * nameLine
  const height = Math.max(220, tallest * (padding + (isNarrow(width) ? 30 : 22)) + 20)
  const rank = (id: string) => order.indexOf(id.slice(id.indexOf(":") + 1))
  const layout = sankey<Place, Band>()
    .nodeId(({ id }) => id)
    .nodeAlign((node) => (node as Node).column)
    .nodeSort((a, b) => rank(a.id) - rank(b.id))
    .nodeWidth(nodeWidth)
    .nodePadding(padding)
    .extent([
      [4, 26 + maxLines * nameLine],
      [width - 4, height]
    ])
  const graph: { readonly nodes: ReadonlyArray<Node>; readonly links: ReadonlyArray<Link> } =
    links.length === 0
      ? { nodes: [], links: [] }
      : layout({ nodes: places.map((one) => ({ ...one })), links: links.map((one) => ({ ...one })) })
  const { paints, bands } = bandsOf(graph.links)
  const bars = graph.nodes.map(({ x0 = 0, x1 = 0, y0 = 0, y1 = 0, role }) =>
    el("rect", { x: x0, y: y0, width: x1 - x0, height: Math.max(2, y1 - y0), fill: `@${role}` })
  )
  const names = placeNames(graph.nodes, last, linesOf)
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
    el(
      "text",
      // Three names fit side by side at 288 px, too.
      { x, y: 14, "text-anchor": anchor, "font-size": width < 320 ? 12 : 13, "font-weight": 600, fill: `@${role}` },
      nameOf(role)
    )
  )
