import { type Classes, classState } from "./Classes.ts"

/** Limit, in persons, of what a class contributes to exposed classes. */
const mostGift = 20

/** Smaller contributions per person, or half of the largest, are within the error of the prices. */
const leastPrice = 0.25

/** A row with a smaller price is no reason. */
const negligible = 1e-3

/**
 * Hides published classes that contribute most to exposed ones for their cost, no two in one row, until the shortage
 * is covered.
 *
 * @param price the value of one person more or less in each row for all exposed classes
 * @param lacking the total shortage of the exposed classes
 * @returns how many were hidden
 */
export const hideByDualPrices = (classes: Classes, price: Float64Array, lacking: number): number => {
  const { count, rowStart, row, rowCoefficient, state, mayHide, value, low, high, cost } = classes
  const gift = new Float64Array(count)
  let most = 0
  for (let of = 0; of < count; of++) {
    if (state[of] !== classState.published || mayHide[of] === 0) continue
    let sum = 0
    for (let at = rowStart[of] as number; at < (rowStart[of + 1] as number); at++)
      sum += (rowCoefficient[at] as number) * (price[row[at] as number] as number)
    // A class with a positive price contributes by falling.
    const room = sum > 0 ? (value[of] as number) - (low[of] as number) : (high[of] as number) - (value[of] as number)
    gift[of] = Math.abs(sum) * Math.min(mostGift, room)
    most = Math.max(most, gift[of] as number)
  }
  const least = Math.max(negligible, Math.min(leastPrice * mostGift, most / 2))
  const worth = (of: number) => (gift[of] as number) / (cost[of] as number)
  const best = Array.from(gift.keys())
    .filter((of) => (gift[of] as number) >= least)
    .sort((a, b) => worth(b) - worth(a) || a - b)
  const served = new Uint8Array(classes.rows)
  let given = 0
  let added = 0
  for (const of of best) {
    if (given >= lacking) break
    const own = row.subarray(rowStart[of] as number, rowStart[of + 1] as number)
    if (own.some((r) => served[r] === 1)) continue
    for (const r of own) if (Math.abs(price[r] as number) > negligible) served[r] = 1
    state[of] = classState.secondary
    given += gift[of] as number
    added += 1
  }
  return added
}
