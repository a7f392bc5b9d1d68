/** Finds room for a text in a picture where it covers nothing. */
import { type Box, meet } from "./box.ts"
import { type El, el } from "./El.ts"
import { textWidth } from "./textWidth.ts"

/** A position of a text: a point of its base line, and which part of the text is there. */
export interface Way {
  readonly x: number
  readonly y: number
  readonly anchor: "start" | "middle" | "end"
}

/** Returns the room of a text at a position. */
export const textBox = (text: string, size: number, { x, y, anchor }: Way): Box => {
  const wide = textWidth(text, size)
  const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2
  return [left, y - size, left + wide, y + 4]
}

/** Returns the text at the first position that is inside the room and meets no taken box; undefined if there is none. */
export const placeText = (
  text: string,
  size: number,
  ways: ReadonlyArray<Way>,
  taken: ReadonlyArray<Box>,
  room: Box
): { readonly element: El; readonly box: Box } | undefined => {
  for (const way of ways) {
    const box = textBox(text, size, way)
    if (box[0] < room[0] || box[1] < room[1] || box[2] > room[2] || box[3] > room[3]) continue
    if (taken.some((other) => meet(box, other))) continue
    const element = el(
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
      text
    )
    return { element, box }
  }
  return undefined
}
