import type { Hidden, Knowledge, LinkedSystem } from "../system/LinkedSystem.ts"
import type { Equations } from "./Equations.ts"
import { RowBuilder } from "./RowBuilder.ts"

/** The attacker's equations, and which unknown each cell is. */
export interface CellEquations {
  readonly equations: Equations
  /** Unknown of each cell; -1 for a published one. */
  readonly unknownOf: Int32Array
  /** Cell of each unknown. */
  readonly cellOf: Uint32Array
  /** Relations whose published figures do not add up. */
  readonly contradictions: number
}

/** Returns whether the attacker does not see a cell: it is hidden, or no figure of the release. */
export const isUnknown = (system: LinkedSystem, hidden: Hidden, cell: number): boolean =>
  hidden[cell] !== 0 || system.unshown[cell] !== 0

/**
 * Builds the attacker's equations: published values are constants, hidden and unpublished cells are unknowns within
 * their known bounds.
 */
export const equationsOf = (system: LinkedSystem, hidden: Hidden, known: Knowledge): CellEquations => {
  const unknownOf = new Int32Array(system.cells).fill(-1)
  let unknowns = 0
  for (let cell = 0; cell < system.cells; cell++) if (isUnknown(system, hidden, cell)) unknownOf[cell] = unknowns++
  const cellOf = new Uint32Array(unknowns)
  const low = new Float64Array(unknowns)
  const high = new Float64Array(unknowns)
  for (let cell = 0; cell < system.cells; cell++) {
    const unknown = unknownOf[cell] as number
    if (unknown < 0) continue
    cellOf[unknown] = cell
    low[unknown] = Math.ceil(known.low[cell] as number)
    high[unknown] = Math.floor(known.high[cell] as number)
  }
  const builder = new RowBuilder(unknowns)
  const put = (cell: number, sign: number) => {
    const unknown = unknownOf[cell] as number
    if (unknown < 0) builder.addConstant(sign * (system.value[cell] as number))
    else builder.add(unknown, sign)
  }
  const { count, start, part, total } = system.relations
  for (let r = 0; r < count; r++) {
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) put(part[at] as number, 1)
    put(total[r] as number, -1)
    builder.end()
  }
  return { equations: builder.build(low, high), unknownOf, cellOf, contradictions: builder.contradictions }
}
