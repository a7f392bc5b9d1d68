/** A cell as a release shows it; a cell that it does not show is undefined. */
export type ShownCell =
  | {
      readonly state: "published"
      readonly victims: number
      /** The release whose count it is: this one's or an earlier one's. */
      readonly asOf: number
    }
  | { readonly state: "suppressed" }

/** What one release said of one cell. */
export interface Saying {
  readonly release: number
  /** The release's threshold: counts from 1 to below it were hidden. */
  readonly threshold: number
  readonly shown: ShownCell | undefined
}

/** Counts that were current when they were said. */
export const exactCounts = (past: ReadonlyArray<Saying>): ReadonlyArray<number> =>
  past.flatMap(({ release, shown }) => (shown?.state === "published" && shown.asOf === release ? [shown.victims] : []))
