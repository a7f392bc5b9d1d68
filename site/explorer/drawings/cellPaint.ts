/** Each state of a cell has a pattern and a sign, so that colour is never the only difference. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { type El, el } from "./El.ts"

/** The patterns of a picture. Their ids contain the picture's name, because ids are unique in the page. */
export const patterns = (picture: string): El =>
  el(
    "defs",
    {},
    el(
      "pattern",
      {
        id: `${picture}-suppressed`,
        width: 6,
        height: 6,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)"
      },
      el("rect", { width: 6, height: 6, fill: "@ground" }),
      el("rect", { width: 1.6, height: 6, fill: "@hatch" })
    ),
    el(
      "pattern",
      { id: `${picture}-not_reported`, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
      el("rect", { width: 6, height: 6, fill: "@ground" }),
      el("circle", { cx: 3, cy: 3, r: 0.8, fill: "@hatch" })
    )
  )

/** The attributes of a shape for a cell without a value. */
export const hiddenPaint = (picture: string, state: Exclude<CellState, "published">) =>
  state === "not_collected"
    ? { fill: "none", stroke: "@edge", "stroke-width": 1, "stroke-dasharray": "3 3" }
    : { fill: `url(#${picture}-${state})`, stroke: "@edge", "stroke-width": 0.75 }

/** The sign of a cell without a value. */
export const stateSign: Readonly<Record<Exclude<CellState, "published">, string>> = {
  suppressed: "S",
  not_reported: "–",
  not_collected: "×"
}
