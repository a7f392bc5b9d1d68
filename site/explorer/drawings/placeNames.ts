/** Names of places, the most important first. A name that would cover another one is left out: pointing at its place shows it. */

import { type Box, meet } from "./box.ts"
import { type El, el } from "./El.ts"
import type { Point } from "./Picture.ts"
import { textWidth } from "./textWidth.ts"

const size = 12.5

interface Way {
  readonly x: number
  readonly y: number
  readonly anchor: "start" | "middle" | "end"
}

/** Positions around a place, the best first. */
const waysAround = ([x, y]: Point): ReadonlyArray<Way> => [
  { x: x + 12, y: y + 4, anchor: "start" },
  { x: x - 12, y: y + 4, anchor: "end" },
  { x, y: y - 13, anchor: "middle" },
  { x, y: y + 23, anchor: "middle" },
  { x: x + 10, y: y - 9, anchor: "start" },
  { x: x + 10, y: y + 17, anchor: "start" },
  { x: x - 10, y: y - 9, anchor: "end" },
  { x: x - 10, y: y + 17, anchor: "end" }
]

const leftOf = ({ x, anchor }: Way, wide: number) =>
  anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2

export const placeNames = (
  places: ReadonlyArray<{ readonly name: string; readonly point: Point }>,
  width: number,
  height: number
): ReadonlyArray<El> => {
  const taken: Array<Box> = places.map(({ point: [x, y] }) => [x - 8, y - 8, x + 8, y + 8])
  return places.flatMap(({ name, point }, own) => {
    const wide = textWidth(name, size)
    for (const way of waysAround(point)) {
      const left = leftOf(way, wide)
      const box: Box = [left, way.y - size, left + wide, way.y + 4]
      const isFree = taken.every((other, i) => i === own || !meet(box, other))
      if (!isFree || box[0] < 2 || box[2] > width - 2 || box[1] < 2 || box[3] > height - 2) continue
      taken.push(box)
      return [
        el(
          "text",
          {
            x: way.x,
            y: way.y,
            "text-anchor": way.anchor,
            "font-size": size,
            fill: "@ink",
            stroke: "@ground",
            "stroke-width": 3,
            "paint-order": "stroke",
            "stroke-linejoin": "round"
          },
          name
        )
      ]
    }
    return []
  })
}
