/** Origin, transit and destination as ring, diamond and dot, so that colour is never the only difference. */

import { type El, el } from "./El.ts"
import type { Point } from "./Picture.ts"

export type Role = "origin" | "transit" | "destination"
export const roles: ReadonlyArray<Role> = ["origin", "transit", "destination"]

const signs: Readonly<Record<Role, (x: number, y: number, r: number) => El>> = {
  origin: (cx, cy, r) => el("circle", { cx, cy, r, fill: "none", stroke: "@origin", "stroke-width": r * 0.36 }),
  transit: (x, y, r) =>
    el("path", {
      d: `M${x} ${y - r * 1.35}L${x + r * 1.35} ${y}L${x} ${y + r * 1.35}L${x - r * 1.35} ${y}Z`,
      fill: "none",
      stroke: "@transit",
      "stroke-width": r * 0.25
    }),
  destination: (cx, cy, r) => el("circle", { cx, cy, r: r * 0.5, fill: "@destination" })
}

/** Draws the signs of all roles of a place inside each other. */
export const roleSign = ([x, y]: Point, own: ReadonlySet<Role>, r = 7): El =>
  el(
    "g",
    {},
    el("circle", { cx: x, cy: y, r: r * 1.1, fill: "@ground", "fill-opacity": 0.85 }),
    ...roles.filter((role) => own.has(role)).map((role) => signs[role](x, y, r))
  )
