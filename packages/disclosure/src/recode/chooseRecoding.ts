/** What a recoding would publish. */
export interface RecodingOutcome {
  readonly name: string
  readonly cells: number
  readonly published: number
  /** Corridors that would be published, and their share of all persons. */
  readonly corridors: number
  readonly valueShare: number
  /** False if a hidden cell could not be proved safe. Then it cannot be chosen. */
  readonly safe: boolean
}

/**
 * Returns the recoding that publishes most persons; of those within one percent of it, the one with most cells.
 * Undefined if none is safe.
 */
export const chooseRecoding = <A extends RecodingOutcome>(outcomes: ReadonlyArray<A>): A | undefined => {
  const safe = outcomes.filter((one) => one.safe)
  const most = Math.max(...safe.map((one) => one.valueShare))
  return safe
    .filter((one) => one.valueShare >= most - 0.01)
    .sort((a, b) => b.published - a.published || b.valueShare - a.valueShare)[0]
}
