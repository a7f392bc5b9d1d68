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
  readonly points: Array<Float64Array>
}

/** Limit of stored numbers, about 16 bytes each. Points beyond it are computed again when needed. */
const mostNumbers = 16_000_000

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
    this.#kept.push({ part, points })
    return (point) => {
      if (this.#numbers + point.length > mostNumbers) return
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
    for (const { part, points } of before) {
      const place = new Map(Array.from(part.cell, (cell, k) => [cell, k]))
      const from = cellOfLocal.map(({ cell }) => place.get(cell) ?? -1)
      if (from.every((k) => k < 0)) continue
      for (const point of points)
        yield truth.map((x, v) => {
          const k = from[v] as number
          if (k < 0) return x
          const value =
            (part.sign[k] as number) * (point[part.local[k] as number] as number) + (part.offset[k] as number)
          const { sign, offset } = cellOfLocal[v] as CellOfClass
          return sign * (value - offset)
        })
    }
  }
}

export interface CellOfClass {
  readonly cell: number
  readonly sign: number
  readonly offset: number
}
