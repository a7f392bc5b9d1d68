import type { Equations } from "./Equations.ts"

/** A smaller coefficient counts as zero. */
const nothing = 1e-9

/** Limit of elimination work per entry. Beyond it all remaining rows are kept, because of fill-in. */
const maxFill = 400

type Row = Map<number, number>

/** Subtracts multiples of kept rows until none of their pivots is left in the row. Returns the work. */
const eliminate = (row: Row, kept: ReadonlyMap<number, Row>): number => {
  let work = 0
  for (;;) {
    let pivot = -1
    for (const column of row.keys())
      if (kept.has(column)) {
        pivot = column
        break
      }
    const other = kept.get(pivot)
    if (other === undefined) return work
    const times = row.get(pivot) as number
    for (const [column, x] of other) {
      const rest = (row.get(column) ?? 0) - times * x
      if (Math.abs(rest) < nothing) row.delete(column)
      else row.set(column, rest)
    }
    row.delete(pivot)
    work += other.size
  }
}

/**
 * Returns the equations without rows that follow from others. In tables of many dimensions two of three do, since a
 * margin of margins is a sum in each of its dimensions. The method is elimination, shortest rows first, with the
 * rarest unknown as pivot. A row that is left out wrongly makes a programme looser, never its bounds false.
 */
export const independentRows = (equations: Equations): Equations => {
  const { rows, unknowns, start, index, coefficient, right } = equations
  const length = (r: number) => (start[r + 1] as number) - (start[r] as number)
  const often = new Int32Array(unknowns)
  for (const v of index) often[v] = (often[v] as number) + 1
  const kept = new Map<number, Row>()
  const chosen: Array<number> = []
  let left = maxFill * index.length
  for (const r of Array.from({ length: rows }, (_, r) => r).sort((a, b) => length(a) - length(b) || a - b)) {
    if (left <= 0) {
      chosen.push(r)
      continue
    }
    const row: Row = new Map()
    for (let at = start[r] as number; at < (start[r + 1] as number); at++)
      row.set(index[at] as number, coefficient[at] as number)
    left -= row.size + eliminate(row, kept)
    if (row.size === 0) continue
    let pivot = -1
    for (const v of row.keys()) if (pivot < 0 || (often[v] as number) < (often[pivot] as number)) pivot = v
    const by = row.get(pivot) as number
    for (const [v, x] of row) row.set(v, x / by)
    kept.set(pivot, row)
    chosen.push(r)
  }
  chosen.sort((a, b) => a - b)
  const begin: Array<number> = [0]
  for (const r of chosen) begin.push((begin[begin.length - 1] as number) + length(r))
  const places = chosen.flatMap((r) => Array.from({ length: length(r) }, (_, k) => (start[r] as number) + k))
  return {
    ...equations,
    rows: chosen.length,
    start: Int32Array.from(begin),
    index: Int32Array.from(places, (at) => index[at] as number),
    coefficient: Float64Array.from(places, (at) => coefficient[at] as number),
    right: Float64Array.from(chosen, (r) => right[r] as number)
  }
}
