/**
 * From the plane of `schemas/map` (Equal Earth) to a plane around the places that are shown (Lambert's azimuthal equal-area projection), or, where
 * they are all over the world, to the same plane in other units.
 */
import { geoAzimuthalEqualAreaRaw, geoEqualEarthRaw, geoRotation } from "d3-geo"
import type { Point } from "./Picture.ts"

/** The projection of `schemas/map/make-map.mjs`: 1,000 wide, around 11 degrees east. */
const [width, meridian] = [1_000, 11]
const scale = width / 2 / geoEqualEarthRaw(Math.PI, 0)[0]
const top = scale * geoEqualEarthRaw(0, Math.PI / 2)[1]

const degrees = 180 / Math.PI

/** Returns longitude and latitude, in degrees, of a point of `schemas/map`. */
export const toGlobe = ([x, y]: Point): Point => {
  const [longitude, latitude] = geoEqualEarthRaw.invert?.((x - width / 2) / scale, (top - y) / scale) ?? [0, 0]
  return [longitude * degrees + meridian, latitude * degrees]
}

/** Where a map is centred: longitude and latitude in degrees, or the whole world. */
export type Centre = Point | "world"

/** Places on more than this share of the equator are all over the world: around their middle it would be a disc with the edges pressed flat. */
const worldwide = 0.45

/** Returns the centre of places. `left` and `right` are the ends of their extent in `schemas/map`, `middle` is its middle. */
export const centreOf = (left: number, right: number, middle: Point): Centre => {
  if (right - left > worldwide * width) return "world"
  // Whole degrees, so that a release with one more place shows the same map where it can.
  const [longitude, latitude] = toGlobe(middle)
  return [Math.round(longitude), Math.round(latitude)]
}

/**
 * Returns the projection of points of `schemas/map` to a plane around a place, in units of the globe's radius.
 *
 * Areas are true everywhere, and shapes near the centre: the projection that the European Union uses for its statistical maps.
 */
export const around = (centre: Centre): ((point: Point) => Point) => {
  if (centre === "world") return ([x, y]) => [(x - width / 2) / scale, (y - top) / scale]
  const [longitude, latitude] = centre
  const rotate = geoRotation([-longitude, -latitude])
  return (point) => {
    const [east, north] = rotate([...toGlobe(point)])
    const [x, y] = geoAzimuthalEqualAreaRaw(east / degrees, north / degrees)
    return [x, -y]
  }
}
