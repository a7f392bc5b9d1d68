export type Half = 0 | 1

/** Does both halves of a piece of work and returns once both are done. */
export type ParallelHalves = (work: (half: Half) => void) => void

/** Does one half after the other. */
export const sequentialHalves: ParallelHalves = (work) => {
  work(0)
  work(1)
}

/** How often a thread polls the other's counter before it sleeps. Both halves end at nearly the same time, so polling is cheaper. */
const polls = 3000

/**
 * Does one half in this thread. Another thread does the other half: it calls this function with the other half and the same pieces of work in
 * the same order. Both return when both are done, and each then sees what the other has written. The result equals that of
 * `sequentialHalves` to the last bit as long as neither half reads what the other writes.
 *
 * @param progress two shared numbers, zero at the start: how many pieces each thread has done
 */
export const parallelHalves = (progress: Int32Array, mine: Half): ParallelHalves => {
  const other = mine === 0 ? 1 : 0
  let piece = 0
  return (work) => {
    work(mine)
    piece += 1
    Atomics.store(progress, mine, piece)
    Atomics.notify(progress, mine)
    let seen = Atomics.load(progress, other)
    for (let poll = 0; seen < piece; poll++) {
      if (poll >= polls) Atomics.wait(progress, other, seen)
      seen = Atomics.load(progress, other)
    }
  }
}

/** Returns the row at which the second half begins, so that both halves have about as many entries. */
export const middleOf = (start: Int32Array): number => {
  const rows = start.length - 1
  const half = (start[rows] as number) / 2
  let row = 0
  while (row < rows && (start[row] as number) < half) row += 1
  return row
}
