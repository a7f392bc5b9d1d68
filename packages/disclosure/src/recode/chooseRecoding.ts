/** What a way to publish a table would tell, for whoever chooses among them. */
export interface RecodingOutcome {
  readonly name: string
  /** Cells of the table, and those that would be published. */
  readonly cells: number
  readonly published: number
  /** Corridors that would be published, and the part of all persons that they have. */
  readonly corridors: number
  readonly valueShare: number
  /** False where some hidden cell could not be shown to be safe: it can't be chosen. */
  readonly safe: boolean
}

/**
 * Picks the way that publishes the most of the persons; of ways within a hundredth of it, the one with the most cells: detail is worth a
 * little value. Undefined where none is safe.
 */
export const chooseRecoding = <A extends RecodingOutcome>(outcomes: ReadonlyArray<A>): A | undefined => {
  const safe = outcomes.filter((one) => one.safe)
  const most = Math.max(...safe.map((one) => one.valueShare))
  return safe
    .filter((one) => one.valueShare >= most - 0.01)
    .sort((a, b) => b.published - a.published || b.valueShare - a.valueShare)[0]
}
