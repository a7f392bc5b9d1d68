/**
 * Finds the partitions of a broker whose records it cannot send. Such a broker often closes the connection in the middle of its response, which
 * is about all partitions of the fetch and names none. So after repeated losses the fetch is divided: halves of the partitions are fetched in
 * turn, until the ones remain that lose the connection alone. They are left out and tried again later, each alone.
 */

/** Lost connections in a row before the search begins, and before a partition that is fetched alone counts as damaged. */
const [lossesToSearch, lossesOfDamaged] = [2, 2]

/** Milliseconds until a damaged partition is tried again, doubled with each failure. */
const [firstPause, longestPause] = [2_000, 60_000]

interface Damage {
  failures: number
  retryAt: number
}

export class PartitionSearch {
  /** Groups of partitions that are still to be fetched, the next one first; empty if nothing is searched for. */
  #groups: Array<ReadonlyArray<string>> = []
  #chosen: ReadonlyArray<string> = []
  #losses = 0
  readonly #damaged = new Map<string, Damage>()

  /** Partitions that are known to be damaged. */
  get damaged(): ReadonlyArray<string> {
    return [...this.#damaged.keys()]
  }

  /** Returns which of the partitions that could be fetched are fetched now. */
  choose(all: ReadonlyArray<string>, now: number): ReadonlyArray<string> {
    this.#chosen = this.#next(all, now)
    return this.#chosen
  }

  #next(all: ReadonlyArray<string>, now: number): ReadonlyArray<string> {
    const due = all.find((one) => (this.#damaged.get(one)?.retryAt ?? Number.POSITIVE_INFINITY) <= now)
    if (this.#groups.length === 0 && due !== undefined) this.#groups = [[due]]
    const healthy = all.filter((one) => !this.#damaged.has(one))
    for (let turn = 0; turn < this.#groups.length; turn++) {
      const group = (this.#groups[0] as ReadonlyArray<string>).filter((one) => all.includes(one))
      if (group.length > 0) {
        this.#groups[0] = group
        return group
      }
      // Paused, or of another member now.
      this.#groups.push(this.#groups.shift() as ReadonlyArray<string>)
    }
    return healthy
  }

  /** The broker sent what was chosen. Returns the partition that was damaged and is readable again, if it is one. */
  fetched(): string | undefined {
    this.#losses = 0
    if (this.#groups[0] !== this.#chosen) return undefined
    this.#groups.shift()
    const [only] = this.#chosen
    return this.#chosen.length === 1 && only !== undefined && this.#damaged.delete(only) ? only : undefined
  }

  /** The broker closed the connection instead. Returns the partition that this shows to be damaged, if it is one. */
  lost(now: number): string | undefined {
    this.#losses += 1
    const isSearching = this.#groups[0] === this.#chosen
    if (!isSearching && this.#losses < lossesToSearch) return undefined
    const group = this.#chosen
    if (group.length > 1) {
      if (isSearching) this.#groups.shift()
      const half = Math.ceil(group.length / 2)
      this.#groups.unshift(group.slice(0, half), group.slice(half))
      this.#losses = 0
      return undefined
    }
    const [only] = group
    if (only === undefined) return undefined
    const known = this.#damaged.get(only)
    if (known === undefined && this.#losses < lossesOfDamaged) return undefined
    if (isSearching) this.#groups.shift()
    this.#losses = 0
    const failures = (known?.failures ?? 0) + 1
    this.#damaged.set(only, { failures, retryAt: now + Math.min(firstPause * 2 ** (failures - 1), longestPause) })
    return only
  }

  /** No connection could be made: an outage says nothing about partitions. */
  unreachable(): void {
    this.#groups = []
    this.#losses = 0
  }
}
