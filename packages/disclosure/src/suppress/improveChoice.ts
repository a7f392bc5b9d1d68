import { pseudoRandom } from "../attack/pseudoRandom.ts"
import { Choice, type CutRows } from "./Choice.ts"

/** Exchanges tried for each chosen class, and the minimum. */
const triesForEach = 8
const leastTries = 1000

/** Limit of classes that are removed together. */
const mostOut = 8

/** Longer inequalities are left out when an addition may have made classes superfluous: the last pass finds those. */
const longest = 200

/** Entries of inequalities after which no more classes are looked at for that. */
const mostSeen = 100

/** Largest random increase of a price, so that different classes are tried. */
const mostRaise = 0.5

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
  const { start, index, coefficient } = cuts
  const choice = new Choice(cuts, x, tolerance)
  const { columns } = choice
  const isChosen = (of: number) => x[of] === 1 && free[of] === 1
  const dearestFirst = (a: number, b: number) => (cost[b] as number) - (cost[a] as number) || a - b
  /** Removes classes that are not needed. Returns what that saves. */
  const giveBack = (from: Iterable<number>): number => {
    let saved = 0
    for (const of of [...from].sort(dearestFirst)) {
      if (choice.isNeeded(of)) continue
      choice.set(of, 0)
      saved += cost[of] as number
    }
    return saved
  }
  let draws = 0
  const draw = () => pseudoRandom(draws++, 0)
  const below = (count: number) => Math.floor(draw() * count)

  /** Returns the class and some more chosen ones, each sharing an inequality with one before it. */
  const neighbourhood = (first: number): ReadonlyArray<number> => {
    const out = [first]
    const size = 1 + below(mostOut)
    for (let tries = 0; tries < 2 * mostOut && out.length < size; tries++) {
      const one = out[below(out.length)] as number
      const [from, to] = [columns.start[one] as number, columns.start[one + 1] as number]
      if (from === to) return out
      const r = columns.row[from + below(to - from)] as number
      const begin = start[r] as number
      const other = index[begin + below((start[r + 1] as number) - begin)] as number
      if (isChosen(other) && !out.includes(other)) out.push(other)
    }
    return out
  }

  /** Returns how much of the violations a class repairs, each inequality counted as one. */
  const gives = (of: number): number => {
    let sum = 0
    for (let k = columns.start[of] as number; k < (columns.start[of + 1] as number); k++) {
      const lacks = choice.lacks(columns.row[k] as number)
      if (lacks > 0) sum += Math.max(0, Math.min(1, (columns.coefficient[k] as number) / lacks))
    }
    return sum
  }

  /** Returns the class of a row that contributes most for its price; -1 if there is none. */
  const cheapest = (r: number, without: number): number => {
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      if (of === without || x[of] !== 0 || free[of] === 0 || (coefficient[at] as number) <= 0) continue
      const price = ((cost[of] as number) / gives(of)) * (1 + mostRaise * draw())
      if (price < least) {
        least = price
        best = of
      }
    }
    return best
  }

  /** Repairs the violations. Returns the cost, infinity if impossible. Gives up beyond twice `most`. */
  const makeGood = (most: number, without: number): number => {
    let spent = 0
    for (let r = choice.missed.pop(); r !== undefined; r = choice.missed.pop())
      while (choice.lacks(r) > 0) {
        const of = cheapest(r, without)
        spent += of < 0 ? Number.POSITIVE_INFINITY : (cost[of] as number)
        if (spent > 2 * most) return Number.POSITIVE_INFINITY
        if (of < 0) break
        choice.set(of, 1)
      }
    return spent
  }

  /** Returns chosen classes in inequalities that have slack because of an addition. */
  const around = (): ReadonlySet<number> => {
    const found = new Set<number>()
    let seen = 0
    for (const one of choice.changed) {
      if (x[one] !== 1) continue
      for (let k = columns.start[one] as number; k < (columns.start[one + 1] as number); k++) {
        const r = columns.row[k] as number
        if ((start[r + 1] as number) - (start[r] as number) > longest || !choice.hasSpare(r)) continue
        if (seen > mostSeen) return found
        seen += (start[r + 1] as number) - (start[r] as number)
        for (let at = start[r] as number; at < (start[r + 1] as number); at++)
          if ((coefficient[at] as number) > 0 && isChosen(index[at] as number)) found.add(index[at] as number)
      }
    }
    return found
  }

  for (let r = 0; r < cuts.rows; r++) if (choice.lacks(r) > 0) choice.missed.push(r)
  makeGood(Number.POSITIVE_INFINITY, -1)
  giveBack([...x.keys()].filter(isChosen))
  const chosen = [...x.keys()].filter(isChosen)
  const tries = Math.max(leastTries, triesForEach * chosen.length)
  for (let k = 0; k < tries && chosen.length > 0; k++) {
    const at = below(chosen.length)
    const first = chosen[at] as number
    if (!isChosen(first)) {
      chosen[at] = chosen.at(-1) as number
      chosen.pop()
      continue
    }
    choice.begin()
    const out = neighbourhood(first)
    for (const of of out) choice.set(of, 0)
    const had = out.reduce((sum, of) => sum + (cost[of] as number), 0)
    const spent = makeGood(had, first)
    const saved = Number.isFinite(spent) ? had - spent + giveBack(around()) : 0
    if (saved <= tolerance) choice.undo()
    else for (const of of new Set(choice.changed)) if (isChosen(of)) chosen.push(of)
  }
  giveBack(new Set(chosen.filter(isChosen)))
}
