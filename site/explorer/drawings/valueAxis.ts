import { type El, el } from "./El.ts"
import type { WriteFigure } from "./Picture.ts"

interface ValueAxis {
  readonly ticks: ReadonlyArray<number>
  /** Returns the vertical position of a value. */
  readonly y: (value: number) => number
  /** The ends of the grid lines. */
  readonly left: number
  readonly right: number
  readonly write: WriteFigure
}

/** Returns a vertical axis: a grid line for each tick, with its figure to the left. */
export const valueAxis = ({ ticks, y, left, right, write }: ValueAxis): ReadonlyArray<El> =>
  ticks.flatMap((tick) => [
    el("line", { x1: left, x2: right, y1: y(tick), y2: y(tick), stroke: "@border", "stroke-width": 0.5 }),
    el(
      "text",
      { x: left - 6, y: y(tick) + 4, "text-anchor": "end", "font-size": 12, fill: "@quiet", "aria-hidden": "true" },
      write(tick)
    )
  ])
