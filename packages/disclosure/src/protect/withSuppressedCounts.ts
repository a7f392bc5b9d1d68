import { Effect } from "effect"
import { stateCode } from "../tables/CellState.ts"
import { type Contributions, type CountTable, labelsOf } from "../tables/CountTable.ts"
import { TableRefused } from "../tables/TableRefused.ts"

/** Returns the contributions to some rows, in their order; none to -1. */
const contributionsTo = (rows: Int32Array, { partners, start, partner, count }: Contributions): Contributions => {
  const places = Array.from(rows, (row) =>
    row < 0
      ? []
      : Array.from(
          { length: (start[row + 1] as number) - (start[row] as number) },
          (_, k) => (start[row] as number) + k
        )
  )
  const all = places.flat()
  const starts = new Uint32Array(rows.length + 1)
  for (const [row, own] of places.entries()) starts[row + 1] = (starts[row] as number) + own.length
  return {
    partners,
    start: starts,
    partner: Uint32Array.from(all, (at) => partner[at] as number),
    count: Float64Array.from(all, (at) => count[at] as number)
  }
}

/**
 * Returns a published table with the counts of its suppressed cells and the partners of all, from the table that it was made from. Fails if a published
 * count is another there.
 */
export const withSuppressedCounts = Effect.fn("withSuppressedCounts")(function* (
  published: CountTable,
  input: CountTable
) {
  const order = published.dimensions.map((name) => input.dimensions.indexOf(name))
  const nameOf = (labels: ReadonlyArray<string>) => JSON.stringify(labels)
  const rows = new Map<string, number>()
  for (let row = 0; row < input.rows; row++) {
    const labels = labelsOf(input, row)
    rows.set(nameOf(order.map((d) => labels[d] ?? "")), row)
  }
  const rowOf = Int32Array.from(
    { length: published.rows },
    (_, row) => rows.get(nameOf(labelsOf(published, row))) ?? -1
  )
  const countOf = (row: number) => input.count[rowOf[row] as number] ?? Number.NaN
  const isOther = published.state.some(
    (state, row) => state === stateCode.published && published.count[row] !== 0 && published.count[row] !== countOf(row)
  )
  if (isOther)
    return yield* new TableRefused({
      message: "An earlier table was not made from its --earlier-input: a published count is another there",
      problems: []
    })
  const count = published.count.map((shown, row) =>
    published.state[row] === stateCode.suppressed ? countOf(row) : shown
  )
  const contributions =
    input.contributions === undefined ? {} : { contributions: contributionsTo(rowOf, input.contributions) }
  return { ...published, count, ...contributions } satisfies CountTable
})
