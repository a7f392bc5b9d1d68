/** Names of places, the most important first. A name that would cover another one is left out: pointing at its place shows it. */

import { around, type Box, meet } from "./box.ts"
import type { El } from "./El.ts"
import type { Point } from "./Picture.ts"
import { placeText, textBox, type Way } from "./placeText.ts"
import { textWidth } from "./textWidth.ts"

const size = 12.5

/** Positions around a place, the best first. A name above or below one at the edge moves inwards. */
const waysAround = ({ name, point: [x, y] }: NamedPlace, [left, , right]: Box): ReadonlyArray<Way> => {
  // A little more than the estimate, which wide letters exceed.
  const half = textWidth(name, size) / 2 + 4
  const middle = Math.max(left + half, Math.min(right - half, x))
  return [
    { x: x + 12, y: y + 4, anchor: "start" },
    { x: x - 12, y: y + 4, anchor: "end" },
    { x: middle, y: y - 13, anchor: "middle" },
    { x: middle, y: y + 23, anchor: "middle" },
    { x: x + 10, y: y - 9, anchor: "start" },
    { x: x + 10, y: y + 17, anchor: "start" },
    { x: x - 10, y: y - 9, anchor: "end" },
    { x: x - 10, y: y + 17, anchor: "end" }
  ]
}

/** Room that names leave free where they can: the heads of arrows first, then their lines. */
interface Arrows {
  readonly heads: ReadonlyArray<Box>
  readonly lines: ReadonlyArray<Box>
}

interface NamedPlace {
  readonly name: string
  readonly point: Point
}

/** How often names that found no room are placed before the others. */
const rounds = 3

/** Returns the names that have room; those that others leave none are tried first again, and stay if no other name gives way for them. */
export const placeNames = (
  places: ReadonlyArray<NamedPlace>,
  { heads, lines }: Arrows,
  width: number,
  height: number
): ReadonlyArray<El> => {
  const room: Box = [2, 2, width - 2, height - 2]
  const pointBox = ({ point: [x, y] }: NamedPlace): Box => [x - 8, y - 8, x + 8, y + 8]
  // Only what is near a place can be in the way of its name, in each of the rounds.
  const near = new Map(
    places.map((place) => {
      const ways = waysAround(place, room)
      const reach = around(ways.map((way) => textBox(place.name, size, way)))
      const isNear = (box: Box) => meet(reach, box)
      const points = places.filter((one) => one !== place).map(pointBox)
      return [
        place,
        { ways, heads: heads.filter(isNear), lines: lines.filter(isNear), points: points.filter(isNear) }
      ] as const
    })
  )
  const placeIn = (order: ReadonlyArray<NamedPlace>): ReadonlyMap<NamedPlace, El> => {
    const names: Array<Box> = []
    const found = new Map<NamedPlace, El>()
    for (const place of order) {
      const { ways, ...own } = near.get(place) as NonNullable<ReturnType<typeof near.get>>
      const others = [...own.points, ...names]
      for (const avoided of [[...own.heads, ...own.lines], own.heads, []]) {
        const placed = placeText(place.name, size, ways, [...others, ...avoided], room)
        if (placed === undefined) continue
        names.push(placed.box)
        found.set(place, placed.element)
        break
      }
    }
    return found
  }
  let [order, best] = [places, placeIn(places)]
  for (let round = 0; round < rounds && best.size < places.length; round++) {
    const isLeftOut = (place: NamedPlace) => !best.has(place)
    order = [...order.filter(isLeftOut), ...order.filter((place) => !isLeftOut(place))]
    const next = placeIn(order)
    if (next.size > best.size && [...best.keys()].every((place) => next.has(place))) best = next
  }
  return [...best.values()]
}
