/** A protected table, as any reader sees it. Synthetic records are made from these only. */
export interface ProtectedTable {
  readonly columns: ReadonlyArray<string>
  /** Shown cells. A cell that is hidden or zero supports no record. */
  readonly cells: ReadonlyArray<{ readonly values: ReadonlyArray<string>; readonly count: number }>
}

export interface PublishedRow {
  readonly labels: ReadonlyArray<string>
  readonly count: number
  readonly state: string
}

/**
 * Splits a table with margins into tables without: a row with the label of totals in some columns is a cell of the
 * table over the others. The row with all totals is the number of persons. Rows with a label of `groups` (regions,
 * quarters) are sums and are left out.
 */
export const withoutMargins = (
  columns: ReadonlyArray<string>,
  total: string,
  rows: ReadonlyArray<PublishedRow>,
  groups: ReadonlySet<string> = new Set()
): ReadonlyArray<ProtectedTable> => {
  const tables = new Map<string, { columns: ReadonlyArray<string>; cells: Array<ProtectedTable["cells"][number]> }>()
  for (const { labels, count, state } of rows) {
    if (labels.some((label) => groups.has(label))) continue
    const kept = columns.flatMap((name, d) => (labels[d] === total ? [] : [[name, labels[d] as string] as const]))
    const names = kept.map(([name]) => name)
    const key = JSON.stringify(names)
    const table = tables.get(key) ?? { columns: names, cells: [] }
    tables.set(key, table)
    // A table whose cells are all hidden is kept: nothing of it may appear.
    if (state === "published" && count > 0) table.cells.push({ values: kept.map(([, value]) => value), count })
  }
  return [...tables.values()]
}
