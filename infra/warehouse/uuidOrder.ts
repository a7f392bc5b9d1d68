/**
 * The order in which ClickHouse sorts rows by a UUID, as far as its second half tells, by which it goes first. Rows that this does not
 * tell apart stay in the order in which they lie: where ids are made so that all share it, nothing is won.
 *
 * Method: radix sort from the lowest digit up (Knuth, The Art of Computer Programming 3, 5.2.5), a third of a 32-bit word at a time. It
 * costs the same for whatever ids a partner makes.
 */

import { uuidWords } from "../../ports/ColumnBlock.ts"
import { Arena } from "../../ports/worker/Arena.ts"

const digitBits = 11
const digits = 1 << digitBits
const shifts = [0, digitBits, 2 * digitBits]
/** Words of the second half in a column, the one that decides first last. */
const secondHalf = [2, 3]

/** Rows in the order of their ids; `ids`: `uuidWords` for each. The answer lies in the arena. */
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
