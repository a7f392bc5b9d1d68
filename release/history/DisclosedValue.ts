/** A cell as a release shows it; a cell that it does not show is undefined. */
export type DisclosedValue =
  | {
      readonly state: "published"
      readonly victims: number
      /** The release whose count it is: this one's or an earlier one's. */
      readonly asOf: number
    }
  | { readonly state: "suppressed" }

/** What one release said of one cell. */
export interface PriorValue {
  readonly release: number
  /** The release's threshold: counts from 1 to below it were hidden. */
  readonly threshold: number
  readonly shown: DisclosedValue | undefined
}

/** Counts that were current when they were said. */
export const exactCounts = (past: ReadonlyArray<PriorValue>): ReadonlyArray<number> =>
  past.flatMap(({ release, shown }) => (shown?.state === "published" && shown.asOf === release ? [shown.victims] : []))
