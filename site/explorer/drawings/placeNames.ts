/** Names of places, the most important first. A name that would cover another one is left out: pointing at its place shows it. */

import type { Box } from "./box.ts"
import type { El } from "./El.ts"
import type { Point } from "./Picture.ts"
import { placeText, type Way } from "./placeText.ts"

const size = 12.5

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

export const placeNames = (
  places: ReadonlyArray<{ readonly name: string; readonly point: Point }>,
  width: number,
  height: number
): ReadonlyArray<El> => {
  const points = places.map(({ point: [x, y] }): Box => [x - 8, y - 8, x + 8, y + 8])
  const names: Array<Box> = []
  return places.flatMap(({ name, point }, own) => {
    const taken = [...points.filter((_, i) => i !== own), ...names]
    const placed = placeText(name, size, waysAround(point), taken, [2, 2, width - 2, height - 2])
    if (placed === undefined) return []
    names.push(placed.box)
    return [placed.element]
  })
}
