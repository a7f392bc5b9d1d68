export type Half = 0 | 1

/** Does both halves of a piece of work and comes back once both are done. */
export type ParallelHalves = (work: (half: Half) => void) => void

/** One half after the other. */
export const sequentialHalves: ParallelHalves = (work) => {
  work(0)
  work(1)
}

/** Looks at the other's turn before a thread goes to sleep: for a few microseconds, since halves end at nearly the same time. */
const looks = 3000

/**
 * One half here and the other in another thread, which calls this with the other half and the same pieces of work in the same order. Both
 * come back when both are done, and each then sees what the other has written. What comes out is what `sequentialHalves` gives, to the last bit, as long as
 * neither half reads what the other writes.
 *
 * @param progress two numbers that both threads share, zero at the start: how many pieces each has done
 */
export const parallelHalves = (progress: Int32Array, mine: Half): ParallelHalves => {
  const other = mine === 0 ? 1 : 0
  let turn = 0
  return (work) => {
    work(mine)
    turn += 1
    Atomics.store(progress, mine, turn)
    Atomics.notify(progress, mine)
    let seen = Atomics.load(progress, other)
    for (let look = 0; seen < turn; look++) {
      if (look >= looks) Atomics.wait(progress, other, seen)
      seen = Atomics.load(progress, other)
    }
  }
}

/** Where the first half of rows ends, so that both halves have as many entries. */
export const middleOf = (start: Int32Array): number => {
  const rows = start.length - 1
  const half = (start[rows] as number) / 2
  let row = 0
  while (row < rows && (start[row] as number) < half) row += 1
  return row
}
