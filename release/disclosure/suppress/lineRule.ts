import { type Classes, classState } from "./Classes.ts"

/**
 * The line rule: in each row, what is hidden must be able to rise by what it needs while the others of the row make up for it.
 * Necessary, not sufficient. A greedy cover: the row whose cheapest way out is dearest goes first, and takes the class that
 * costs least after what it saves other rows. Linear in the size of the rows touched.
 */
export const lineRule = (classes: Classes): void => {
  const { rows, start, index, coefficient, rowStart, row, state, mayHide, cost, value, low, high, width, reach } =
    classes
  const rise = (of: number): number =>
    state[of] === classState.unshown ? 0 : Math.max(width[of] as number, (reach[of] as number) - (value[of] as number))
  const room = (of: number, up: boolean): number =>
    up ? (high[of] as number) - (value[of] as number) : (value[of] as number) - (low[of] as number)
  /** What is lacking in a row so that its hidden members can move, and in which direction a member with coefficient 1 would have to. */
  const lack = (r: number): number => {
    let most = 0
    let worst = -1
    let down = 0
    let up = 0
    let hidden = 0
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      if (state[of] === classState.published) continue
      hidden += 1
      const positive = (coefficient[at] as number) > 0
      // What lowers the sum, and what raises it.
      down += room(of, !positive)
      up += room(of, positive)
      const asks = rise(of)
      if (asks > most) {
        most = asks
        worst = at
      }
    }
    if (worst < 0) return 0
    const of = index[worst] as number
    const positive = (coefficient[worst] as number) > 0
    const others = positive ? down - room(of, false) : up - room(of, false)
    // A class that may rise or fall is served by either.
    if (hidden > 1 && (reach[of] as number) <= (value[of] as number)) {
      const falls = positive ? up - room(of, true) : down - room(of, true)
      return Math.max(0, most - Math.max(Math.min(falls, room(of, false)), Math.min(others, room(of, true))))
    }
    return Math.max(0, most - others)
  }
  const lacking = new Float64Array(rows)
  const estimate = new Float64Array(rows)
  const cheapest = (r: number): number => {
    let least = Number.POSITIVE_INFINITY
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      if (state[of] !== classState.published || mayHide[of] === 0) continue
      const gives = room(of, (coefficient[at] as number) < 0)
      if (gives <= 0) continue
      least = Math.min(least, (cost[of] as number) * Math.max(1, (lacking[r] as number) / gives))
    }
    return least
  }
  const heap: Array<readonly [number, number]> = []
  const push = (r: number): void => {
    heap.push([estimate[r] as number, r])
    let at = heap.length - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      if ((heap[up] as readonly [number, number])[0] >= (heap[at] as readonly [number, number])[0]) break
      const swap = heap[up] as readonly [number, number]
      heap[up] = heap[at] as readonly [number, number]
      heap[at] = swap
      at = up
    }
  }
  const pop = (): readonly [number, number] | undefined => {
    const top = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    heap[0] = last
    for (let at = 0; ; ) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (
        child + 1 < heap.length &&
        (heap[child + 1] as readonly [number, number])[0] > (heap[child] as readonly [number, number])[0]
      )
        child++
      const one = heap[child] as readonly [number, number]
      if (one[0] <= last[0]) break
      heap[child] = last
      heap[at] = one
      at = child
    }
    return top
  }
  const look = (r: number): void => {
    lacking[r] = lack(r)
    estimate[r] = (lacking[r] as number) > 0 ? cheapest(r) : 0
    if ((estimate[r] as number) > 0 && Number.isFinite(estimate[r] as number)) push(r)
  }
  for (let r = 0; r < rows; r++) look(r)
  for (let next = pop(); next !== undefined; next = pop()) {
    const [was, r] = next
    if (was !== estimate[r] || (lacking[r] as number) === 0) continue
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      if (state[of] !== classState.published || mayHide[of] === 0) continue
      const gives = room(of, (coefficient[at] as number) < 0)
      if (gives <= 0) continue
      let score = (cost[of] as number) * Math.max(1, (lacking[r] as number) / gives)
      for (let k = rowStart[of] as number; k < (rowStart[of + 1] as number); k++) {
        const other = row[k] as number
        if (other !== r && (lacking[other] as number) > 0)
          score -= Math.min(estimate[other] as number, cost[of] as number)
      }
      if (score < least) {
        least = score
        best = of
      }
    }
    if (best < 0) continue
    state[best] = classState.secondary
    for (let k = rowStart[best] as number; k < (rowStart[best + 1] as number); k++) look(row[k] as number)
  }
}
