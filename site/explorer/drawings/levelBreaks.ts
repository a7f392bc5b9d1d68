/** Changes of level: a line before the first point of the new level, a bar over its interval, and a letter. */
import { type Box, freeRow } from "./box.ts"
import { type El, el } from "./El.ts"

export interface LevelBreak {
  /** The first point of the new level, and the interval of that point. */
  readonly at: number
  readonly low: number
  readonly high: number
  readonly letter: string
}

const side = 18

export const levelBreaks = (
  breaks: ReadonlyArray<LevelBreak>,
  x: (year: number) => number,
  top: number,
  base: number,
  points: ReadonlyArray<Box>
) => {
  const boxes: Array<Box> = []
  const elements = breaks.flatMap(({ at, low, high, letter }): ReadonlyArray<El> => {
    const middle = x(at - 0.5)
    const boxAt = (row: number): Box => {
      const bottom = base - 14 - row * (side + 2)
      return [middle - side / 2, bottom - side, middle + side / 2, bottom]
    }
    const box = boxAt(freeRow(boxAt, [...points, ...boxes], Math.floor((base - 14 - top) / (side + 2))))
    boxes.push(box)
    return [
      el("rect", {
        x: x(low - 0.5) - 2,
        y: base - 9,
        width: x(high - 0.5) - x(low - 0.5) + 4,
        height: 8,
        fill: "@transit",
        "fill-opacity": 0.35
      }),
      el("line", { x1: middle, x2: middle, y1: top, y2: base, stroke: "@transit", "stroke-width": 2 }),
      el("rect", { x: box[0], y: box[1], width: side, height: side, fill: "@transit" }),
      el(
        "text",
        {
          x: middle,
          y: box[1] + 13.3,
          "text-anchor": "middle",
          "font-size": 12,
          "font-weight": 600,
          fill: "@ground"
        },
        letter
      )
    ]
  })
  return { elements, boxes }
}
