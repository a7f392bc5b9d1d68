/** Numbered policy events above a series, each with a line down to its year. */
import { type Box, freeRow } from "./box.ts"
import { type El, el } from "./El.ts"

export interface PolicyEvent {
  readonly at: number
  readonly number: number
}

const radius = 9

/** Returns the rows of events, the lowest first, such that no two numbers meet. */
const rowsOf = (events: ReadonlyArray<PolicyEvent>, x: (year: number) => number): ReadonlyArray<number> => {
  const taken: Array<Box> = []
  return events.map(({ at }) => {
    const boxAt = (row: number): Box => [x(at) - 10, row, x(at) + 10, row + 1]
    const row = freeRow(boxAt, taken, events.length)
    taken.push(boxAt(row))
    return row
  })
}

/** Returns the height that events need, in pixels, and their signs and boxes above `top`. */
export const placeEvents = (events: ReadonlyArray<PolicyEvent>, x: (year: number) => number) => {
  const rows = rowsOf(events, x)
  const middleOf = (i: number, top: number) => top - 16 - (rows[i] ?? 0) * 20
  return {
    height: 34 + 20 * Math.max(0, ...rows),
    boxes: (top: number): ReadonlyArray<Box> =>
      events.map(({ at }, i) => {
        const middle = middleOf(i, top)
        return [x(at) - radius, middle - radius, x(at) + radius, middle + radius]
      }),
    elements: (top: number, base: number): ReadonlyArray<El> =>
      events.flatMap(({ at, number }, i) => {
        const middle = middleOf(i, top)
        const line = { x1: x(at), x2: x(at), y1: middle + radius, y2: base }
        const text = { x: x(at), y: middle + 4.3, "text-anchor": "middle", "font-size": 12, "font-weight": 600 }
        return [
          el("line", { ...line, stroke: "@warn", "stroke-width": 1.5, "stroke-dasharray": "2 3" }),
          el("circle", { cx: x(at), cy: middle, r: radius, fill: "@warn" }),
          el("text", { ...text, fill: "@ground" }, String(number))
        ]
      })
  }
}
