/**
 * Records of which each is like at least `k` - 1 others, as those that CTDC publishes are: values of records that are too few are taken out one by one,
 * those first without which most others are alike. For comparisons of private methods only.
 */
type Rows = ReadonlyArray<ReadonlyArray<string>>

const without = (row: ReadonlyArray<string>, column: number) => row.with(column, "").join("|")

export const kAnonymous = (records: Rows, k = 11): Rows => {
  let rows: Rows = records
  for (;;) {
    const kinds = Map.groupBy(rows, (row) => row.join("|"))
    const isFew = (row: ReadonlyArray<string>) => (kinds.get(row.join("|"))?.length ?? 0) < k
    const few = rows.filter(isFew)
    if (few.length === 0) return rows
    if (few.every((row) => row.every((value) => value === ""))) return rows.filter((row) => !isFew(row))
    const alike = new Map<string, number>()
    for (const row of few)
      row.forEach((value, c) => {
        if (value !== "") alike.set(without(row, c), (alike.get(without(row, c)) ?? 0) + 1)
      })
    const chances = (name: string) => (alike.get(name) ?? 0) + ((kinds.get(name)?.length ?? 0) >= k ? k : 0)
    rows = rows.map((row) => {
      if (!isFew(row)) return row
      let [best, most] = [-1, -1]
      row.forEach((value, c) => {
        const own = value === "" ? -1 : chances(without(row, c))
        if (own > most) [best, most] = [c, own]
      })
      return best < 0 ? row : row.with(best, "")
    })
  }
}
