import type { Component } from "./components.ts"
import type { CellEquations } from "./equationsOf.ts"
import type { Reduced } from "./reduce.ts"

/** Cells of one part of a table, derived from its classes: cell k is sign × class + offset. */
export interface CellsOfPart {
  readonly cell: Uint32Array
  readonly local: Int32Array
  readonly sign: Int8Array
  readonly offset: Float64Array
}

/** Returns the cells whose value depends on the classes of one component. */
export const cellsOfComponent = (
  { members }: Component,
  { cellOf }: CellEquations,
  { classOf, sign, offset }: Reduced
): CellsOfPart => {
  const localOf = new Map(Array.from(members, (id, local) => [id, local]))
  const unknowns = Array.from(classOf.keys()).filter((unknown) => localOf.has(classOf[unknown] as number))
  return {
    cell: Uint32Array.from(unknowns, (unknown) => cellOf[unknown] as number),
    local: Int32Array.from(unknowns, (unknown) => localOf.get(classOf[unknown] as number) as number),
    sign: Int8Array.from(unknowns, (unknown) => sign[unknown] as number),
    offset: Float64Array.from(unknowns, (unknown) => offset[unknown] as number)
  }
}

interface Kept {
  readonly part: CellsOfPart
  /** Position of each cell in the part. */
  readonly place: ReadonlyMap<number, number>
  readonly points: Array<Float64Array>
}

/** Limit of stored numbers, about 16 bytes each. Points beyond it are computed again when needed. */
const maxNumbers = 16_000_000

/**
 * Solutions that earlier attacks found. The next attack on the same table starts with them. Hiding more never
 * invalidates a solution; each is checked against all rows and bounds before it is used.
 */
export class Witnesses {
  readonly #kept: Array<Kept> = []
  #numbers = 0

  /** Registers a part. Returns the function to call with each of its solutions. */
  of(part: CellsOfPart): (point: Float64Array) => void {
    const points: Array<Float64Array> = []
    this.#kept.push({ part, place: new Map(Array.from(part.cell, (cell, k) => [cell, k])), points })
    return (point) => {
      if (this.#numbers + point.length > maxNumbers) return
      this.#numbers += point.length
      points.push(point.slice())
    }
  }

  /**
   * Yields the stored solutions as points of a component. Cells that were visible then have their true values.
   *
   * @param cellOfLocal the representative cell of each class of the component, with sign and offset from the class to
   * it
   */
  *points(truth: Float64Array, cellOfLocal: ReadonlyArray<CellOfClass>): Generator<Float64Array> {
    const before = this.#kept.slice()
    for (const { part, place, points } of before) {
      if (points.length === 0) continue
      const shared = classesIn(part, place, cellOfLocal)
      if (shared.local.length === 0) continue
      for (const point of points) {
        const made = truth.slice()
        for (let i = 0; i < shared.local.length; i++)
          made[shared.local[i] as number] =
            (shared.factor[i] as number) * (point[shared.from[i] as number] as number) + (shared.shift[i] as number)
        yield made
      }
    }
  }
}

/** Returns which classes of a component a part has: class `local` is factor × class `from` of the part + shift. */
const classesIn = (part: CellsOfPart, place: ReadonlyMap<number, number>, cellOfLocal: ReadonlyArray<CellOfClass>) => {
  const found: Array<readonly [local: number, from: number, factor: number, shift: number]> = []
  cellOfLocal.forEach(({ cell, sign, offset }, local) => {
    const k = place.get(cell)
    if (k === undefined) return
    found.push([
      local,
      part.local[k] as number,
      sign * (part.sign[k] as number),
      sign * ((part.offset[k] as number) - offset)
    ])
  })
  return {
    local: Uint32Array.from(found, ([local]) => local),
    from: Uint32Array.from(found, ([, from]) => from),
    factor: Float64Array.from(found, ([, , factor]) => factor),
    shift: Float64Array.from(found, ([, , , shift]) => shift)
  }
}

export interface CellOfClass {
  readonly cell: number
  readonly sign: number
  readonly offset: number
}
