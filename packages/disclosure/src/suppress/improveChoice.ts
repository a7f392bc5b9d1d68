import { pseudoRandom } from "../attack/pseudoRandom.ts"
import { Choice, type CutRows } from "./Choice.ts"

/** Exchanges tried for each chosen class, and the minimum. */
const triesForEach = 8
const minTries = 1000

/** Limit of classes that are removed at once. */
const maxRemoved = 8

/** Inequalities with more entries are not searched for classes that an addition made unnecessary: the last pass finds those. */
const longestRow = 200

/** Limit of entries of inequalities that are searched for them. */
const maxSearched = 100

/** Largest random increase of a price, so that different classes are tried. */
const maxRaise = 0.5

/** What a choice is improved over: its inequalities, what each class costs, and which may change. */
class Improvement {
  readonly #cuts: CutRows
  readonly #cost: Float64Array
  readonly #free: Uint8Array
  readonly #x: Float64Array
  readonly #tolerance: number
  readonly #choice: Choice
  #draws = 0

  constructor(cuts: CutRows, cost: Float64Array, free: Uint8Array, x: Float64Array, tolerance: number) {
    this.#cuts = cuts
    this.#cost = cost
    this.#free = free
    this.#x = x
    this.#tolerance = tolerance
    this.#choice = new Choice(cuts, x, tolerance)
  }

  /** Repairs every violation. */
  repair(): void {
    const choice = this.#choice
    for (let r = 0; r < this.#cuts.rows; r++) if (choice.lacks(r) > 0) choice.missed.push(r)
    this.#repair(Number.POSITIVE_INFINITY, -1)
  }

  /** Returns the chosen classes that may be removed. */
  chosen(): Array<number> {
    return [...this.#x.keys()].filter((id) => this.#isChosen(id))
  }

  /** Removes those of the classes that are not needed, the most expensive first. Returns what that saves. */
  giveBack(from: Iterable<number>): number {
    const choice = this.#choice
    const cost = this.#cost
    let saved = 0
    for (const id of [...from].sort((a, b) => (cost[b] as number) - (cost[a] as number) || a - b)) {
      if (choice.isNeeded(id)) continue
      choice.set(id, 0)
      saved += cost[id] as number
    }
    return saved
  }

  /** Exchanges random chosen classes for cheaper ones. `chosen` loses those that were removed and gets those that were added. */
  exchange(chosen: Array<number>): void {
    const tries = Math.max(minTries, triesForEach * chosen.length)
    for (let k = 0; k < tries && chosen.length > 0; k++) {
      const at = this.#below(chosen.length)
      const first = chosen[at] as number
      if (this.#isChosen(first)) {
        for (const id of this.#without(first)) if (this.#isChosen(id)) chosen.push(id)
        continue
      }
      chosen[at] = chosen.at(-1) as number
      chosen.pop()
    }
  }

  /** Tries a choice without a class and some of its neighbours. Returns the classes that changed; none if it would cost as much. */
  #without(first: number): Iterable<number> {
    const choice = this.#choice
    choice.begin()
    const out = this.#neighbourhood(first)
    for (const id of out) choice.set(id, 0)
    const had = out.reduce((sum, id) => sum + (this.#cost[id] as number), 0)
    const spent = this.#repair(had, first)
    const saved = Number.isFinite(spent) ? had - spent + this.giveBack(this.#around()) : 0
    if (saved > this.#tolerance) return new Set(choice.changed)
    choice.undo()
    return []
  }

  #isChosen(id: number): boolean {
    return this.#x[id] === 1 && this.#free[id] === 1
  }

  #draw(): number {
    return pseudoRandom(this.#draws++, 0)
  }

  #below(count: number): number {
    return Math.floor(this.#draw() * count)
  }

  /** Returns the class and some more chosen ones, each sharing an inequality with one before it. */
  #neighbourhood(first: number): ReadonlyArray<number> {
    const { start, index } = this.#cuts
    const { columns } = this.#choice
    const out = [first]
    const size = 1 + this.#below(maxRemoved)
    for (let tries = 0; tries < 2 * maxRemoved && out.length < size; tries++) {
      const one = out[this.#below(out.length)] as number
      const [from, to] = [columns.start[one] as number, columns.start[one + 1] as number]
      if (from === to) return out
      const r = columns.row[from + this.#below(to - from)] as number
      const begin = start[r] as number
      const other = index[begin + this.#below((start[r + 1] as number) - begin)] as number
      if (this.#isChosen(other) && !out.includes(other)) out.push(other)
    }
    return out
  }

  /** Repairs the violations without one class. Returns the cost, infinity if impossible. Gives up beyond twice `most`. */
  #repair(most: number, without: number): number {
    const choice = this.#choice
    let spent = 0
    for (let r = choice.missed.pop(); r !== undefined; r = choice.missed.pop())
      while (choice.lacks(r) > 0) {
        const id = this.#cheapest(r, without)
        spent += id < 0 ? Number.POSITIVE_INFINITY : (this.#cost[id] as number)
        if (spent > 2 * most) return Number.POSITIVE_INFINITY
        if (id < 0) break
        choice.set(id, 1)
      }
    return spent
  }

  /** Returns the class of a row that contributes most for its price; -1 if there is none. */
  #cheapest(r: number, without: number): number {
    const { start, index, coefficient } = this.#cuts
    const [x, free, cost] = [this.#x, this.#free, this.#cost]
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const id = index[at] as number
      if (id === without || x[id] !== 0 || free[id] === 0 || (coefficient[at] as number) <= 0) continue
      const price = ((cost[id] as number) / this.#gives(id)) * (1 + maxRaise * this.#draw())
      if (price < least) {
        least = price
        best = id
      }
    }
    return best
  }

  /** Returns how much of the violations a class repairs, each inequality counted as one. */
  #gives(id: number): number {
    const { columns } = this.#choice
    let sum = 0
    for (let k = columns.start[id] as number; k < (columns.start[id + 1] as number); k++) {
      const lacks = this.#choice.lacks(columns.row[k] as number)
      if (lacks > 0) sum += Math.max(0, Math.min(1, (columns.coefficient[k] as number) / lacks))
    }
    return sum
  }

  /** Returns chosen classes in inequalities that have slack because of an addition. */
  #around(): ReadonlySet<number> {
    const { start, index, coefficient } = this.#cuts
    const { columns, changed } = this.#choice
    const found = new Set<number>()
    let searched = 0
    for (const one of changed) {
      if (this.#x[one] !== 1) continue
      for (let k = columns.start[one] as number; k < (columns.start[one + 1] as number); k++) {
        const r = columns.row[k] as number
        const [begin, end] = [start[r] as number, start[r + 1] as number]
        if (end - begin > longestRow || !this.#choice.hasSpare(r)) continue
        if (searched > maxSearched) return found
        searched += end - begin
        for (let at = begin; at < end; at++)
          if ((coefficient[at] as number) > 0 && this.#isChosen(index[at] as number)) found.add(index[at] as number)
      }
    }
    return found
  }
}

/**
 * Repairs the violations of a choice and makes it cheaper. First removes what is not needed, the most expensive
 * first. Then repeatedly removes a few random classes that share inequalities, repairs the violations with those that
 * contribute most for their price, removes what is no longer needed, and keeps the result if it costs less (large
 * neighbourhood search, Shaw 1998). Changes `x` in place; only `free` classes change. Deterministic: the random
 * numbers are the same each time.
 */
export const improveChoice = (
  cuts: CutRows,
  cost: Float64Array,
  free: Uint8Array,
  x: Float64Array,
  tolerance: number
): void => {
  const improvement = new Improvement(cuts, cost, free, x, tolerance)
  improvement.repair()
  improvement.giveBack(improvement.chosen())
  const chosen = improvement.chosen()
  improvement.exchange(chosen)
  improvement.giveBack(new Set(chosen.filter((id) => x[id] === 1 && free[id] === 1)))
}
