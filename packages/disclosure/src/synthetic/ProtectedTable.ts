/** A table as it left protection: what any reader has. Synthetic records are made from these and from nothing else. */
export interface ProtectedTable {
  readonly columns: ReadonlyArray<string>
  /** Cells that are shown. A cell that is hidden, or shown as zero, supports no record. */
  readonly cells: ReadonlyArray<{ readonly values: ReadonlyArray<string>; readonly count: number }>
}

/** A published row of a table with margins. */
export interface PublishedRow {
  readonly labels: ReadonlyArray<string>
  readonly count: number
  readonly state: string
}

/**
 * Tables without margins from one with margins: a row where columns have the label of totals is a cell of the table over the other
 * columns. The row in which all have it is the number of persons. Rows with a label of `groups` (regions, quarters) are sums of
 * others and are left out.
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
    // A table of which all is hidden still stands: nothing of it may appear.
    if (state === "published" && count > 0) table.cells.push({ values: kept.map(([, value]) => value), count })
  }
  return [...tables.values()]
}
