import { type Classes, classState } from "./Classes.ts"

/** A change of the table that no published figure shows: classes and by how much each rises or falls; all rows stay balanced. */
export interface Closure {
  readonly classes: Int32Array
  readonly by: Float64Array
  /** Cost of the published classes in it, which would have to be hidden. */
  readonly cost: number
}

export interface ClosureRequest {
  /** The class that is to change, by how much (signed). */
  readonly target: number
  readonly by: number
  /** Most that may be hidden anew, as cost; 0 keeps to what is hidden. A closure found costs less, or nothing. */
  readonly budget: number
  /** Attempts; the first without chance, the others with some. */
  readonly tries: number
  readonly seed: number
  /** Takes in all classes that attempts came by, those that came to nothing among them. */
  readonly met?: Set<number>
}

/**
 * What a row out of balance is taken to cost besides what absorbs it, one per attempt: low, a chase stays cheap and may go on
 * for ever; high, it ends soon.
 */
const schedule = [30, 200, 1000, 5] as const

/** Uniform numbers in [0, 1) from a seed (xorshift of 32 bits, Marsaglia 2003). */
const uniform = (seed: number): (() => number) => {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4_294_967_296
  }
}

/**
 * Looks for cheap closures: changes one class, then takes row after row that is out of balance and lets the member absorb the
 * difference that costs least now and leaves least to be done, until all rows are balanced. A greedy chase with few attempts:
 * finding nothing proves nothing. What it finds is in whole numbers and within what attackers know, so it *is* a solution that
 * they cannot tell from the truth (the cycles of Gusfield 1988 and of Kelly, Golden and Assad 1992 in two dimensions, here in
 * any system of sums).
 */
export class ClosureSearch {
  readonly #classes: Classes
  readonly #by: Float64Array
  readonly #moved: Array<number> = []
  /** What the pieces found so far change. */
  readonly #base: Float64Array
  readonly #based: Array<number> = []
  readonly #balance: Float64Array
  readonly #open: Array<number> = []
  readonly #place: Int32Array
  /** Estimated cost to absorb a surplus and a lack in each row, valid for one request. */
  readonly #estimate: Float64Array
  readonly #stamp: Int32Array
  #request = 0
  #amount = 1
  #budget = 0
  #step = 0
  steps = 0

  constructor(classes: Classes) {
    this.#classes = classes
    this.#by = new Float64Array(classes.count)
    this.#base = new Float64Array(classes.count)
    this.#balance = new Float64Array(classes.rows)
    this.#place = new Int32Array(classes.rows).fill(-1)
    this.#estimate = new Float64Array(classes.rows * 2)
    this.#stamp = new Int32Array(classes.rows * 2)
  }

  find(request: ClosureRequest): Closure | undefined {
    const { target, by, budget, tries, seed } = request
    this.#amount = Math.abs(by)
    this.#budget = budget
    if (this.room(target, by) < Math.abs(by)) return undefined
    let best: Closure | undefined
    for (let attempt = 0; attempt < tries; attempt++) {
      this.#request += 1
      this.#step = schedule[attempt % schedule.length] as number
      const random = attempt < schedule.length ? undefined : uniform(seed * 64 + attempt)
      const cost = this.#inPieces(target, by, best === undefined ? budget : best.cost, random, request.met)
      if (cost !== undefined) best = this.#closure(cost)
      for (const of of this.#based) this.#base[of] = 0
      this.#based.length = 0
      if (best?.cost === 0) break
    }
    return best
  }

  /**
   * The change asked for as a sum of smaller ones, each on top of those before (as augmenting paths make up a flow; Ford and
   * Fulkerson 1956): where many small counts have to make up for it together, no single chase would do.
   */
  #inPieces(
    target: number,
    by: number,
    budget: number,
    random: (() => number) | undefined,
    met: Set<number> | undefined
  ): number | undefined {
    let left = Math.abs(by)
    let piece = left
    let spent = 0
    while (left > 0) {
      const cost = this.#chase(target, by > 0 ? piece : -piece, budget - spent, random)
      if (met !== undefined) for (const of of this.#moved) met.add(of)
      if (cost !== undefined) {
        for (const of of this.#moved) {
          if (this.#base[of] === 0) this.#based.push(of)
          this.#base[of] = (this.#base[of] as number) + (this.#by[of] as number)
        }
        spent += cost
        left -= piece
      }
      this.#clear()
      if (cost === undefined) {
        piece = Math.floor(piece / 2)
        if (piece === 0) return undefined
      }
      piece = Math.min(piece, left)
    }
    return spent
  }

  /** How far a class can go in a direction within what is known. */
  room(of: number, direction: number): number {
    const { value, low, high } = this.#classes
    const now = (value[of] as number) + (this.#base[of] as number) + (this.#by[of] as number)
    return direction > 0 ? (high[of] as number) - now : now - (low[of] as number)
  }

  /** Has the class to be hidden for the closure, and is it counted already? */
  #isNew(of: number): boolean {
    return this.#classes.state[of] === classState.published && this.#by[of] === 0 && this.#base[of] === 0
  }

  #closure(cost: number): Closure {
    const classes = Int32Array.from(new Set(this.#based.filter((of) => this.#base[of] !== 0)))
    return { classes, by: Float64Array.from(classes, (of) => this.#base[of] as number), cost }
  }

  #clear(): void {
    for (const of of this.#moved) this.#by[of] = 0
    this.#moved.length = 0
    for (const r of this.#open) {
      this.#balance[r] = 0
      this.#place[r] = -1
    }
    this.#open.length = 0
  }

  #move(of: number, by: number): void {
    const { rowStart, row, rowCoefficient } = this.#classes
    if (this.#by[of] === 0) this.#moved.push(of)
    this.#by[of] = (this.#by[of] as number) + by
    for (let at = rowStart[of] as number; at < (rowStart[of + 1] as number); at++) {
      const r = row[at] as number
      const now = (this.#balance[r] as number) + (rowCoefficient[at] as number) * by
      this.#balance[r] = now
      const place = this.#place[r] as number
      if (now !== 0 && place < 0) this.#place[r] = this.#open.push(r) - 1
      else if (now === 0 && place >= 0) {
        const last = this.#open.pop() as number
        if (last !== r) {
          this.#open[place] = last
          this.#place[last] = place
        }
        this.#place[r] = -1
      }
    }
  }

  /** One attempt; answers what it costs, undefined where it came to nothing. */
  #chase(target: number, by: number, budget: number, random: (() => number) | undefined): number | undefined {
    const { start, index, coefficient, cost, mayHide } = this.#classes
    this.#move(target, by)
    let spent = 0
    for (let steps = 0; steps < 200; steps++) {
      this.steps += 1
      if (this.#open.length === 0) return spent
      if (this.#open.length > 60) return undefined
      const r = this.#nextRow(random)
      const lack = -(this.#balance[r] as number)
      let bestScore = Number.POSITIVE_INFINITY
      let bestOf = -1
      let bestBy = 0
      // No move saves more than all that is left to be done.
      let left = 0
      for (const other of this.#open) left += this.#left(other, this.#balance[other] as number)
      for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
        const of = index[at] as number
        if (of === target) continue
        const already = this.#by[of] as number
        const published = this.#isNew(of)
        let score = 0
        if (published) {
          if (mayHide[of] === 0) continue
          score = cost[of] as number
          if (spent + score >= budget) continue
        }
        let by = lack / (coefficient[at] as number)
        if (already * by < 0) continue
        const room = this.room(of, by)
        if (room < Math.abs(by)) by = by > 0 ? room : -room
        by = Math.trunc(by)
        if (by === 0) continue
        if (random !== undefined) score *= 0.6 + 0.8 * random()
        if (score - left >= bestScore) continue
        score += this.#change(of, by)
        if (random !== undefined) score += this.#step * random()
        if (score < bestScore) {
          bestScore = score
          bestOf = of
          bestBy = by
        }
      }
      if (bestOf < 0) return undefined
      if (this.#isNew(bestOf)) spent += cost[bestOf] as number
      this.#move(bestOf, bestBy)
    }
    return undefined
  }

  /** The shortest open row, which has the fewest ways out; sometimes another. */
  #nextRow(random: (() => number) | undefined): number {
    const { start } = this.#classes
    if (random !== undefined && random() < 0.3) return this.#open[Math.floor(random() * this.#open.length)] as number
    let best = this.#open[0] as number
    let least = Number.POSITIVE_INFINITY
    for (const r of this.#open) {
      const length = (start[r + 1] as number) - (start[r] as number)
      if (length < least) {
        least = length
        best = r
      }
    }
    return best
  }

  /** How much more is to be done after a move than before. */
  #change(of: number, by: number): number {
    const { rowStart, row, rowCoefficient } = this.#classes
    let change = 0
    for (let at = rowStart[of] as number; at < (rowStart[of + 1] as number); at++) {
      const r = row[at] as number
      const before = this.#balance[r] as number
      const after = before + (rowCoefficient[at] as number) * by
      if (before !== 0) change -= this.#left(r, before)
      if (after !== 0) change += this.#left(r, after)
    }
    return change
  }

  /** What is about to be spent for a row out of balance. */
  #left(r: number, balance: number): number {
    return this.#absorb(r, balance) + (this.#step * Math.abs(balance)) / this.#amount
  }

  /** Estimated cost to absorb a balance of this sign in the row. */
  #absorb(r: number, balance: number): number {
    const key = 2 * r + (balance > 0 ? 1 : 0)
    if (this.#stamp[key] === this.#request) return this.#estimate[key] as number
    const { start, index, coefficient, state, cost, mayHide, value, low, high } = this.#classes
    let least = this.#budget + this.#step
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      const published = state[of] === classState.published
      if (published && mayHide[of] === 0) continue
      const rises = (coefficient[at] as number) > 0 !== balance > 0
      const room = rises ? (high[of] as number) - (value[of] as number) : (value[of] as number) - (low[of] as number)
      if (room <= 0) continue
      const share = Math.max(1, this.#amount / room)
      least = Math.min(least, (published ? (cost[of] as number) : 0) * share + this.#step * share)
    }
    this.#stamp[key] = this.#request
    this.#estimate[key] = least
    return least
  }
}
