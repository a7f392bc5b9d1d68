/** What a release shows of a cell. A cell that it does not contain has no value. */
export type DisclosedValue =
  | {
      readonly state: "published"
      readonly victims: number
      /** The release in which the count was current: this one or an earlier one. */
      readonly asOf: number
    }
  | { readonly state: "suppressed" }

/** What one earlier release showed of one cell. */
export interface PriorValue {
  readonly release: number
  /** Threshold of the release: it suppressed counts from 1 up to this, exclusive. */
  readonly threshold: number
  readonly shown: DisclosedValue | undefined
}

/** Returns the counts that were current when they were published. */
export const exactCounts = (past: ReadonlyArray<PriorValue>): ReadonlyArray<number> =>
  past.flatMap(({ release, shown }) => (shown?.state === "published" && shown.asOf === release ? [shown.victims] : []))
