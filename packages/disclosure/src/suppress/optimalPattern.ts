import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type Classes, classState } from "./Classes.ts"

/**
 * How far a class may move at most, in largest needs, so that no coefficient is larger than necessary. In tables of three dimensions a class that
 * protects another may have to move further than that one: a limit that is too low hides more than necessary.
 */
const furthest = 4

/** Programmes that the search solves at most. */
const rounds = 200

/** Tolerated violation of a cut. */
const tolerance = 1e-6

/** How far a class can move in one direction if exactly the given classes are hidden, and why. */
interface Reach {
  readonly furthest: number
  /** The contribution of its own bound, and of the room of each other class if it is hidden. */
  readonly own: number
  readonly others: Float64Array
}

/** Rises and falls of all classes with balanced rows. The bounds determine which classes are hidden. */
const openMoves = (solver: LoadedSolver, classes: Classes): OpenProgramme => {
  const { count, rows, start, index, coefficient } = classes
  const twice = new Int32Array(index.length * 2)
  const entries = new Float64Array(index.length * 2)
  for (let at = 0; at < index.length; at++) {
    twice[2 * at] = index[at] as number
    entries[2 * at] = coefficient[at] as number
    twice[2 * at + 1] = count + (index[at] as number)
    entries[2 * at + 1] = -(coefficient[at] as number)
  }
  return solver.open({
    columns: count * 2,
    rows,
    cost: new Float64Array(count * 2),
    low: new Float64Array(count * 2),
    high: new Float64Array(count * 2),
    rowLow: new Float64Array(rows),
    rowHigh: new Float64Array(rows),
    start: start.map((at) => 2 * at),
    index: twice,
    coefficient: entries
  })
}

/**
 * Returns the pattern of least loss by an integer programme (Fischetti and Salazar 2001, "Solving the cell
 * suppression problem on tabular data with linear constraints"). A master programme chooses what is hidden; each
 * hidden class that cannot rise far enough adds a capacity cut from the duals of its attacker's programme. A class
 * that needs only width may move in either direction. Undefined after too many rounds, or if a class cannot be protected at
 * all.
 */
export const optimalPattern = (solver: LoadedSolver, classes: Classes): Uint8Array | undefined => {
  const { count, rows, state, mayHide, cost, value, low, high, width, reach, small, judged } = classes
  const most = Float64Array.from(value, (v, id) => {
    const provesSmall = small > 0 && v > 0 && v < small && (low[id] as number) >= 1
    return judged[id] === 0 ? 0 : Math.max(width[id] as number, (reach[id] as number) - v, provesSmall ? small - v : 0)
  })
  const bound = furthest * Math.max(1, ...most)
  const rises = Float64Array.from(high, (h, id) => Math.min(h - (value[id] as number), bound))
  const falls = Float64Array.from(low, (l, id) => Math.min((value[id] as number) - l, bound))
  const fixed = Uint8Array.from(state, (s) => (s === classState.primary || s === classState.unshown ? 1 : 0))
  const master = solver.open({
    columns: count,
    rows: 0,
    cost,
    low: Float64Array.from(fixed),
    high: Float64Array.from(fixed, (f, id) => (f === 1 || mayHide[id] === 1 ? 1 : 0)),
    rowLow: new Float64Array(0),
    rowHigh: new Float64Array(0),
    start: new Int32Array(1),
    index: new Int32Array(0),
    coefficient: new Float64Array(0),
    whole: new Int32Array(count).fill(1)
  })
  const moves = openMoves(solver, classes)
  try {
    moves.seek("most")
    for (let round = 0; round < rounds; round++) {
      const chosen = master.solve({ seconds: 20 })
      if (chosen.outcome !== "optimal") return undefined
      const hidden = Uint8Array.from(chosen.point, (x) => (x > 0.5 ? 1 : 0))
      let cuts = 0
      for (let id = 0; id < count; id++) {
        const needs = most[id] as number
        if (hidden[id] === 0 || needs === 0) continue
        const slides = (reach[id] as number) <= (value[id] as number) && needs === (width[id] as number)
        const ways = [furthestOf(id, true, hidden)]
        if (slides) ways.push(furthestOf(id, false, hidden))
        if (ways.reduce((sum, way) => sum + way.furthest, 0) >= needs - tolerance) continue
        cuts += 1
        addCut(id, needs, ways)
      }
      if (cuts === 0) return hidden
    }
    return undefined
  } finally {
    master.dispose()
    moves.dispose()
  }

  function furthestOf(id: number, up: boolean, hidden: Uint8Array): Reach {
    const bounds = new Float64Array(count * 2)
    for (let v = 0; v < count; v++)
      if (hidden[v] === 1 && v !== id) {
        bounds[v] = rises[v] as number
        bounds[count + v] = falls[v] as number
      }
    const column = up ? id : count + id
    const room = Math.min(most[id] as number, (up ? rises : falls)[id] as number)
    bounds[column] = room
    moves.setAllBounds(new Float64Array(count * 2), bounds)
    moves.setCost(column, 1)
    const { objective, rowDual } = moves.solve()
    moves.setCost(column, 0)
    // What the duals take from each class. Any duals bound the displacement; these do so tightly.
    const taken = new Float64Array(count)
    for (let r = 0; r < rows; r++)
      for (let at = classes.start[r] as number; at < (classes.start[r + 1] as number); at++) {
        const v = classes.index[at] as number
        taken[v] = (taken[v] as number) + (classes.coefficient[at] as number) * (rowDual[r] as number)
      }
    const own = Math.max(0, 1 - (up ? 1 : -1) * (taken[id] as number)) * room
    const others = Float64Array.from(taken, (t, v) =>
      v === id ? 0 : Math.max(0, -t) * (rises[v] as number) + Math.max(0, t) * (falls[v] as number)
    )
    return { furthest: objective, own, others }
  }

  /** The room of hidden classes must cover what the class needs, if it is hidden. */
  function addCut(id: number, needs: number, ways: ReadonlyArray<Reach>): void {
    const right = ways.reduce((left, way) => left - way.own, needs)
    if (right <= tolerance) return
    const index: Array<number> = []
    const coefficient: Array<number> = []
    for (let v = 0; v < count; v++) {
      const given = ways.reduce((sum, way) => sum + (way.others[v] as number), 0)
      const a = v === id ? -right : Math.min(given, right)
      if (Math.abs(a) < tolerance) continue
      index.push(v)
      coefficient.push(a)
    }
    master.addRow(0, Number.POSITIVE_INFINITY, Int32Array.from(index), Float64Array.from(coefficient))
  }
}
