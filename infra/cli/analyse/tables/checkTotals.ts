/** What contradicts itself in a table of flows that can still be read: totals and their parts, and rows that may be copies. */
import type { Problems } from "@corridor/disclosure/tables/Problems"
import type { Cell } from "@corridor/flow-statistics/cells/Cell"

/** A row of persons, or of their total: the label of an end is undefined where it is a total over all of them. */
export interface FlowLine {
  /** Index among the rows of the table. */
  readonly at: number
  readonly origin: string | undefined
  readonly destination: string | undefined
  /** "" if the table has no periods. */
  readonly period: string
  readonly cell: Cell
}

interface Sum {
  low: number
  high: number
}

const keyOf = (origin: string | undefined, destination: string | undefined, period: string): string =>
  JSON.stringify([origin ?? null, destination ?? null, period])

/** Returns the sums of parts for each total that they may have, over one period and over all. */
const sumsOf = (parts: ReadonlyArray<FlowLine>): ReadonlyMap<string, Sum> => {
  const sums = new Map<string, Sum>()
  for (const { origin, destination, period, cell } of parts)
    for (const from of [origin, undefined])
      for (const to of [destination, undefined])
        for (const when of new Set([period, ""])) {
          const key = keyOf(from, to, when)
          const sum = sums.get(key) ?? { low: 0, high: 0 }
          sums.set(key, { low: sum.low + cell.low, high: sum.high + cell.high })
        }
  return sums
}

/** Persons by which sums of rounded shares of a person may differ. */
const rounding = 1e-6

/**
 * Returns what is wrong with totals: rows of the same total, and totals that cannot be the sum of their parts, whatever hidden cells are. A total above its
 * parts may have others that the table does not name.
 *
 * @param isWhole whether no row is without a number: one may have the persons that a total is above its parts
 */
export const checkTotals = (
  problems: Problems,
  {
    totals,
    parts,
    rowAt,
    column,
    isWhole
  }: {
    readonly totals: ReadonlyArray<FlowLine>
    readonly parts: ReadonlyArray<FlowLine>
    readonly rowAt: (at: number) => number
    readonly column: string
    readonly isWhole: boolean
  }
): void => {
  const sums = sumsOf(parts)
  const seen = new Map<string, number>()
  for (const { at, origin, destination, period, cell } of totals) {
    const key = keyOf(origin, destination, period)
    const before = seen.get(key)
    if (before !== undefined)
      problems.add(rowAt(at), column, "total-twice", `each total once in a period: row ${before} has it, too`)
    else seen.set(key, rowAt(at))
    const { low, high } = sums.get(key) ?? { low: 0, high: 0 }
    if (cell.high < low - rounding)
      problems.add(rowAt(at), column, "below-parts", "a total of at least the sum of its rows")
    else if (isWhole && cell.low > high + rounding)
      problems.add(rowAt(at), column, "above-parts", "a total of its rows: some of its persons are in none of them")
  }
}

/** Adds each row that has the same fields as an earlier one: its persons are counted twice if it is a copy. */
export const checkCopies = (
  problems: Problems,
  lines: ReadonlyArray<FlowLine>,
  copies: ReadonlyMap<number, number>,
  rowAt: (at: number) => number
): void => {
  for (const { at } of lines) {
    const first = copies.get(at)
    if (first !== undefined)
      problems.add(
        rowAt(at),
        "",
        "row-twice",
        `no row that repeats row ${rowAt(first)}: both are counted; remove this one if it is a copy`
      )
  }
}
