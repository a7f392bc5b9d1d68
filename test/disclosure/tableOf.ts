import { stateCode } from "../../release/disclosure/tables/CellState.ts"
import type { CountTable } from "../../release/disclosure/tables/CountTable.ts"
import { TableBuilder } from "../../release/disclosure/tables/TableBuilder.ts"

/** Persons of one combination of leaves, with what each partner put in where that is told. */
export interface LeafCount {
  readonly at: ReadonlyArray<string>
  readonly count: number
  readonly by?: ReadonlyMap<string, number>
}

/** A table with all margins: `above[d](code)` are the codes over a code of dimension d, the label of margins last. */
export const tableOf = (
  name: string,
  dimensions: ReadonlyArray<string>,
  leaves: Iterable<LeafCount>,
  above: ReadonlyArray<(code: string) => ReadonlyArray<string>> = dimensions.map(() => () => ["Total"])
): CountTable => {
  const builder = new TableBuilder(name, dimensions)
  const persons: Array<number> = []
  const byPartner = new Map<number, Map<string, number>>()
  for (const { at, count, by } of leaves) {
    const ways = at.map((code, d) => [code, ...(above[d] as (code: string) => ReadonlyArray<string>)(code)])
    const go = (labels: ReadonlyArray<string>): void => {
      const way = ways[labels.length]
      if (way !== undefined) {
        for (const code of way) go([...labels, code])
        return
      }
      const { row } = builder.row(labels)
      persons[row] = (persons[row] ?? 0) + count
      builder.set(row, { count: persons[row], state: stateCode.published })
      if (by === undefined) return
      const own = byPartner.get(row) ?? new Map<string, number>()
      byPartner.set(row, own)
      for (const [partner, persons] of by) own.set(partner, (own.get(partner) ?? 0) + persons)
    }
    go([])
  }
  for (const [row, own] of byPartner) for (const [partner, persons] of own) builder.contribute(row, partner, persons)
  return builder.build({ contributors: false, contributions: byPartner.size > 0 })
}
