import type { CountTable } from "../tables/CountTable.ts"

/**
 * Returns a sentence about each earlier table with dimensions or labels that none of these tables has. Only sums over them are compared. If they
 * have merely been renamed, a change is overlooked.
 */
export const notCompared = (
  tables: ReadonlyArray<CountTable>,
  earlier: ReadonlyArray<CountTable>
): ReadonlyArray<string> => {
  const labels = new Map<string, Set<string>>()
  for (const { dimensions, codes } of tables)
    for (const [d, name] of dimensions.entries()) {
      const known = labels.get(name) ?? new Set()
      for (const label of codes[d] ?? []) known.add(label)
      labels.set(name, known)
    }
  return earlier.flatMap(({ name: file, dimensions, codes }) => {
    const missing = dimensions.filter((name) => !labels.has(name))
    const others = dimensions.flatMap((name, d) => {
      const known = labels.get(name)
      const count = known === undefined ? 0 : (codes[d] ?? []).filter((label) => !known.has(label)).length
      return count === 0 ? [] : [`${count} of ${codes[d]?.length} labels of ${name}`]
    })
    const what = [...(missing.length === 0 ? [] : [`the dimensions ${missing.join(", ")}`]), ...others]
    return what.length === 0
      ? []
      : [
          `Only in the earlier table ${file}: ${what.join("; ")}. Counts with them were not compared. If something was merely renamed, use the same name.`
        ]
  })
}
