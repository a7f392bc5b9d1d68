/** Names of places, the most important first. A name that would cover another one is left out. */

import { type El, el } from "./El.ts"
import type { Point } from "./Picture.ts"

type Box = readonly [left: number, top: number, right: number, bottom: number]

const meet = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

const size = 12.5

export const placeNames = (
  places: ReadonlyArray<{ readonly name: string; readonly point: Point }>,
  width: number,
  height: number
): ReadonlyArray<El> => {
  const taken: Array<Box> = places.map(({ point: [x, y] }) => [x - 10, y - 10, x + 10, y + 10])
  return places.flatMap(({ name, point: [x, y] }, own) => {
    const wide = name.length * size * 0.56
    const ways = [
      { x: x + 12, y: y + 4, anchor: "start", left: x + 12 },
      { x: x - 12, y: y + 4, anchor: "end", left: x - 12 - wide },
      { x, y: y - 13, anchor: "middle", left: x - wide / 2 },
      { x, y: y + 23, anchor: "middle", left: x - wide / 2 }
    ]
    for (const way of ways) {
      const box: Box = [way.left, way.y - size, way.left + wide, way.y + 3]
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
