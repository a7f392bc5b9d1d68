import type { Knowledge } from "../system/LinkedSystem.ts"

/** A published share: `part` of `whole` in units of 1 / `per` (100 for percent, 1 for a fraction, 1000 for per mille). */
export interface PublishedShare {
  readonly part: number
  readonly whole: number
  readonly value: number
  readonly per: number
  /** Digits after the point in `value`: it was rounded to the nearest such number. */
  readonly digits: number
}

/** Whole counts that a share rounded like this can stand for, given the whole: both ends, or null where none can. */
export const countsOfShare = (
  share: Pick<PublishedShare, "value" | "per" | "digits">,
  wholeLow: number,
  wholeHigh: number
): readonly [number, number] | null => {
  // Ties may have been rounded either way, so both ends belong; floating point errs by far less than the slack.
  const half = 0.5 * 10 ** -share.digits * (1 + 1e-9)
  const least = Math.max(0, Math.ceil(((share.value - half) / share.per) * wholeLow - 1e-9))
  const most = Math.floor(((share.value + half) / share.per) * wholeHigh + 1e-9)
  return least > most ? null : [least, most]
}

/** Whole counts of the denominator that a share allows, given its numerator. */
const wholesOfShare = (share: PublishedShare, low: number, high: number): readonly [number, number] => {
  const half = 0.5 * 10 ** -share.digits * (1 + 1e-9)
  const top = share.value + half
  const bottom = share.value - half
  return [
    top > 0 ? Math.ceil((low * share.per) / top - 1e-9) : 0,
    bottom > 0 ? Math.floor((high * share.per) / bottom + 1e-9) : Number.POSITIVE_INFINITY
  ]
}

/** What is known besides, and how many shares nothing satisfies. */
export interface ShareKnowledge {
  readonly known: Knowledge
  readonly contradictions: number
}

/**
 * What percentages and rates add to what is known: a share of 33.3 % of 30 is a 10. `low` and `high` of published cells must be
 * their value. Each share narrows both its counts until nothing changes.
 */
export const withShares = (known: Knowledge, shares: ReadonlyArray<PublishedShare>): ShareKnowledge => {
  const low = known.low.slice()
  const high = known.high.slice()
  let contradictions = 0
  const narrow = (cell: number, least: number, most: number): boolean => {
    const before = [low[cell], high[cell]]
    low[cell] = Math.max(low[cell] as number, least)
    high[cell] = Math.min(high[cell] as number, most)
    return before[0] !== low[cell] || before[1] !== high[cell]
  }
  const dead = new Set<PublishedShare>()
  for (let changed = true, round = 0; changed && round < 1000; round++) {
    changed = false
    for (const share of shares) {
      if (dead.has(share)) continue
      const { part, whole } = share
      const counts = countsOfShare(share, low[whole] as number, high[whole] as number)
      const wholes = wholesOfShare(share, low[part] as number, high[part] as number)
      const apart = (cell: number, ends: readonly [number, number]) =>
        ends[0] > (high[cell] as number) || ends[1] < (low[cell] as number)
      if (counts === null || apart(part, counts) || apart(whole, wholes)) {
        dead.add(share)
        contradictions += 1
        continue
      }
      const narrowed = [narrow(part, ...counts), narrow(whole, ...wholes)]
      changed ||= narrowed.includes(true)
    }
  }
  return { known: { low, high }, contradictions }
}
