import { type Classes, classState } from "./Classes.ts"
import { MaxHeap } from "./MaxHeap.ts"

/**
 * Applies the line rule: in each row, hidden members must be able to rise by what they need while the others compensate.
 * Necessary, not sufficient. A greedy cover: the row with the most expensive cheapest repair comes first and takes
 * the class that costs least after what it saves other rows. Linear in the size of the affected rows.
 */
export const lineRule = (classes: Classes): void => {
  const { rows, start, index, coefficient, rowStart, row, state, mayHide, cost, value, low, high, width, reach } =
    classes
  const rise = (id: number): number =>
    state[id] === classState.unshown ? 0 : Math.max(width[id] as number, (reach[id] as number) - (value[id] as number))
  const room = (id: number, up: boolean): number =>
    up ? (high[id] as number) - (value[id] as number) : (value[id] as number) - (low[id] as number)
  /** Returns the shortage of a row, and the direction in which a member with coefficient 1 would have to move. */
  const lack = (r: number): number => {
    let most = 0
    let worst = -1
    let down = 0
    let up = 0
    let hidden = 0
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const id = index[at] as number
      if (state[id] === classState.published) continue
      hidden += 1
      const positive = (coefficient[at] as number) > 0
      // What lowers the sum, and what raises it.
      down += room(id, !positive)
      up += room(id, positive)
      const wanted = rise(id)
      if (wanted > most) {
        most = wanted
        worst = at
      }
    }
    if (worst < 0) return 0
    const id = index[worst] as number
    const positive = (coefficient[worst] as number) > 0
    const others = positive ? down - room(id, false) : up - room(id, false)
    // A class that may move in either direction is served by either.
    if (hidden > 1 && (reach[id] as number) <= (value[id] as number)) {
      const falls = positive ? up - room(id, true) : down - room(id, true)
      return Math.max(0, most - Math.max(Math.min(falls, room(id, false)), Math.min(others, room(id, true))))
    }
    return Math.max(0, most - others)
  }
  const lacking = new Float64Array(rows)
  const estimate = new Float64Array(rows)
  /**
   * Returns the price of a member for the shortage of a row; infinity if it may not be hidden or contributes nothing.
   */
  const price = (at: number, r: number): number => {
    const id = index[at] as number
    if (state[id] !== classState.published || mayHide[id] === 0) return Number.POSITIVE_INFINITY
    const gives = room(id, (coefficient[at] as number) < 0)
    return gives <= 0 ? Number.POSITIVE_INFINITY : (cost[id] as number) * Math.max(1, (lacking[r] as number) / gives)
  }
  const cheapest = (r: number): number => {
    let least = Number.POSITIVE_INFINITY
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) least = Math.min(least, price(at, r))
    return least
  }
  const heap = new MaxHeap()
  const look = (r: number): void => {
    lacking[r] = lack(r)
    estimate[r] = (lacking[r] as number) > 0 ? cheapest(r) : 0
    if ((estimate[r] as number) > 0 && Number.isFinite(estimate[r] as number)) heap.push(estimate[r] as number, r)
  }
  for (let r = 0; r < rows; r++) look(r)
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const [was, r] = next
    if (was !== estimate[r] || (lacking[r] as number) === 0) continue
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      let score = price(at, r)
      if (score === Number.POSITIVE_INFINITY) continue
      const id = index[at] as number
      for (let k = rowStart[id] as number; k < (rowStart[id + 1] as number); k++) {
        const other = row[k] as number
        if (other !== r && (lacking[other] as number) > 0)
          score -= Math.min(estimate[other] as number, cost[id] as number)
      }
      if (score < least) {
        least = score
        best = id
      }
    }
    if (best < 0) continue
    state[best] = classState.secondary
    for (let k = rowStart[best] as number; k < (rowStart[best + 1] as number); k++) look(row[k] as number)
  }
}
