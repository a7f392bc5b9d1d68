import { pseudoRandom } from "../attack/pseudoRandom.ts"
import { Choice, type CutRows } from "./Choice.ts"

/** Exchanges that are tried for each class that is chosen, and at least. */
const triesForEach = 8
const leastTries = 1000

/** Most classes that are taken out together. */
const mostOut = 8

/** By how much a price is raised by lot at most, so that not the same classes are taken again and again. */
const mostRaise = 0.5

/**
 * Makes good what a choice misses of all inequalities, and makes it cheaper. What is not needed is given back, the dearest first. Then, over
 * and over, a few classes that stand in inequalities together are taken out, by lot; what is missed is made good by those that give most for
 * their price, and what is not needed any more is given back: kept where all that costs less than before (large neighbourhood search, Shaw
 * 1998). Changes `x` in place; classes that are not `free` stay as they are. Deterministic: the lots are the same each time.
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
  /** Gives back what is not needed; answers what that saves. */
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

  /** The class and up to some more that are chosen, each in an inequality with one before it. */
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

  /** How much of what is missed now a class makes good, each inequality counted as one. */
  const gives = (of: number): number => {
    let sum = 0
    for (let k = columns.start[of] as number; k < (columns.start[of + 1] as number); k++) {
      const lacks = choice.lacks(columns.row[k] as number)
      if (lacks > 0) sum += Math.max(0, Math.min(1, (columns.coefficient[k] as number) / lacks))
    }
    return sum
  }

  /** The class in a row that gives most for its price; -1 where there is none. */
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

  /** Makes good what is missed; answers what it costs, infinity where nothing does. Gives up beyond twice `most`. */
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

  /** Chosen classes that give to an inequality which has more than it needs by one that was added. */
  const around = (): ReadonlySet<number> => {
    const found = new Set<number>()
    for (const one of choice.changed) {
      if (x[one] !== 1) continue
      for (let k = columns.start[one] as number; k < (columns.start[one + 1] as number); k++) {
        const r = columns.row[k] as number
        if (!choice.hasSpare(r)) continue
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
}
