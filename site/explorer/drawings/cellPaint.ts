/** Each state of a cell has its own look at every size: a pattern, a sign and a line, so that colour is never the only difference. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { type El, el } from "./El.ts"

export type HiddenState = Exclude<CellState, "published">

/** Returns the state of a cell that is drawn without a figure. */
export const hiddenStateOf = (state: CellState): HiddenState => (state === "published" ? "not_reported" : state)

/** Returns the pattern of suppressed cells. Its id contains the picture's name, because ids are unique in the page. */
export const patterns = (picture: string): El =>
  el(
    "defs",
    {},
    el(
      "pattern",
      {
        id: `${picture}-suppressed`,
        width: 5,
        height: 5,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)"
      },
      el("rect", { width: 5, height: 5, fill: "@ground" }),
      el("rect", { width: 1.8, height: 5, fill: "@hatch" })
    )
  )

/** Returns the attributes of a shape for a cell without a value: hatched, empty, or empty with a dashed outline. */
export const hiddenPaint = (picture: string, state: HiddenState): Readonly<Record<string, string | number>> => {
  if (state === "suppressed") return { fill: `url(#${picture}-suppressed)`, stroke: "@edge", "stroke-width": 0.75 }
  return state === "not_reported"
    ? { fill: "@raised" }
    : { fill: "none", stroke: "@edge", "stroke-width": 1, "stroke-dasharray": "3 3" }
}

/** Returns the attributes of a line for a cell without a value: dashes, dots, or both. */
export const hiddenLine = (state: HiddenState): Readonly<Record<string, string | number>> => {
  if (state === "suppressed") return { "stroke-dasharray": "7 4" }
  return state === "not_reported"
    ? { "stroke-dasharray": "0.1 5", "stroke-linecap": "round", "stroke-width": 1.8 }
    : { "stroke-dasharray": "8 4 1 4", "stroke-width": 1 }
}

/** The sign of a cell without a value. */
export const stateSign: Readonly<Record<HiddenState, string>> = {
  suppressed: "S",
  not_reported: "–",
  not_collected: "×"
}

/** The height of a badge with room for its sign, and the least width for one, in pixels. */
export const badgeHeight = 18
const minBadge = 14

/** The attribute that names the state of a sign without a letter. */
const smallSignAttribute = "class"

/** Returns the state that an element shows without its letter; undefined if it shows none. */
export const smallSignOf = ({ attributes }: El): HiddenState | undefined =>
  attributes[smallSignAttribute] as HiddenState | undefined

const cross = (x: number, y: number, r: number) =>
  `M${(x - r).toFixed(1)} ${(y - r).toFixed(1)}L${(x + r).toFixed(1)} ${(y + r).toFixed(1)}M${(x - r).toFixed(1)} ${(y + r).toFixed(1)}L${(x + r).toFixed(1)} ${(y - r).toFixed(1)}`

/**
 * Draws the state of a cell without a value on a base line. The size is that of the room, never that of a value.
 *
 * Where there is no room for a sign, a suppressed cell is a solid stroke, one that was not reported a ring, one that was not collected a
 * cross.
 */
export const stateBadge = (
  picture: string,
  state: HiddenState,
  x: number,
  base: number,
  wide: number
): ReadonlyArray<El> => {
  if (wide < minBadge) {
    const r = Math.max(1.2, Math.min(3, wide / 2 - 0.4))
    const y = base - r - 1.5
    const line = { [smallSignAttribute]: state, fill: "none", stroke: "@ink", "stroke-width": 1 }
    if (state === "suppressed")
      return [el("rect", { [smallSignAttribute]: state, x: x - r, y: base - 9, width: 2 * r, height: 8, fill: "@ink" })]
    return state === "not_reported"
      ? [el("circle", { cx: x, cy: y, r, ...line, stroke: "@hatch" })]
      : [el("path", { d: cross(x, y, r), ...line })]
  }
  const across = Math.min(wide, 30)
  const sign = el(
    "text",
    {
      x,
      y: base - badgeHeight / 2 + 3.6,
      "text-anchor": "middle",
      "font-size": 12,
      "font-weight": state === "suppressed" ? 700 : 400,
      fill: state === "suppressed" ? "@ink" : "@quiet"
    },
    stateSign[state]
  )
  if (state === "not_reported") return [sign]
  return [
    el("rect", {
      x: x - across / 2,
      y: base - badgeHeight,
      width: across,
      height: badgeHeight - 1,
      ...hiddenPaint(picture, state)
    }),
    ...(state === "suppressed"
      ? [el("rect", { x: x - 6, y: base - badgeHeight + 2, width: 12, height: badgeHeight - 5, fill: "@ground" })]
      : []),
    sign
  ]
}
