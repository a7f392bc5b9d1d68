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
