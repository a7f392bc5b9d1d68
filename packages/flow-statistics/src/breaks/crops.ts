import { type Cost, divisionCost } from "./Cost.ts"
import { pelt } from "./pelt.ts"

/** A segmentation that is optimal for every penalty from `from` to `to`. */
export interface PathStep {
  readonly from: number
  readonly to: number
  readonly breaks: ReadonlyArray<number>
  /** Cost without penalties. */
  readonly cost: number
}

export interface CropsOptions {
  readonly from: number
  readonly to: number
  readonly minSize: number
}

interface Solved {
  readonly penalty: number
  readonly breaks: ReadonlyArray<number>
  readonly cost: number
}

/** Maximum number of searches. Each finds a new segmentation or closes a range. */
const maxSearches = 400

/**
 * Returns all segmentations that are optimal for some penalty in a range, with the range of each (CROPS: Haynes, Eckley and Fearnhead
 * 2017). They show which breaks depend on the penalty.
 */
export const crops = (cost: Cost, { from, to, minSize }: CropsOptions): ReadonlyArray<PathStep> => {
  const solve = (penalty: number): Solved => {
    const breaks = pelt(cost, { penalty, minSize })
    return { penalty, breaks, cost: divisionCost(cost, breaks) }
  }
  const byCount = new Map<number, Solved>()
  const learn = (one: Solved) => {
    const known = byCount.get(one.breaks.length)
    if (known === undefined || one.cost < known.cost) byCount.set(one.breaks.length, one)
  }
  const ranges: Array<readonly [Solved, Solved]> = [[solve(from), solve(to)]]
  for (const one of ranges[0] ?? []) learn(one)
  for (let searched = 0; ranges.length > 0 && searched < maxSearches; searched++) {
    const [low, high] = ranges.pop() as readonly [Solved, Solved]
    if (low.breaks.length <= high.breaks.length + 1) continue
    const between = solve((high.cost - low.cost) / (low.breaks.length - high.breaks.length))
    learn(between)
    if (between.breaks.length === high.breaks.length || between.breaks.length === low.breaks.length) continue
    ranges.push([low, between], [between, high])
  }
  return hull(
    [...byCount.values()].sort((a, b) => b.breaks.length - a.breaks.length),
    from,
    to
  )
}

/** Keeps the segmentations that are optimal for some penalty, with that range. `solved` is sorted by falling number of breaks. */
const hull = (solved: ReadonlyArray<Solved>, from: number, to: number): ReadonlyArray<PathStep> => {
  const meet = (more: Solved, fewer: Solved) => (fewer.cost - more.cost) / (more.breaks.length - fewer.breaks.length)
  const kept: Array<Solved> = []
  for (const one of solved) {
    while (kept.length >= 2 && meet(kept.at(-2) as Solved, one) <= meet(kept.at(-2) as Solved, kept.at(-1) as Solved))
      kept.pop()
    kept.push(one)
  }
  return kept.flatMap((one, i) => {
    const start = i === 0 ? from : Math.max(from, meet(kept[i - 1] as Solved, one))
    const end = i === kept.length - 1 ? to : Math.min(to, meet(one, kept[i + 1] as Solved))
    return start <= end ? [{ from: start, to: end, breaks: one.breaks, cost: one.cost }] : []
  })
}
