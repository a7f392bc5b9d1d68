import { type GeoPermissibleObjects, geoIdentity, geoPath } from "d3-geo"
import { feature, mesh } from "topojson-client"
import type { GeometryCollection, Topology } from "topojson-specification"
import { type El, el } from "./El.ts"
import { around, type Centre, centreOf } from "./globe.ts"
import { corePlaces, type Extent, extentOf } from "./mapExtent.ts"
import type { Point, Points } from "./Picture.ts"
import { whole, type Zoom } from "./zoom.ts"

/** The picture under the arrows, with the position of each place. */
export interface Background {
  readonly width: number
  readonly height: number
  readonly body: ReadonlyArray<El>
  readonly at: ReadonlyMap<string, Point>
  /** Places outside the map, which have their position at its edge. */
  readonly far: ReadonlySet<string>
}

export type World = Topology<{ countries: GeometryCollection; disputed: GeometryCollection }>

/** Below this width of a page, in CSS pixels, a map has less room around its places, and more height. */
export const narrowMap = 560

/** The least side of the map's extent, in units of the globe's radius: some 2,000 km. */
const minExtent = 0.32

const projectedWorlds = new WeakMap<World, Map<string, World>>()

/** Returns the world's arcs on a plane around a place. The result is kept, because each year and each step of zoom uses it. */
const projected = (world: World, centre: Centre): World => {
  const known = projectedWorlds.get(world) ?? new Map<string, World>()
  projectedWorlds.set(world, known)
  const key = String(centre)
  const existing = known.get(key)
  if (existing !== undefined) return existing
  const { transform, arcs, ...rest } = world
  const { scale, translate } = transform ?? { scale: [1, 1], translate: [0, 0] }
  const project = around(centre)
  const made: World = {
    ...rest,
    arcs: arcs.map((arc) => {
      let [x, y] = [0, 0]
      return arc.map(([dx = 0, dy = 0]) => {
        ;[x, y] = transform === undefined ? [dx, dy] : [x + dx, y + dy]
        return [...project([x * scale[0] + translate[0], y * scale[1] + translate[1]])]
      })
    })
  }
  known.set(key, made)
  return made
}

/** Returns the point at the edge of the picture, less a margin, in some direction from its middle. */
const edgeTowards = ([dx, dy]: Point, width: number, height: number, margin: number): Point => {
  const [cx, cy] = [width / 2, height / 2]
  const share = Math.min((cx - margin) / Math.max(1e-9, Math.abs(dx)), (cy - margin) / Math.max(1e-9, Math.abs(dy)))
  return [cx + dx * share, cy + dy * share]
}

/** Moves a position at the edge along it, until no other is near. */
const freeAtEdge = (wanted: Point, taken: ReadonlyArray<Point>, width: number, height: number, margin: number) => {
  const isSide = wanted[0] <= margin + 1 || wanted[0] >= width - margin - 1
  const moved = (by: number): Point =>
    isSide
      ? [wanted[0], Math.min(height - margin, Math.max(margin, wanted[1] + by))]
      : [Math.min(width - margin, Math.max(margin, wanted[0] + by)), wanted[1]]
  const steps = [0, 1, -1, 2, -2, 3, -3, 4, -4].map((step) => moved(step * 34))
  return steps.find((one) => taken.every(([x, y]) => Math.hypot(x - one[0], y - one[1]) > 32)) ?? wanted
}

const middleOf = ([left, top, right, bottom]: Extent): Point => [(left + right) / 2, (top + bottom) / 2]

/** Where everything is on the whole map. */
interface Layout {
  readonly height: number
  readonly centre: Centre
  /** Pixels per radius of the globe. */
  readonly scale: number
  /** The position of the projection's middle. */
  readonly origin: Point
  readonly at: ReadonlyMap<string, Point>
  readonly far: ReadonlySet<string>
}

const layoutOf = (points: Points, places: ReadonlyArray<string>, width: number): Layout => {
  const isNarrow = width < narrowMap
  const known = new Map(
    places.flatMap((place) => {
      const point = points[place]
      return point === undefined ? [] : [[place, point] as const]
    })
  )
  const core = [...corePlaces(known, 30)]
  const inPlane: Extent = core.length === 0 ? [0, 0, 1000, 500] : extentOf(core.map((one) => known.get(one) as Point))
  const plane = middleOf(inPlane)
  const centre = centreOf(inPlane[0], inPlane[2], plane)
  const project = around(centre)
  const projected = new Map([...known].map(([place, point]) => [place, project(point)]))
  const extent: Extent =
    core.length === 0 ? [-1, -0.5, 1, 0.5] : extentOf(core.map((place) => projected.get(place) as Point))
  const [wide, tall] = [Math.max(minExtent, extent[2] - extent[0]), Math.max(minExtent, extent[3] - extent[1])]
  const [side, head] = isNarrow ? [30, 40] : [90, 54]
  const height = Math.round(
    Math.max(
      width * (isNarrow ? 0.72 : 0.46),
      Math.min(width * (isNarrow ? 1.15 : 0.58), (tall / wide) * (width - 2 * side) + 2 * head)
    )
  )
  const scale = Math.min((width - 2 * side) / wide, (height - 2 * head) / tall)
  const [x, y] = middleOf(extent)
  const origin: Point = [width / 2 - x * scale, height / 2 - y * scale]
  const at = new Map(
    [...projected].map(([place, point]): [string, Point] => [
      place,
      [point[0] * scale + origin[0], point[1] * scale + origin[1]]
    ])
  )
  const edge = isNarrow ? 16 : 22
  const far = [...at].flatMap(([place, [px, py]]) =>
    px < edge || py < edge || px > width - edge || py > height - edge ? [place] : []
  )
  const taken = [...at].flatMap(([place, point]) => (far.includes(place) ? [] : [point]))
  for (const place of far) {
    // As on common maps of the world: America is in the west, though the shortest way there leads over the pole.
    const [px, py] = known.get(place) as Point
    const wanted = edgeTowards([px - plane[0], py - plane[1]], width, height, edge)
    const own = freeAtEdge(wanted, taken, width, height, edge)
    taken.push(own)
    at.set(place, own)
  }
  return { height, centre, scale, origin, at, far: new Set(far) }
}

interface Part extends Pick<Layout, "height" | "centre" | "scale" | "origin"> {
  readonly width: number
}

interface Outlines {
  readonly land: string
  readonly borders: string
  readonly disputed: string
}

/** The least distance between two points of an outline, in pixels. */
const minStep = 0.7

/** Leaves out the points of arcs that are nearer than a distance to the point before: a map of the world has several in one pixel. */
const thinned = (world: World, distance: number): World => ({
  ...world,
  arcs: world.arcs.map((arc) => {
    let last = arc[0] as ReadonlyArray<number>
    return arc.filter((point, i) => {
      const [dx, dy] = [(point[0] ?? 0) - (last[0] ?? 0), (point[1] ?? 0) - (last[1] ?? 0)]
      if (i > 0 && i < arc.length - 1 && Math.hypot(dx, dy) < distance) return false
      last = point
      return true
    })
  })
})

/** Rings of one or two points, which thinned islands become. */
const specks = /M[^MLZ]*(?:L[^MLZ]*)?Z/g

/** The outlines that were drawn last: the years of a map have the same, and pages show one for phones and one for wide windows. */
const drawnLast = new WeakMap<World, Map<string, Outlines>>()

/** The most outlines that are kept. */
const maxKept = 4

const outlinesOf = (world: World, part: Part): Outlines => {
  const { centre, scale, origin, width, height } = part
  const key = JSON.stringify(part)
  const kept = drawnLast.get(world) ?? new Map<string, Outlines>()
  drawnLast.set(world, kept)
  const existing = kept.get(key)
  if (existing !== undefined) return existing
  const path = geoPath(
    geoIdentity()
      .scale(scale)
      .translate([...origin])
      .clipExtent([
        [-2, -2],
        [width + 2, height + 2]
      ])
  ).digits(1)
  const draw = (shape: GeoPermissibleObjects) => path(shape) ?? ""
  const shapes = thinned(projected(world, centre), minStep / scale)
  const outlines = {
    land: feature(shapes, shapes.objects.countries).features.map(draw).join("").replace(specks, ""),
    borders: draw(mesh(shapes, shapes.objects.countries, (a, b) => a !== b)),
    disputed: draw(mesh(shapes, shapes.objects.disputed))
  }
  const [oldest] = kept.keys()
  if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest)
  kept.set(key, outlines)
  return outlines
}

/** Returns a map of the part of the world in which most of the places are. */
export const mapBackground = (
  world: World,
  points: Points,
  places: ReadonlyArray<string>,
  width: number,
  zoom: Zoom = whole
): Background => {
  const { height, centre, scale, origin, at, far } = layoutOf(points, places, width)
  const zoomed = ([x, y]: Point): Point => [
    (x - zoom.x * width) * zoom.scale + width / 2,
    (y - zoom.y * height) * zoom.scale + height / 2
  ]
  const { land, borders, disputed } = outlinesOf(world, {
    centre,
    scale: scale * zoom.scale,
    origin: zoomed(origin),
    width,
    height
  })
  return {
    width,
    height,
    far,
    body: [
      el("rect", { width, height, fill: "@sea" }),
      el("path", { d: land, fill: "@land", "fill-rule": "evenodd" }),
      el("path", { d: borders, fill: "none", stroke: "@border", "stroke-width": 0.5 }),
      el("path", { d: disputed, fill: "none", stroke: "@border", "stroke-width": 1, "stroke-dasharray": "2 3" })
    ],
    at: new Map([...at].map(([place, point]) => [place, zoomed(point)]))
  }
}
