/**
 * Iterative proportional fitting (Deming and Stephan 1940, "On a least squares adjustment of a sampled frequency table"; Bishop,
 * Fienberg and Holland 1975): of all tables with the known margins, the one closest to a seed in information divergence. Cells
 * with the seed 0 stay 0: structural zeros.
 */
export interface MarginsInput {
  /** Row after row; 0 for cells that must be 0. Use 1 for all others if nothing is known of them. */
  readonly seed: Float64Array
  readonly rows: Float64Array
  readonly columns: Float64Array
}

/** Largest accepted difference to a margin, relative to the total. */
const tolerance = 1e-10

const mostRounds = 10_000

export interface FittedMargins {
  readonly cells: Float64Array
  /** False if the maximum number of rounds was reached: the seed's zeros allow no positive table with these margins, or the fit is slow. */
  readonly converged: boolean
  readonly rounds: number
  /** Largest remaining difference to a margin. */
  readonly off: number
}

/** Why no table has these margins and zeros. */
export type MarginsRefusal = "negative" | "totals-differ" | "empty-row" | "empty-column" | "no-table"

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)

/**
 * Returns the reason why no table has these margins and zeros, or undefined if one has. Uses the largest flow from rows to columns through
 * cells that may be above 0 (Ford and Fulkerson 1956; Gale 1957).
 */
export const checkMargins = ({ seed, rows, columns }: MarginsInput): MarginsRefusal | undefined => {
  const [r, c] = [rows.length, columns.length]
  const all = [...rows, ...columns, ...seed]
  if (all.some((value) => !(value >= 0) || !Number.isFinite(value))) return "negative"
  const total = sum(rows)
  if (Math.abs(total - sum(columns)) > 1e-9 * Math.max(1, total)) return "totals-differ"
  for (let i = 0; i < r; i++)
    if ((rows[i] as number) > 0 && seed.slice(i * c, (i + 1) * c).every((value) => value === 0)) return "empty-row"
  for (let j = 0; j < c; j++)
    if ((columns[j] as number) > 0 && rows.every((_, i) => seed[i * c + j] === 0)) return "empty-column"
  return largestFlow(seed, rows, columns) >= total * (1 - 1e-9) - 1e-9 ? undefined : "no-table"
}

/** Returns the largest flow, by breadth-first augmenting paths (Edmonds and Karp 1972). */
const largestFlow = (seed: Float64Array, rows: Float64Array, columns: Float64Array): number => {
  const [r, c] = [rows.length, columns.length]
  const placed = new Float64Array(r * c)
  const left = { rows: rows.slice(), columns: columns.slice() }
  let flow = 0
  const small = 1e-12 * Math.max(1, sum(rows))
  for (;;) {
    // Nodes: rows 0 … r - 1, columns r …; from[node] is where the path came from, -2 not reached, -1 the start.
    const from = new Int32Array(r + c).fill(-2)
    const queue: Array<number> = []
    for (let i = 0; i < r; i++)
      if ((left.rows[i] as number) > small) {
        from[i] = -1
        queue.push(i)
      }
    let end = -1
    for (let q = 0; q < queue.length && end < 0; q++) {
      const node = queue[q] as number
      if (node < r) {
        for (let j = 0; j < c; j++)
          if (from[r + j] === -2 && (seed[node * c + j] as number) > 0) {
            from[r + j] = node
            if ((left.columns[j] as number) > small) {
              end = r + j
              break
            }
            queue.push(r + j)
          }
      } else
        for (let i = 0; i < r; i++)
          if (from[i] === -2 && (placed[i * c + node - r] as number) > small) {
            from[i] = node
            queue.push(i)
          }
    }
    if (end < 0) return flow
    const path: Array<number> = [end]
    while ((from[path[0] as number] as number) >= 0) path.unshift(from[path[0] as number] as number)
    const start = path[0] as number
    let most = Math.min(left.rows[start] as number, left.columns[end - r] as number)
    for (let s = 1; s < path.length - 1; s += 2)
      most = Math.min(most, placed[(path[s + 1] as number) * c + (path[s] as number) - r] as number)
    for (let s = 0; s < path.length - 1; s++) {
      const [a, b] = [path[s] as number, path[s + 1] as number]
      const at = a < r ? a * c + b - r : b * c + a - r
      placed[at] = (placed[at] as number) + (a < r ? most : -most)
    }
    left.rows[start] = (left.rows[start] as number) - most
    left.columns[end - r] = (left.columns[end - r] as number) - most
    flow += most
  }
}

/** Fits the margins. Call `checkMargins` first. */
export const fitMargins = ({ seed, rows, columns }: MarginsInput): FittedMargins => {
  const [r, c] = [rows.length, columns.length]
  const cells = seed.slice()
  const scale = Math.max(1, sum(rows))
  let off = Number.POSITIVE_INFINITY
  let rounds = 0
  const ratio = (wanted: number, has: number) => (has === 0 ? 0 : wanted / has)
  while (rounds < mostRounds) {
    rounds += 1
    for (let j = 0; j < c; j++) {
      let has = 0
      for (let i = 0; i < r; i++) has += cells[i * c + j] as number
      const by = ratio(columns[j] as number, has)
      for (let i = 0; i < r; i++) cells[i * c + j] = (cells[i * c + j] as number) * by
    }
    // The columns match now, so the largest difference of a row is that of the whole.
    off = 0
    for (let i = 0; i < r; i++) {
      let has = 0
      for (let j = 0; j < c; j++) has += cells[i * c + j] as number
      off = Math.max(off, Math.abs(has - (rows[i] as number)))
      const by = ratio(rows[i] as number, has)
      for (let j = 0; j < c; j++) cells[i * c + j] = (cells[i * c + j] as number) * by
    }
    if (off <= tolerance * scale) return { cells, converged: true, rounds, off }
  }
  return { cells, converged: false, rounds, off }
}
