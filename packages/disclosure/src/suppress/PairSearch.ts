import { type Circulation, type Displacement, MaxDisplacement } from "../attack/maxDisplacement.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Classes } from "./Classes.ts"
import type { RequiredMoves } from "./requiredMoves.ts"

/** Rows of one programme. */
const maxRows = 400

const tolerance = 1e-6

/** A class that a pair of partners narrows too much, and why. */
export interface Failure {
  readonly id: number
  /** What the pair knows of each class. */
  readonly low: Float64Array
  readonly reaches: ReadonlyArray<Displacement>
}

/**
 * Proves hidden classes wide enough for each pair of partners. One change of the table serves all pairs that it does not contradict, so each
 * programme is solved for one attacker who knows what some of the pairs know: half of those that are left, fewer where there is no change.
 */
export class PairSearch {
  readonly #solver: LoadedSolver
  readonly #classes: Classes
  /** What each pair knows of each class. */
  readonly #lows: ReadonlyArray<Float64Array>
  readonly needs: RequiredMoves
  /** The pairs from which a class is not proved safe. */
  readonly #open = new Map<number, ReadonlyArray<number>>()
  readonly found: Array<Circulation> = []
  programmes = 0

  constructor(solver: LoadedSolver, classes: Classes, lows: ReadonlyArray<Float64Array>, needs: RequiredMoves) {
    this.#solver = solver
    this.#classes = classes
    this.#lows = lows
    this.needs = needs
  }

  /** Adds a class to prove. */
  open(id: number): void {
    this.#open.set(id, [...this.#lows.keys()])
  }

  get isDone(): boolean {
    return this.#open.size === 0
  }

  /** Yields the first pair that narrows each open class too much. */
  *failures(): Generator<Failure> {
    for (const id of [...this.#open.keys()]) {
      const failure = this.#prove(id)
      if (failure !== undefined) yield failure
    }
  }

  #prove(id: number): Failure | undefined {
    using search = new MaxDisplacement(this.#solver, this.#classes, maxRows)
    let size = (this.#open.get(id)?.length ?? 0) / 2
    for (let left = this.#open.get(id); left !== undefined; left = this.#open.get(id)) {
      const low = this.#knownTo(left.slice(0, Math.max(1, size)))
      const reaches = this.#seek(search, id, low)
      if (reaches === undefined && this.#open.get(id) !== left) continue
      if (reaches !== undefined && size <= 1) return { id, low, reaches }
      if (size <= 1) return undefined
      size /= 2
    }
    return undefined
  }

  /** Looks for a change by which the class moves as far as it needs. Returns why there is none. */
  #seek(search: MaxDisplacement, id: number, low: Float64Array): ReadonlyArray<Displacement> | undefined {
    const reaches: Array<Displacement> = []
    for (const direction of this.needs.slides[id] === 1 ? ([1, -1] as const) : ([1] as const)) {
      const reach = search.reach({ id, direction, by: this.needs.rise[id] as number }, low)
      this.programmes += 1
      if (reach?.circulation !== undefined) {
        this.found.push(reach.circulation)
        this.close(reach.circulation)
      }
      if (reach === undefined || reach.circulation !== undefined) return undefined
      reaches.push(reach)
    }
    return reaches
  }

  /** Closes every open class for the pairs that cannot exclude a change by which it moves far enough. */
  close(found: Circulation): void {
    const { value } = this.#classes
    const { rise, slides } = this.needs
    const isExcluded = this.#lows.map((low) =>
      found.classes.some((id, k) => (value[id] as number) + (found.by[k] as number) < (low[id] as number) - tolerance)
    )
    found.classes.forEach((id, k) => {
      const by = slides[id] === 1 ? Math.abs(found.by[k] as number) : (found.by[k] as number)
      const left = this.#open.get(id)
      if (left === undefined || by < (rise[id] as number) - tolerance) return
      const still = left.filter((pair) => isExcluded[pair])
      if (still.length === 0) this.#open.delete(id)
      else if (still.length < left.length) this.#open.set(id, still)
    })
  }

  /** Returns what an attacker knows of each class who knows what these pairs know. */
  #knownTo(pairs: ReadonlyArray<number>): Float64Array {
    return (this.#lows[pairs[0] as number] as Float64Array).map((_, id) =>
      pairs.reduce((most, pair) => Math.max(most, this.#lows[pair]?.[id] as number), Number.NEGATIVE_INFINITY)
    )
  }
}
