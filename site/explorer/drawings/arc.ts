/** Curved arrows between points: both ways apart, longer ones curved more, the head before the mark that it points at. */
import type { Point } from "../views/View.ts"
import { type El, el } from "./El.ts"

export interface ArcOptions {
  readonly from: Point
  readonly to: Point
  /** Of the line. */
  readonly width: number
  readonly paint: string
  /** Radius around both ends that is left free. */
  readonly clear: number
  /** Without a value a line has no width to read: it is thin and broken. */
  readonly isBroken?: boolean | undefined
}

const between = ([ax, ay]: Point, [bx, by]: Point) => Math.hypot(bx - ax, by - ay)

/** `share` of the way from one point to the other. */
const along = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [
  ax + (bx - ax) * share,
  ay + (by - ay) * share
]

/** How far the middle stands off the straight line, in shares of its length. */
const bow = 0.18

/** Size of a head: bounded, so that thick arrows do not melt into a blot. */
const headOf = (width: number) => ({ length: Math.min(16, 6 + width * 0.9), half: Math.min(11, 3.5 + width * 0.72) })

/** The line and its head. */
export const arc = ({ from, to, width, paint, clear, isBroken = false }: ArcOptions): ReadonlyArray<El> => {
  const length = between(from, to)
  const middle: Point = [
    (from[0] + to[0]) / 2 + (to[1] - from[1]) * bow,
    (from[1] + to[1]) / 2 - (to[0] - from[0]) * bow
  ]
  const head = headOf(width)
  // The curve leaves and arrives along the lines to its control point.
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
