import type { CellState } from "@corridor/disclosure/tables/CellState"
import { arc } from "./arc.ts"
import type { Background } from "./background.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import type { Point } from "./Picture.ts"
import { placeNames } from "./placeNames.ts"
import { type Role, roleSign } from "./roleSign.ts"

export interface DrawnFlow {
  readonly origin: string
  readonly destination: string
  readonly state: CellState
  readonly value: number | undefined
  readonly mark: Mark
}

export interface DrawnPlace {
  readonly place: string
  readonly name: string
  readonly roles: ReadonlySet<Role>
  readonly mark: Mark
}

const widest = 13

/** The width of an arrow, proportional to persons. The scale is the same for all years and based on published figures. */
export const arrowWidth = (value: number, most: number): number => Math.max(1, (value / most) * widest)

/** A flow within one place, as a loop. */
const loop = ([x, y]: Point, width: number, paint: string, isBroken: boolean): El =>
  el("path", {
    d: `M${x - 6} ${y - 11}C${x - 26} ${y - 42} ${x + 26} ${y - 42} ${x + 6} ${y - 11}`,
    fill: "none",
    stroke: paint,
    "stroke-width": width,
    ...(isBroken ? { "stroke-dasharray": "2 5" } : {})
  })

export const flowMap = (
  background: Background,
  flows: ReadonlyArray<DrawnFlow>,
  places: ReadonlyArray<DrawnPlace>,
  most: number
): ReadonlyArray<El> => {
  const { at, clear } = background
  const arrows = flows
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .flatMap(({ origin, destination, value, mark }) => {
      const [from, to] = [at.get(origin), at.get(destination)]
      if (from === undefined || to === undefined) return []
      const isBroken = value === undefined
      const width = value === undefined ? 1.5 : arrowWidth(value, most)
      const paint = isBroken ? "@hatch" : "@flow"
      const shape =
        origin === destination ? [loop(from, width, paint, isBroken)] : arc({ from, to, width, paint, clear, isBroken })
      return [marked(el("g", { opacity: isBroken ? 1 : 0.88 }, ...shape), mark)]
    })
  const signs = places.flatMap(({ place, roles, mark }) => {
    const point = at.get(place)
    return point === undefined ? [] : [marked(roleSign(point, roles), mark)]
  })
  const names = background.isNamed
    ? []
    : placeNames(
        places.flatMap(({ place, name }) => {
          const point = at.get(place)
          return point === undefined ? [] : [{ name, point }]
        }),
        background.width,
        background.height
      )
  return [
    ...background.body,
    el("g", {}, ...arrows),
    el("g", {}, ...signs),
    el("g", { "aria-hidden": "true" }, ...names)
  ]
}
