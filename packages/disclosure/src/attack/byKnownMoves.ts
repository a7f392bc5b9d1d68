import { byColumns } from "../algebra/byColumns.ts"
import type { Move } from "../system/Move.ts"
import { type ComponentSearch, isWhole, tolerance } from "./ComponentSearch.ts"
import type { Component } from "./components.ts"
import type { CellEquations } from "./equationsOf.ts"
import type { Reduced } from "./reduce.ts"

/** Limit of the factor by which a move is stretched. It is far above what any need requires. */
const maxStretch = 64

/** The part of a move that concerns one component: its unknowns and their changes. */
export interface LocalMove {
  readonly locals: Int32Array
  readonly by: Float64Array
}

/** The component of each class, and its place there. */
export interface Places {
  readonly part: Int32Array
  readonly local: Int32Array
}

/** Returns for each of `classes` classes its component and its position there. */
export const placesOf = (parts: ReadonlyArray<Component>, classes: number): Places => {
  const part = new Int32Array(classes)
  const local = new Int32Array(classes)
  parts.forEach(({ members }, p) => {
    members.forEach((id, k) => {
      part[id] = p
      local[id] = k
    })
  })
  return { part, local }
}

/**
 * Translates moves of cells into moves of classes, by component. `firstOf`: the representative unknown of each class.
 */
export const localMoves = (
  moves: ReadonlyArray<Move>,
  places: Places,
  { unknownOf }: CellEquations,
  { classOf, sign }: Reduced,
  firstOf: Int32Array
): ReadonlyMap<number, ReadonlyArray<LocalMove>> => {
  const byPart = new Map<number, Array<LocalMove>>()
  for (const { cells, by } of moves) {
    const found = new Map<number, { readonly locals: Array<number>; readonly by: Array<number> }>()
    cells.forEach((cell, k) => {
      const unknown = unknownOf[cell] as number
      const id = unknown < 0 ? -1 : (classOf[unknown] as number)
      if (id < 0 || firstOf[id] !== unknown) return
      const part = places.part[id] as number
      const one = found.get(part) ?? { locals: [], by: [] }
      found.set(part, one)
      one.locals.push(places.local[id] as number)
      one.by.push((sign[unknown] as number) * (by[k] as number))
    })
    for (const [part, one] of found) {
      const list = byPart.get(part) ?? []
      byPart.set(part, list)
      list.push({ locals: Int32Array.from(one.locals), by: Float64Array.from(one.by) })
    }
  }
  return byPart
}

/**
 * Takes known moves as witnesses. Each is checked against all rows and stretched both ways up to the bounds. `base`
 * must be a solution. If whole numbers are required, fractional moves are left out.
 */
export const byKnownMoves = (
  search: ComponentSearch,
  base: Float64Array,
  moves: ReadonlyArray<LocalMove>,
  whole: boolean
): void => {
  const { equations } = search.component
  const rows = byColumns(equations, equations.unknowns)
  const balance = new Float64Array(equations.rows)
  for (const { locals, by } of moves) {
    if (whole && !isWhole(by)) continue
    let up = maxStretch
    let down = maxStretch
    let off = 0
    locals.forEach((v, k) => {
      const change = by[k] as number
      if (change !== 0) {
        const above = search.roomAbove(v, base[v] as number) / Math.abs(change)
        const below = search.roomBelow(v, base[v] as number) / Math.abs(change)
        up = Math.min(up, change > 0 ? above : below)
        down = Math.min(down, change > 0 ? below : above)
      }
      for (let at = rows.start[v] as number; at < (rows.start[v + 1] as number); at++) {
        const r = rows.row[at] as number
        balance[r] = (balance[r] as number) + change * (rows.coefficient[at] as number)
      }
    })
    for (const v of locals)
      for (let at = rows.start[v] as number; at < (rows.start[v + 1] as number); at++) {
        const r = rows.row[at] as number
        off = Math.max(off, Math.abs(balance[r] as number))
        balance[r] = 0
      }
    // A slight imbalance must not be stretched until it matters.
    const stretch = off === 0 ? maxStretch : Math.min(maxStretch, tolerance / off)
    if (stretch < 1e-3) continue
    up = Math.max(0, Math.min(up, stretch))
    down = Math.max(0, Math.min(down, stretch))
    if (whole) {
      up = Math.floor(up)
      down = Math.floor(down)
    }
    locals.forEach((v, k) => {
      const a = (base[v] as number) + (by[k] as number) * up
      const b = (base[v] as number) - (by[k] as number) * down
      search.see(v, Math.min(a, b), Math.max(a, b))
    })
  }
}
