/**
 * The equations that an attacker solves: cells that are not visible are unknowns, and each relation with an unknown
 * is an equation. All numbers are whole.
 */
export interface Equations {
  readonly unknowns: number
  /** Bounds of each unknown. Propagation narrows them in place. */
  readonly low: Float64Array
  readonly high: Float64Array
  readonly rows: number
  /**
   * Row r: the sum of coefficient × unknown over start[r] to start[r + 1] - 1 equals right[r]. No unknown occurs
   * twice in a row.
   */
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
  readonly right: Float64Array
}

/** The rows of each unknown: `row[start[v]]` to `row[start[v + 1] - 1]`. */
export interface RowsOf {
  readonly start: Int32Array
  readonly row: Int32Array
}

export const rowsOf = (equations: Equations): RowsOf => {
  const start = new Int32Array(equations.unknowns + 1)
  for (const unknown of equations.index) start[unknown + 1] = (start[unknown + 1] as number) + 1
  for (let v = 0; v < equations.unknowns; v++) start[v + 1] = (start[v + 1] as number) + (start[v] as number)
  const row = new Int32Array(equations.index.length)
  const next = start.slice()
  for (let r = 0; r < equations.rows; r++)
    for (let at = equations.start[r] as number; at < (equations.start[r + 1] as number); at++) {
      const unknown = equations.index[at] as number
      row[next[unknown] as number] = r
      next[unknown] = (next[unknown] as number) + 1
    }
  return { start, row }
}
