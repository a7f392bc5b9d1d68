import { Effect } from "effect"
import { stateCode } from "../tables/CellState.ts"
import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import { TableRefused } from "../tables/TableRefused.ts"

/** Returns a published table with the counts of its suppressed cells, from the table that it was made from. Fails if a published count is another there. */
export const withSuppressedCounts = Effect.fn("withSuppressedCounts")(function* (
  published: CountTable,
  input: CountTable
) {
  const order = published.dimensions.map((name) => input.dimensions.indexOf(name))
  const nameOf = (labels: ReadonlyArray<string>) => JSON.stringify(labels)
  const counts = new Map<string, number>()
  for (let row = 0; row < input.rows; row++) {
    const labels = labelsOf(input, row)
    counts.set(nameOf(order.map((d) => labels[d] ?? "")), input.count[row] as number)
  }
  const countOf = (row: number) => counts.get(nameOf(labelsOf(published, row))) ?? Number.NaN
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
  return { ...published, count } satisfies CountTable
})
