import type { LinearProgramme } from "../solver/LinearProgramme.ts"
import type { Equations } from "./Equations.ts"

/** Returns the equations as a programme without an objective. */
export const toProgramme = (equations: Equations, whole: boolean): LinearProgramme => ({
  columns: equations.unknowns,
  rows: equations.rows,
  cost: new Float64Array(equations.unknowns),
  low: equations.low,
  high: equations.high,
  rowLow: equations.right,
  rowHigh: equations.right,
  start: equations.start,
  index: equations.index,
  coefficient: equations.coefficient,
  ...(whole ? { whole: new Int32Array(equations.unknowns).fill(1) } : {})
})
