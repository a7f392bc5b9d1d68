/** Curved arrows between places. Arrows that meet at a place end side by side, so that each can be followed. */
import type { Box } from "./box.ts"
import { type El, el } from "./El.ts"
import type { Point } from "./Picture.ts"

/** An arrow before it has its place. */
export interface Link {
  readonly from: Point
  readonly to: Point
  /** Width of the line. */
  readonly width: number
  readonly hasHead: boolean
}

/** Where an arrow begins and ends, with the direction in which it leaves the middle of each place, in radians. */
interface PlacedLink {
  readonly start: Point
  readonly startAngle: number
  readonly end: Point
  readonly endAngle: number
}

/** How far from the straight line an arrow leaves. The two directions between two places curve apart. */
const bow = 0.36

/** Size of the arrow head. It is limited, so that thick arrows stay distinct. */
const headOf = (width: number) => ({
  length: Math.min(15, 6 + width * 0.8),
  half: Math.min(10, 3.5 + width * 0.66)
})

interface End {
  readonly link: number
  readonly isStart: boolean
  angle: number
  /** Half of the room that the end needs, in pixels. */
  readonly half: number
}

/** Turns the ends of one place apart until none covers its neighbour. */
const spread = (ends: Array<End>, radius: number): void => {
  for (let round = 0; round < 24; round++) {
    ends.sort((a, b) => a.angle - b.angle)
    let moved = false
    for (const [i, one] of ends.entries()) {
      const next = ends[(i + 1) % ends.length] as End
      if (next === one) return
      const turn = i + 1 === ends.length ? 2 * Math.PI : 0
      const lack = (one.half + next.half) / radius - (next.angle + turn - one.angle)
      if (lack <= 1e-3) continue
      one.angle -= lack / 2
      next.angle += lack / 2
      moved = true
    }
    if (!moved) return
  }
}

const polar = ([x, y]: Point, radius: number, angle: number): Point => [
  x + radius * Math.cos(angle),
  y + radius * Math.sin(angle)
]

/** The free radius around a place with some ends: as much as they need side by side, within limits. */
const radiusFor = (ends: ReadonlyArray<End>, least: number, most: number): number =>
  Math.min(most, Math.max(least, ends.reduce((sum, { half }) => sum + 2 * half, 0) / (2 * Math.PI * 0.75)))

/**
 * Returns the ends of each arrow.
 *
 * `least` and `most` limit the free radius around places, in pixels; a place with many arrows has a larger one.
 */
export const placeLinks = (links: ReadonlyArray<Link>, least: number, most: number): ReadonlyArray<PlacedLink> => {
  const placed = links.map((): { -readonly [Name in keyof PlacedLink]: PlacedLink[Name] } => ({
    start: [0, 0],
    startAngle: 0,
    end: [0, 0],
    endAngle: 0
  }))
  const byPlace = new Map<string, { readonly point: Point; readonly ends: Array<End> }>()
  const add = (point: Point, end: End) => {
    const key = point.join()
    const own = byPlace.get(key) ?? { point, ends: [] }
    own.ends.push(end)
    byPlace.set(key, own)
  }
  for (const [link, { from, to, width, hasHead }] of links.entries()) {
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0])
    add(from, { link, isStart: true, angle: angle - bow, half: width / 2 + 1 })
    add(to, { link, isStart: false, angle: angle + Math.PI + bow, half: hasHead ? headOf(width).half : width / 2 + 1 })
  }
  for (const { point, ends } of byPlace.values()) {
    for (const end of ends) end.angle = ((end.angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)
    const radius = radiusFor(ends, least, most)
    spread(ends, radius)
    for (const { link, isStart, angle } of ends) {
      const own = placed[link] as (typeof placed)[number]
      if (isStart) [own.start, own.startAngle] = [polar(point, radius, angle), angle]
      else [own.end, own.endAngle] = [polar(point, radius, angle), angle]
    }
  }
  return placed
}

const written = ([x, y]: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`

/** Returns the points of an arrow's curve, with the two that bend it; it ends at the neck of its head. */
const curveOf = (
  { start, startAngle, end, endAngle }: PlacedLink,
  { width, hasHead }: Pick<Link, "width" | "hasHead">
): readonly [Point, Point, Point, Point] => {
  const reach = Math.hypot(end[0] - start[0], end[1] - start[1]) * 0.36
  const { length } = headOf(width)
  const neck = hasHead ? polar(end, length, endAngle) : end
  return [start, polar(start, reach, startAngle), polar(end, reach + length, endAngle), neck]
}

/** Returns the line of an arrow and, if it has one, its head. */
export const arrowPaths = (
  placed: PlacedLink,
  link: Pick<Link, "width" | "hasHead">
): { readonly line: string; readonly head: string | undefined } => {
  const [start, first, second, neck] = curveOf(placed, link)
  const line = `M${written(start)}C${written(first)} ${written(second)} ${written(neck)}`
  if (!link.hasHead) return { line, head: undefined }
  const { end, endAngle } = placed
  const { half } = headOf(link.width)
  const [left, right] = [polar(neck, half, endAngle + Math.PI / 2), polar(neck, half, endAngle - Math.PI / 2)]
  return { line, head: `M${written(left)}L${written(end)}L${written(right)}Z` }
}

/** Boxes along a line that represent it where room is searched. */
const steps = 32

/** Returns the room that an arrow takes: boxes along its line, and one around its head. */
export const arrowRoom = (
  placed: PlacedLink,
  link: Pick<Link, "width" | "hasHead">
): { readonly line: ReadonlyArray<Box>; readonly head: ReadonlyArray<Box> } => {
  const points = curveOf(placed, link)
  const around = ([x, y]: Point, half: number): Box => [x - half, y - half, x + half, y + half]
  const line = Array.from({ length: steps + 1 }, (_, i) => {
    const [t, u] = [i / steps, 1 - i / steps]
    const shares = [u ** 3, 3 * u * u * t, 3 * u * t * t, t ** 3]
    const at = (axis: 0 | 1) => points.reduce((sum, point, p) => sum + point[axis] * (shares[p] as number), 0)
    return around([at(0), at(1)], link.width / 2)
  })
  const { length, half } = headOf(link.width)
  return { line, head: link.hasHead ? [around(polar(placed.end, length / 2, placed.endAngle), half)] : [] }
}

/** Returns the colours of an arrow from its origin to its destination. `id` is unique in the page. */
export const arrowPaint = (id: string, { start, end }: Pick<PlacedLink, "start" | "end">): El =>
  el(
    "linearGradient",
    {
      id,
      gradientUnits: "userSpaceOnUse",
      x1: start[0],
      y1: start[1],
      // A gradient of no length has no colour.
      x2: end[0] === start[0] ? end[0] + 0.1 : end[0],
      y2: end[1]
    },
    el("stop", { offset: 0.1, "stop-color": "@origin" }),
    el("stop", { offset: 0.9, "stop-color": "@destination" })
  )
