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

const maxRounds = 10_000

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

/** A flow from rows to columns. Nodes are the rows 0 … r - 1 and then the columns. */
interface Flow {
  readonly seed: Float64Array
  /** Flow through each cell. */
  readonly placed: Float64Array
  /** What the nodes can still take. */
  readonly left: Float64Array
  readonly rows: number
  readonly columns: number
  /** Smaller values are treated as 0. */
  readonly small: number
}

/** Returns the nodes that a step leads to: columns of cells that may be above 0, or rows from which flow can be taken back. */
const neighbours = ({ seed, placed, rows, columns, small }: Flow, node: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  if (node < rows) {
    for (let j = 0; j < columns; j++) if ((seed[node * columns + j] as number) > 0) found.push(rows + j)
  } else for (let i = 0; i < rows; i++) if ((placed[i * columns + node - rows] as number) > small) found.push(i)
  return found
}

const [notReached, start] = [-2, -1]

/** Returns a shortest path from a row to a column that can take more, row and column in turn; undefined if there is none. */
const shortestPath = (flow: Flow): ReadonlyArray<number> | undefined => {
  const { left, rows, columns, small } = flow
  const before = new Int32Array(rows + columns).fill(notReached)
  const queue: Array<number> = []
  const reach = (node: number, from: number) => {
    before[node] = from
    queue.push(node)
  }
  for (let i = 0; i < rows; i++) if ((left[i] as number) > small) reach(i, start)
  for (const node of queue)
    for (const next of neighbours(flow, node)) {
      if (before[next] !== notReached) continue
      reach(next, node)
      if (next < rows || (left[next] as number) <= small) continue
      const path = [next]
      for (let at = node; at !== start; at = before[at] as number) path.unshift(at)
      return path
    }
  return undefined
}

/** Sends as much as possible along a path. Returns how much. */
const augment = ({ placed, left, rows, columns }: Flow, path: ReadonlyArray<number>): number => {
  const ends = [path[0] as number, path.at(-1) as number]
  const steps = path.slice(1).map((to, s) => {
    const from = path[s] as number
    return { isBack: from >= rows, cell: Math.min(from, to) * columns + Math.max(from, to) - rows }
  })
  const most = steps.reduce(
    (least, { isBack, cell }) => (isBack ? Math.min(least, placed[cell] as number) : least),
    Math.min(...ends.map((node) => left[node] as number))
  )
  for (const { isBack, cell } of steps) placed[cell] = (placed[cell] as number) + (isBack ? -most : most)
  for (const node of ends) left[node] = (left[node] as number) - most
  return most
}

/** Returns the largest flow, by breadth-first augmenting paths (Edmonds and Karp 1972). */
const largestFlow = (seed: Float64Array, rows: Float64Array, columns: Float64Array): number => {
  const flow: Flow = {
    seed,
    placed: new Float64Array(seed.length),
    left: Float64Array.from([...rows, ...columns]),
    rows: rows.length,
    columns: columns.length,
    small: 1e-12 * Math.max(1, sum(rows))
  }
  let total = 0
  for (let path = shortestPath(flow); path !== undefined; path = shortestPath(flow)) total += augment(flow, path)
  return total
}

/** Fits the margins. Call `checkMargins` first. */
export const fitMargins = ({ seed, rows, columns }: MarginsInput): FittedMargins => {
  const [r, c] = [rows.length, columns.length]
  const cells = seed.slice()
  const scale = Math.max(1, sum(rows))
  let off = Number.POSITIVE_INFINITY
  let rounds = 0
  const ratio = (wanted: number, has: number) => (has === 0 ? 0 : wanted / has)
  while (rounds < maxRounds) {
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
