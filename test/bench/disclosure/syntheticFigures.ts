/** How good synthetic records are, length by length, by all combinations they hold and by those that an answer publishes. */
import { subsets } from "@corridor/disclosure/private/Domain"
import type { PublishedMarginal } from "@corridor/disclosure/private/publishMarginal"
import { columns } from "./caseRecords.ts"

type Rows = ReadonlyArray<ReadonlyArray<string>>

const countsOf = (rows: Rows, set: ReadonlyArray<number>) => {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const values = set.map((c) => row[c] as string)
    if (!values.includes("")) counts.set(values.join("|"), (counts.get(values.join("|")) ?? 0) + 1)
  }
  return counts
}

export const syntheticFigures = (
  rows: Rows,
  synthetic: Rows,
  marginals: ReadonlyArray<PublishedMarginal>
): ReadonlyArray<string> =>
  [1, 2, 3].map((length) => {
    let [error, both, there, held, persons, shown, same, compared] = [0, 0, 0, 0, 0, 0, 0, 0]
    for (const set of subsets([...columns.keys()], length).filter((one) => one.length === length)) {
      const [truth, found] = [countsOf(rows, set), countsOf(synthetic, set)]
      there += truth.size
      held += found.size
      for (const [name, count] of truth) {
        persons += count
        const other = found.get(name)
        if (other === undefined) continue
        both += 1
        shown += count
        error += Math.abs(count - other)
      }
      const own = marginals.find((marginal) => marginal.columns.join() === set.map((c) => columns[c]).join())
      for (const { values } of own?.cells ?? []) {
        const name = values.join("|")
        if (!truth.has(name)) continue
        compared += 1
        same += Math.abs((truth.get(name) as number) - (found.get(name) ?? 0))
      }
    }
    return (
      `synthetic length ${length}: mean error ${(error / both).toFixed(2)}, on what is published here ${(same / compared).toFixed(2)};` +
      ` suppressed ${(100 * (1 - both / there)).toFixed(1)} % of persons ${(100 * (1 - shown / persons)).toFixed(1)} %` +
      ` invented ${(100 * (1 - both / held)).toFixed(1)} %`
    )
  })
