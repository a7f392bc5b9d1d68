import type { CellState } from "@corridor/disclosure/tables/CellState"
import { arrowPaint, arrowPaths, arrowRoom, type Link, placeLinks } from "./arc.ts"
import { type Background, narrowMap } from "./background.ts"
import { hiddenLine } from "./cellPaint.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import type { Point } from "./Picture.ts"
import { placeNames } from "./placeNames.ts"
import { type Role, roleSign } from "./roleSign.ts"

interface DrawnFlow {
  readonly origin: string
  readonly destination: string
  readonly state: CellState
  readonly value: number | undefined
  readonly mark: Mark
}

interface DrawnPlace {
  readonly place: string
  readonly name: string
  readonly roles: ReadonlySet<Role>
  readonly mark: Mark
}

const widestOf = (width: number) => (width < narrowMap ? 8 : 13)

/**
 * Returns the width of an arrow, proportional to persons. The scale is the same for all years and based on published figures. A narrow picture has
 * thinner arrows.
 */
export const arrowWidth = (value: number, most: number, width: number): number =>
  Math.max(1, (value / most) * widestOf(width))

/** Lines that are easier to point at than those that are seen, in pixels. */
const target = 14

/** Returns a line that is seen, with the colour of the page around it, so that crossing lines stay apart. */
const lineOf = (d: string, stroke: string, width: number, more: Readonly<Record<string, string | number>> = {}) => [
  el("path", { d, fill: "none", stroke: "@ground", "stroke-width": width + 2, "stroke-opacity": 0.8 }),
  el("path", { d, fill: "none", stroke, "stroke-width": width, ...more }),
  el("path", { d, fill: "none", "pointer-events": "stroke", "stroke-width": Math.max(target, width) })
]

/** Returns a flow within one place, as a loop above it. */
const loopAt = ([x, y]: Point, size: number): string =>
  `M${(x - 5).toFixed(1)} ${(y - 9).toFixed(1)}C${(x - size).toFixed(1)} ${(y - size * 1.7).toFixed(1)} ${(x + size).toFixed(1)} ${(y - size * 1.7).toFixed(1)} ${(x + 5).toFixed(1)} ${(y - 9).toFixed(1)}`

interface Placed {
  readonly flow: DrawnFlow
  readonly from: Point
  readonly to: Point
}

/** A flow is a link between two places, or a loop at one. */
const linkOf = ({ flow: { value, state }, from, to }: Placed, most: number, width: number): Link => ({
  from,
  to,
  width: value === undefined ? 1.5 : arrowWidth(value, most, width),
  hasHead: state === "published" || state === "suppressed"
})

interface FlowMap {
  /** The picture's name, which makes ids unique. */
  readonly picture: string
  readonly background: Background
  readonly flows: ReadonlyArray<DrawnFlow>
  readonly places: ReadonlyArray<DrawnPlace>
  /** The largest published figure of all years. */
  readonly most: number
}

const dashes = ({ state }: DrawnFlow) => (state === "published" ? {} : hiddenLine(state))

const arrowSign = (id: string, flow: DrawnFlow, link: Link, ends: Parameters<typeof arrowPaths>[0]): El => {
  const { line, head } = arrowPaths(ends, link)
  const isPublished = flow.state === "published"
  const paint = isPublished ? `url(#${id})` : "@hatch"
  const look = isPublished
    ? { fill: "@destination", stroke: "@ground", "stroke-width": 0.8 }
    : { fill: "@ground", stroke: paint, "stroke-width": 1.2 }
  return marked(
    el(
      "g",
      {},
      isPublished ? arrowPaint(id, ends) : undefined,
      ...lineOf(line, paint, link.width, dashes(flow)),
      head === undefined ? undefined : el("path", { d: head, ...look })
    ),
    flow.mark
  )
}

/** A flow whose origin is its destination. */
const loopSign = (id: string, flow: DrawnFlow, at: Point, wide: number): El => {
  const [x, y] = at
  const isPublished = flow.state === "published"
  return marked(
    el(
      "g",
      {},
      isPublished ? arrowPaint(id, { start: [x - 12, y], end: [x + 12, y] }) : undefined,
      ...lineOf(loopAt(at, 22 + wide), isPublished ? `url(#${id})` : "@hatch", wide, dashes(flow))
    ),
    flow.mark
  )
}

/** Draws flows as arrows over a map, the largest last, and the places that they join. `most` persons have the widest arrow. */
export const flowMap = ({ picture, background, flows, places, most }: FlowMap): ReadonlyArray<El> => {
  const { at, width, height, far } = background
  const isNarrow = width < narrowMap
  const isSeen = ([x, y]: Point) => x > 0 && y > 0 && x < width && y < height
  const placed = flows
    .toSorted((a, b) => (a.value ?? -1) - (b.value ?? -1))
    .flatMap((flow): ReadonlyArray<Placed> => {
      const [from, to] = [at.get(flow.origin), at.get(flow.destination)]
      if (from === undefined || to === undefined || !(isSeen(from) || isSeen(to))) return []
      return [{ flow, from, to }]
    })
  const between = placed.filter(({ flow }) => flow.origin !== flow.destination)
  const links = between.map((one) => linkOf(one, most, width))
  const ends = placeLinks(links, isNarrow ? 8 : 11, isNarrow ? 15 : 26)
  const arrows = between.map(({ flow }, i) =>
    arrowSign(`${picture}-flow${i}`, flow, links[i] as Link, ends[i] as (typeof ends)[number])
  )
  const loops = placed
    .filter(({ flow }) => flow.origin === flow.destination)
    .map(({ flow, from }, i) =>
      loopSign(`${picture}-loop${i}`, flow, from, flow.value === undefined ? 1.5 : arrowWidth(flow.value, most, width))
    )
  const seen = places.flatMap((one) => {
    const point = at.get(one.place)
    return point === undefined || !isSeen(point) ? [] : [{ ...one, point }]
  })
  const signs = seen.map(({ place, point, roles, mark }) =>
    marked(
      el(
        "g",
        {},
        far.has(place)
          ? el("circle", {
              cx: point[0],
              cy: point[1],
              r: 10,
              fill: "@ground",
              stroke: "@edge",
              "stroke-dasharray": "2 2"
            })
          : undefined,
        roleSign(point, roles, isNarrow ? 5 : 7)
      ),
      mark
    )
  )
  const rooms = ends.map((own, i) => arrowRoom(own, links[i] as Link))
  const room = { heads: rooms.flatMap(({ head }) => head), lines: rooms.flatMap(({ line }) => line) }
  return [
    ...background.body,
    el("g", {}, ...loops, ...arrows),
    el("g", {}, ...signs),
    el("g", { "aria-hidden": "true", "pointer-events": "none" }, ...placeNames(seen, room, width, height))
  ]
}
