/** Ids that a partner gives one on each line, and the outcomes of the records that they name. */

/** An id, and the number of its line, counted from 1. Empty lines count and are left out. */
interface IdLine {
  readonly line: number
  readonly id: string
}

/** Returns the ids of a text with one on each line, with the numbers of their lines. Empty lines are skipped. */
export const readIdLines = (text: string): ReadonlyArray<IdLine> =>
  text.split(/\r\n|\r|\n/).flatMap((line, i) => (line.trim() === "" ? [] : [{ line: i + 1, id: line.trim() }]))

/**
 * Returns the outcomes with the line that asked for each, in the order of the lines, and the lines without one. `records` are the ids of the
 * records that each line may mean; two lines may mean the same.
 */
export const outcomesByLine = <A extends { readonly record: string }>(
  lines: ReadonlyArray<IdLine>,
  records: ReadonlyArray<ReadonlyArray<string>>,
  outcomes: ReadonlyArray<A>
) => {
  const byRecord = Map.groupBy(outcomes, ({ record }) => record)
  const found = lines.map(({ line }, i) => ({
    line,
    own: [...new Set(records[i])].flatMap((record) => byRecord.get(record) ?? [])
  }))
  return {
    outcomes: found.flatMap(({ line, own }) => own.map((outcome) => ({ line, ...outcome }))),
    withoutOutcome: found.flatMap(({ line, own }) => (own.length === 0 ? [line] : []))
  }
}
