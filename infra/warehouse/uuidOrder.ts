/**
 * Sorts rows by the second half of a UUID, which ClickHouse compares first. Rows with equal second halves keep their order, so ids that
 * share it are not sorted.
 *
 * Method: least-significant-digit radix sort (Knuth, The Art of Computer Programming 3, 5.2.5) with 11-bit digits. Its cost does not depend
 * on the ids.
 */

import { uuidWords } from "../../ports/ColumnBlock.ts"
import { Arena } from "../../ports/worker/Arena.ts"

const digitBits = 11
const digits = 1 << digitBits
const shifts = [0, digitBits, 2 * digitBits]
/** Positions of the second half's words in a UUID, least significant first. */
const secondHalf = [2, 3]

/** Returns the rows in the order of their ids. `ids` has `uuidWords` numbers per row. The result is allocated in the arena. */
export const uuidOrder = (ids: Uint32Array, rows: number, arena = new Arena()): Uint32Array => {
  let [order, next] = [arena.numbers(rows), arena.numbers(rows)]
  for (let row = 0; row < rows; row++) order[row] = row
  const keys = arena.numbers(rows)
  const places = arena.numbers(digits)
  for (const word of secondHalf) {
    for (let row = 0; row < rows; row++) keys[row] = ids[uuidWords * row + word] as number
    for (const shift of shifts) {
      places.fill(0)
      for (let row = 0; row < rows; row++) {
        const digit = ((keys[row] as number) >>> shift) & (digits - 1)
        places[digit] = (places[digit] as number) + 1
      }
      let place = 0
      for (let digit = 0; digit < digits; digit++) {
        const count = places[digit] as number
        places[digit] = place
        place += count
      }
      for (let i = 0; i < rows; i++) {
        const row = order[i] as number
        const digit = ((keys[row] as number) >>> shift) & (digits - 1)
        const at = places[digit] as number
        next[at] = row
        places[digit] = at + 1
      }
      ;[order, next] = [next, order]
    }
  }
  return order
}
