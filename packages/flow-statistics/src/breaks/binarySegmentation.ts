import type { Cost } from "./Cost.ts"
import type { PeltOptions } from "./pelt.ts"

interface Split {
  readonly at: number
  readonly gain: number
}

const bestSplit = (cost: Cost, start: number, end: number, least: number): Split | undefined => {
  const whole = cost.of(start, end)
  let found: Split | undefined
  for (let at = start + least; at + least <= end; at++) {
    const gain = whole - cost.of(start, at) - cost.of(at, end)
    if (found === undefined || gain >= found.gain) found = { at, gain }
  }
  return found
}

/**
 * Binary segmentation (Scott and Knott 1974): finds the best single break, then the best within each part, while the gain is larger than
 * the penalty. The search is greedy. It is a check of `pelt`: breaks that both find do not depend on the search.
 */
export const binarySegmentation = (cost: Cost, { penalty, minSize }: PeltOptions): ReadonlyArray<number> => {
  const least = Math.max(minSize, cost.least)
  const known = new Map<string, Split | undefined>()
  const splitOf = (start: number, end: number) => {
    const key = `${start} ${end}`
    if (!known.has(key)) known.set(key, bestSplit(cost, start, end, least))
    return known.get(key)
  }
  const breaks: Array<number> = []
  for (;;) {
    const edges = [0, ...breaks, cost.n]
    const splits = edges.slice(1).flatMap((end, i) => splitOf(edges[i] as number, end) ?? [])
    const best = splits.reduce<Split | undefined>((a, b) => (a === undefined || b.gain > a.gain ? b : a), undefined)
    if (best === undefined || best.gain <= penalty) return breaks
    breaks.push(best.at)
    breaks.sort((a, b) => a - b)
  }
}
