import type { Cell } from "../cells/Table.ts"
import { type El, el } from "./El.ts"

/** Returns the bounds of a suppressed figure as text, such as "1–9" or "≥ 20"; undefined if the release has none. */
export const boundsText = (
  { low, high }: Pick<Cell, "low" | "high">,
  write: (value: number) => string = String
): string | undefined => {
  if (low === undefined) return undefined
  return high === undefined ? `≥ ${write(low)}` : `${write(low)}–${write(high)}`
}

interface BoundsLine {
  readonly x: number
  /** The vertical position of a value. */
  readonly y: (value: number) => number
  /** The top of the picture. */
  readonly top: number
  /** Half the width of the line's ends. */
  readonly half: number
  /** Where the year's base or sign is, to which the line is joined. */
  readonly foot: number
}

/** A line so near its year's base needs no stem. */
const minStem = 3

/**
 * Draws the bounds of a suppressed figure as a line with two ends, on a dotted stem from its year; nothing if the release has none.
 *
 * An arrow means that there is no upper bound or that it is outside the picture.
 */
export const boundsLine = ({ low, high }: Cell, { x, y, top, half, foot }: BoundsLine): ReadonlyArray<El> => {
  if (low === undefined) return []
  const isOpen = high === undefined || y(high) < top
  const [from, to] = [y(low), isOpen ? top : y(high)]
  const end = Math.min(7, half)
  const across = (at: number) => `M${(x - end).toFixed(1)} ${at.toFixed(1)}H${(x + end).toFixed(1)}`
  const arrow = `M${(x - end).toFixed(1)} ${(top + end * 1.3).toFixed(1)}L${x.toFixed(1)} ${top.toFixed(1)}L${(x + end).toFixed(1)} ${(top + end * 1.3).toFixed(1)}`
  const d = `${across(from)}M${x.toFixed(1)} ${from.toFixed(1)}V${to.toFixed(1)}${isOpen ? arrow : across(to)}`
  const line = { d, fill: "none" }
  const stem = { d: `M${x.toFixed(1)} ${foot.toFixed(1)}V${from.toFixed(1)}`, stroke: "@quiet", "stroke-width": 1.5 }
  return [
    ...(foot - from < minStem ? [] : [el("path", { ...stem, fill: "none", "stroke-dasharray": "1.5 2.5" })]),
    ...(half < 4 ? [] : [el("path", { ...line, stroke: "@ground", "stroke-width": 5 })]),
    el("path", { ...line, stroke: "@ink", "stroke-width": half < 4 ? 1 : 2 })
  ]
}
