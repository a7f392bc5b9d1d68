import { h, s, show } from "@corridor/page/browser/dom"
import { pageFile } from "@corridor/page/browser/json"
import { feature } from "topojson-client"
import type { GeometryCollection, Topology } from "topojson-specification"
import { placeName } from "../../words/codes.ts"
import type { Portal } from "../Portal.ts"

export interface Stop {
  readonly country: string
  readonly region: string
  readonly role: string
}

type Point = readonly [x: number, y: number]
type World = Topology<{ countries: GeometryCollection; regions: GeometryCollection; disputed: GeometryCollection }>

const path = (lines: ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>): string =>
  lines.map((line) => `M${line.map(([x, y]) => `${x?.toFixed(1)} ${y?.toFixed(1)}`).join("L")}`).join("")

/** Outlines of countries, regions and disputed boundaries. */
const outlines = (world: World): SVGGElement => {
  const layer = (name: keyof World["objects"]) =>
    feature(world, world.objects[name]).features.map(({ geometry }) => {
      const lines =
        geometry.type === "MultiPolygon"
          ? geometry.coordinates.flat()
          : geometry.type === "MultiLineString" || geometry.type === "Polygon"
            ? geometry.coordinates
            : []
      return s("path", { class: name, d: path(lines), "fill-rule": "evenodd" })
    })
  return s("g", layer("countries"), layer("regions"), layer("disputed"))
}

/** Returns an arc that bends to its left, in proportion to its length, so that the two directions of a leg do not overlap. */
const arc = ([ax, ay]: Point, [bx, by]: Point): string => {
  const [dx, dy] = [bx - ax, by - ay]
  return `M${ax} ${ay}Q${(ax + bx) / 2 + dy * 0.2} ${(ay + by) / 2 - dx * 0.2} ${bx} ${by}`
}

/** Returns the view box around the points, with a margin, in the shape of the map. */
const viewBoxOf = (points: ReadonlyArray<Point>): { readonly box: string; readonly scale: number } => {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const width = Math.min(1000, Math.max(90, (right - left) * 1.5, (bottom - top) * 3))
  const x = Math.min(1000 - width, Math.max(0, (left + right - width) / 2))
  const y = Math.max(0, (top + bottom - width / 2) / 2)
  return { box: `${x.toFixed(1)} ${y.toFixed(1)} ${width.toFixed(1)} ${(width / 2).toFixed(1)}`, scale: width / 1000 }
}

/** Europe and Central Asia: shown until a place is entered. */
const defaultView: ReadonlyArray<Point> = [
  [440, 40],
  [760, 180]
]

/** Draws the route on a map: numbered places in order, with arcs between them. */
export const drawRoute = async (figure: HTMLElement, portal: Portal, stops: ReadonlyArray<Stop>): Promise<void> => {
  const { t, language } = portal
  const [world, points] = await Promise.all([
    pageFile<World>("world"),
    pageFile<Readonly<Record<string, Point>>>("points")
  ])
  const known = stops.flatMap((stop) => {
    const point = points[stop.region] ?? points[stop.country]
    return point === undefined ? [] : [{ ...stop, point }]
  })
  const { box, scale } = viewBoxOf(known.length > 0 ? known.map(({ point }) => point) : defaultView)
  const names = known.map((stop) => placeName(language, stop.country, stop.region))
  const caption = names.length === 0 ? t("mapEmpty") : t("mapCaption", { places: names.join(" → ") })
  const legs = known.slice(1).map(({ point }, i) =>
    s("path", {
      class: "way",
      d: arc((known[i] as { point: Point }).point, point),
      "marker-end": "url(#arrow)",
      "stroke-width": 5 * scale
    })
  )
  const marks = known.map(({ point: [x, y], role }, i) =>
    s(
      "g",
      { class: `stop ${role.toLowerCase()}`, transform: `translate(${x} ${y}) scale(${(scale * 2.4).toFixed(3)})` },
      s("circle", { r: 6 }),
      s("text", { y: 3.2, "text-anchor": "middle" }, String(i + 1))
    )
  )
  show(
    figure,
    s(
      "svg",
      { viewBox: box, role: "img", "aria-label": caption, class: "map" },
      s(
        "defs",
        s(
          "marker",
          { id: "arrow", viewBox: "0 0 10 10", refX: 16, refY: 5, markerWidth: 4, markerHeight: 4, orient: "auto" },
          s("path", { d: "M0 0L10 5L0 10z", class: "tip" })
        )
      ),
      outlines(world),
      legs,
      marks
    ),
    h("figcaption", caption),
    h("p", { class: "hint" }, t("boundaries"))
  )
}
