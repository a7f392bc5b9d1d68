import { type El, el } from "./El.ts"
import type { Point } from "./Picture.ts"

export interface ArcOptions {
  readonly from: Point
  readonly to: Point
  /** The width of the line. */
  readonly width: number
  readonly paint: string
  /** The free radius around both ends. */
  readonly clear: number
  /** Draws a dashed line, for a flow whose width has no meaning. */
  readonly isBroken?: boolean | undefined
}

const between = ([ax, ay]: Point, [bx, by]: Point) => Math.hypot(bx - ax, by - ay)

/** The point at `share` of the way between two points. */
const along = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [
  ax + (bx - ax) * share,
  ay + (by - ay) * share
]

/** Distance of the arc's control point from the straight line, relative to its length. */
const bow = 0.18

/** Size of the arrow head. It is limited, so that thick arrows stay distinct. */
const headOf = (width: number) => ({ length: Math.min(16, 6 + width * 0.9), half: Math.min(11, 3.5 + width * 0.72) })

/** Returns a curved arrow that ends before the point. The two directions between two points curve apart. */
export const arc = ({ from, to, width, paint, clear, isBroken = false }: ArcOptions): ReadonlyArray<El> => {
  const length = between(from, to)
  const middle: Point = [
    (from[0] + to[0]) / 2 + (to[1] - from[1]) * bow,
    (from[1] + to[1]) / 2 - (to[0] - from[0]) * bow
  ]
  const head = headOf(width)
  // The curve starts and ends along the lines to its control point.
  const start = along(from, middle, Math.min(0.4, clear / Math.max(1, between(from, middle))))
  const reach = Math.max(1, between(middle, to))
  const tip = along(to, middle, Math.min(0.4, clear / reach))
  const neck = along(to, middle, Math.min(0.6, (clear + head.length) / reach))
  if (length < 1) return []
  const [ux, uy] = [(tip[0] - neck[0]) / (between(tip, neck) || 1), (tip[1] - neck[1]) / (between(tip, neck) || 1)]
  const corner = (side: number) =>
    `${(neck[0] - uy * side * head.half).toFixed(1)} ${(neck[1] + ux * side * head.half).toFixed(1)}`
  const numbers = (points: ReadonlyArray<Point>) => points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`)
  const [a, m, n, t] = numbers([start, middle, neck, tip])
  return [
    el("path", {
      d: `M${a}Q${m} ${n}`,
      fill: "none",
      stroke: paint,
      "stroke-width": width,
      ...(isBroken ? { "stroke-dasharray": "2 5" } : {})
    }),
    el("path", { d: `M${corner(1)}L${t}L${corner(-1)}Z`, fill: paint })
  ]
}
