/**
 * What is protected together, as numbers: cells and the additive relations among them. Made from tables once
 * (`tables/toSystem.ts`); suppression, rounding and the attacker all work on it and know nothing of places and years.
 */

/**
 * Additive relations in rows: relation `r` says that the cell `total[r]` is the sum of the cells
 * `part[start[r]] … part[start[r + 1] - 1]`.
 */
export interface Relations {
  readonly count: number
  /** Where the parts of each relation begin in `part`; one longer than there are relations. */
  readonly start: Uint32Array
  readonly part: Uint32Array
  readonly total: Uint32Array
}

/** One system; a cell that stands in two tables is one cell here. */
export interface LinkedSystem {
  readonly cells: number
  /** Persons in each cell: whole numbers from 0 on. */
  readonly value: Float64Array
  readonly relations: Relations
  /**
   * 1 for a cell that is no figure of the release but of what is known besides: an earlier release's, or one that no table shows and
   * that sums need. Nothing says its value unless `known` below does.
   */
  readonly unshown: Uint8Array
}

/** What whoever attacks knows of cells before anything is published: the same for all unless he is an insider. */
export interface Knowledge {
  /** Lowest and highest value that each cell may have: 0 and infinity where nothing is known. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/** What a hidden cell needs of the interval that the best attacker is left with. */
export interface Need {
  /** The interval's width is at least this: max(5, the profile's protection). */
  readonly width: Float64Array
  /** The interval reaches at least up to this; 0 where nothing is asked. */
  readonly reach: Float64Array
  /** Threshold of the profile: an interval within 1 … threshold - 1 is a disclosure where the profile forbids it; 0 where not. */
  readonly small: number
}

/** Which cells are hidden: 0 published, 1 primary (unsafe by itself), 2 secondary (hidden to protect others). */
export type Hidden = Uint8Array

/** What an attacker can prove of each cell. */
export interface Intervals {
  readonly low: Float64Array
  readonly high: Float64Array
  /** 1 where [low, high] is exact; 0 where it is only known to hold at least these values. */
  readonly exact: Uint8Array
}
