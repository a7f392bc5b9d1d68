/**
 * Tables as numbers: cells and the additive relations among them. Built once by `toSystem`; suppression, rounding and
 * attacks use only this form.
 */

/**
 * Additive relations by row: relation `r` states that the cell `total[r]` is the sum of the cells `part[start[r]]` to
 * `part[start[r + 1] - 1]`.
 */
export interface Relations {
  readonly count: number
  /** Where the parts of each relation begin in `part`; one longer than there are relations. */
  readonly start: Uint32Array
  readonly part: Uint32Array
  readonly total: Uint32Array
}

/** One linked system. A cell that occurs in two tables is one cell. */
export interface LinkedSystem {
  readonly cells: number
  /** Persons in each cell: whole numbers from 0 on. */
  readonly value: Float64Array
  readonly relations: Relations
  /**
   * 1 for a cell that the release does not publish: one of an earlier release, or a missing margin that sums need.
   * Only `known` limits its value.
   */
  readonly unshown: Uint8Array
}

/** What an attacker knows about cells before anything is published. Insiders know more. */
export interface Knowledge {
  /** Lowest and highest possible value of each cell: 0 and infinity if nothing is known. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/** What a hidden cell requires of the interval that the best attacker is left with. */
export interface Need {
  /** Minimum width: max(5, the profile's protection). */
  readonly width: Float64Array
  /** The interval must reach at least this value; 0 if there is no such requirement. */
  readonly reach: Float64Array
  /** The profile's threshold: an interval within 1 to threshold - 1 is a disclosure. 0 if the profile allows it. */
  readonly small: number
}

/** Which cells are hidden: 0 published, 1 primary (unsafe by itself), 2 secondary (hidden to protect others). */
export type Hidden = Uint8Array

/** What an attacker can prove about each cell. */
export interface Intervals {
  readonly low: Float64Array
  readonly high: Float64Array
  /** 1 if [low, high] is exact; 0 if these values are only known to be possible. */
  readonly exact: Uint8Array
}
