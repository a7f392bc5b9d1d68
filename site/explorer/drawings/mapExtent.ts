/** Which part of the world a map shows: that in which most of the places are. Only labels decide, no figure does. */
import type { Point } from "./Picture.ts"

/** Left, top, right, bottom. */
export type Extent = readonly [number, number, number, number]

/** Returns the smallest box around some points, of which there is at least one. */
export const extentOf = (points: ReadonlyArray<Point>): Extent => {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

const pointsOf = (places: ReadonlyArray<Place>) => places.map(([, point]) => point)

const areaOf = (points: ReadonlyArray<Point>, least: number): number => {
  const [left, top, right, bottom] = extentOf(points)
  return Math.max(least, right - left) * Math.max(least, bottom - top)
}

/** The share of the places that may be far away, and how much smaller the map becomes for each of them. */
const [maxFar, gain] = [0.3, 0.75]

const sides: ReadonlyArray<(point: Point) => number> = [([x]) => x, ([x]) => -x, ([, y]) => y, ([, y]) => -y]

type Place = readonly [place: string, point: Point]

/** Returns what is left without the outermost places of the side where that makes the map smallest for each of them, if it is worth it. */
const withoutFarthest = (places: ReadonlyArray<Place>, most: number, least: number) => {
  const now = Math.log(areaOf(pointsOf(places), least))
  const cuts = sides.flatMap((side) => {
    const inwards = places.toSorted(([, a], [, b]) => side(a) - side(b))
    return Array.from({ length: most }, (_, i) => {
      const rest = inwards.slice(i + 1)
      return { rest, worth: (now - Math.log(areaOf(pointsOf(rest), least))) / (i + 1) }
    })
  })
  const best = cuts.reduce((one, other) => (other.worth > one.worth ? other : one))
  return best.worth > -Math.log(gain) ? best.rest : undefined
}

/** Returns the places without those that are far from most others. `least` is the smallest side of an extent. */
export const corePlaces = (at: ReadonlyMap<string, Point>, least: number): ReadonlySet<string> => {
  const kept = Math.max(2, Math.ceil(at.size * (1 - maxFar)))
  let core: ReadonlyArray<Place> = [...at]
  while (core.length > kept) {
    const rest = withoutFarthest(core, core.length - kept, least)
    if (rest === undefined) break
    core = rest
  }
  return new Set(core.map(([place]) => place))
}
