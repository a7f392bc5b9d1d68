import type { ProtectedTable } from "./ProtectedTable.ts"

/**
 * Returns the tables and, for each, the sums of its cells over its last columns if no table of the remaining ones is
 * published. Any reader can compute them. Without them a column that is published only together with others could not
 * be drawn.
 */
const withSums = (
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

/** The value of a column that a synthetic record leaves empty. */
export const noValue = -1

/** The remaining counts of one table while records are drawn. */
interface Remaining {
  /** Columns by number, ascending. */
  readonly columns: ReadonlyArray<number>
  readonly left: Map<number, number>
}

/** How many more records may have each combination: the published counts less the records drawn. */
export class Support {
  readonly columns: ReadonlyArray<string>
  readonly values: ReadonlyArray<ReadonlyArray<string>>
  /** Published number of persons or, if no table states it, the largest total of any table. */
  readonly persons: number
  /** Tables whose last column in drawing order is this one. */
  readonly #closing: ReadonlyArray<ReadonlyArray<Remaining>>

  constructor(tables: ReadonlyArray<ProtectedTable>) {
    const joined = tables.filter((table) => table.columns.length > 0)
    this.columns = [...new Set(joined.flatMap((table) => table.columns))]
    const lists = this.columns.map(() => new Map<string, number>())
    const closing: Array<Array<Remaining>> = this.columns.map(() => [])
    let most = 0
    for (const table of withSums(joined, this.columns)) {
      const order = table.columns.map((name, d) => ({ c: this.columns.indexOf(name), d })).sort((a, b) => a.c - b.c)
      const left = new Map<number, number>()
      let sum = 0
      for (const { values, count } of table.cells) {
        const whole = Math.floor(count)
        if (!(whole > 0)) continue
        let key = 0
        for (const { c, d } of order) {
          const list = lists[c] as Map<string, number>
          const value = values[d] as string
          if (!list.has(value)) list.set(value, list.size)
          key = key * radix + (list.get(value) as number)
        }
        left.set(key, whole)
        sum += whole
      }
      most = Math.max(most, sum)
      closing[(order.at(-1) as { readonly c: number }).c]?.push({ columns: order.map(({ c }) => c), left })
    }
    if (this.columns.length > 1 && lists.some((list) => list.size >= radix))
      throw new RangeError("A column has too many values.")
    if (joined.some((table) => table.columns.length > 4)) throw new RangeError("A table has more than four columns.")
    this.values = lists.map((list) => [...list.keys()])
    this.#closing = closing
    const total = tables.find((table) => table.columns.length === 0)?.cells[0]?.count
    this.persons = Math.floor(total ?? most)
  }

  /**
   * Returns how many more records may be `record` with this value in column c, over all tables that column c
   * completes; 0 for none.
   */
  left(record: Int32Array, c: number, value: number): number {
    let least = Number.POSITIVE_INFINITY
    for (const { columns, left } of this.#closing[c] as ReadonlyArray<Remaining>) {
      const key = keyOf(columns, record, value)
      if (key < 0) continue
      const own = left.get(key) ?? 0
      if (own <= 0) return 0
      if (own < least) least = own
    }
    return least
  }

  /** Counts the record's value in column c. */
  use(record: Int32Array, c: number): void {
    const value = record[c] as number
    if (value === noValue) return
    for (const { columns, left } of this.#closing[c] as ReadonlyArray<Remaining>) {
      const key = keyOf(columns, record, value)
      if (key >= 0) left.set(key, (left.get(key) as number) - 1)
    }
  }
}

const radix = 8192

/** Returns the key of the record in a table whose last column has `last`; -1 if one of its columns is empty. */
const keyOf = (columns: ReadonlyArray<number>, record: Int32Array, last: number): number => {
  let key = 0
  for (let d = 0; d < columns.length - 1; d++) {
    const value = record[columns[d] as number] as number
    if (value === noValue) return -1
    key = key * radix + value
  }
  return key * radix + last
}
