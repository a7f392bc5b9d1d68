import type { ProtectedTable } from "./ProtectedTable.ts"

/**
 * Returns the tables and, for each, the sums of its cells over its last columns if no table of the remaining ones is
 * published. Any reader can compute them. Without them a column that is published only together with others could not
 * be drawn.
 */
export const withSums = (
  tables: ReadonlyArray<ProtectedTable>,
  columns: ReadonlyArray<string>
): ReadonlyArray<ProtectedTable> => {
  const nameOf = (own: ReadonlyArray<string>) => JSON.stringify([...own].sort())
  const there = new Set(tables.map((table) => nameOf(table.columns)))
  const all = [...tables]
  for (const table of tables) {
    const order = table.columns
      .map((name, d) => ({ name, d }))
      .sort((x, y) => columns.indexOf(x.name) - columns.indexOf(y.name))
    for (let k = order.length - 1; k > 0; k--) {
      const kept = order.slice(0, k)
      const name = nameOf(kept.map((one) => one.name))
      if (there.has(name)) continue
      there.add(name)
      const sums = new Map<string, { values: ReadonlyArray<string>; count: number }>()
      for (const { values, count } of table.cells) {
        if (!(count > 0)) continue
        const own = kept.map(({ d }) => values[d] as string)
        const key = JSON.stringify(own)
        sums.set(key, { values: own, count: (sums.get(key)?.count ?? 0) + Math.floor(count) })
      }
      all.push({ columns: kept.map((one) => one.name), cells: [...sums.values()] })
    }
  }
  return all
}
