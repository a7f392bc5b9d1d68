import { type GeoPermissibleObjects, geoIdentity, geoPath } from "d3-geo"
import { feature, mesh } from "topojson-client"
import type { GeometryCollection, Topology } from "topojson-specification"
import { type El, el } from "./El.ts"
import type { Point, Points } from "./Picture.ts"
import { tileLayout } from "./tileLayout.ts"

/** The picture under the arrows, with the position of each place. */
export interface Background {
  readonly width: number
  readonly height: number
  readonly body: ReadonlyArray<El>
  readonly at: ReadonlyMap<string, Point>
  /** The radius around a place that arrows leave free. */
  readonly clear: number
  /** Whether the background already has the names of the places. */
  readonly isNamed: boolean
}

type World = Topology<{ countries: GeometryCollection; regions: GeometryCollection; disputed: GeometryCollection }>

const margin = 46

/** Scale and offset that fit the places into the picture. Its height is at most 0.62 of its width. */
const fitted = (places: ReadonlyArray<Point>, width: number) => {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const height = Math.round(
    Math.max(width * 0.4, Math.min(width * 0.62, ((bottom - top) / Math.max(1, right - left)) * width + margin * 2))
  )
  const scale = Math.min(
    (width - margin * 2) / Math.max(40, right - left),
    (height - margin * 2) / Math.max(24, bottom - top)
  )
  const offset: Point = [width / 2 - (scale * (left + right)) / 2, height / 2 - (scale * (top + bottom)) / 2]
  return { scale, offset, height }
}

/** A map around the places, clipped to the picture. */
export const mapBackground = (
  world: World,
  points: Points,
  places: ReadonlyArray<string>,
  width: number
): Background => {
  const known = places.filter((place) => points[place] !== undefined)
  const { scale, offset, height } = fitted(
    known.map((place) => points[place] as Point),
    width
  )
  const path = geoPath(
    geoIdentity()
      .scale(scale)
      .translate([offset[0], offset[1]])
      .clipExtent([
        [-2, -2],
        [width + 2, height + 2]
      ])
  ).digits(1)
  const draw = (shape: GeoPermissibleObjects) => path(shape) ?? ""
  const land = feature(world, world.objects.countries).features.map(draw).join("")
  const borders = draw(mesh(world, world.objects.countries, (a, b) => a !== b))
  const disputed = draw(mesh(world, world.objects.disputed))
  return {
    width,
    height,
    clear: 12,
    isNamed: false,
    body: [
      el("rect", { width, height, fill: "@sea" }),
      el("path", { d: land, fill: "@land", "fill-rule": "evenodd" }),
      el("path", { d: borders, fill: "none", stroke: "@border", "stroke-width": 0.6 }),
      el("path", { d: disputed, fill: "none", stroke: "@border", "stroke-width": 1, "stroke-dasharray": "2 3" })
    ],
    at: new Map(
      known.map((place) => {
        const [x, y] = points[place] as Point
        return [place, [x * scale + offset[0], y * scale + offset[1]]]
      })
    )
  }
}

const gap = 14

/** Tiles with the codes of the places, for pages too narrow for a map. */
export const tileBackground = (points: Points, places: ReadonlyArray<string>, width: number): Background => {
  const { columns, rows, at } = tileLayout(places, points, 5)
  const side = Math.min(64, (width - gap) / columns - gap)
  const left = (width - columns * (side + gap) + gap) / 2
  const corner = ([column, row]: Point): Point => [left + column * (side + gap), gap + row * (side + gap)]
  return {
    width,
    height: rows * (side + gap) + gap,
    clear: side * 0.36,
    isNamed: true,
    body: [...at].flatMap(([place, cell]) => {
      const [x, y] = corner(cell)
      return [
        el("rect", { x, y, width: side, height: side, rx: 6, fill: "@land", stroke: "@border" }),
        el("text", { x: x + side / 2, y: y + side - 5, "text-anchor": "middle", "font-size": 12, fill: "@ink" }, place)
      ]
    }),
    at: new Map(
      [...at].map(([place, cell]) => {
        const [x, y] = corner(cell)
        return [place, [x + side / 2, y + side * 0.4]]
      })
    )
  }
}
