/**
 * Returns an order in which to eliminate the rows of a symmetric matrix with little fill-in. It always takes a row of
 * minimum degree in a quotient graph (George and Liu 1989, "The evolution of the minimum degree ordering algorithm");
 * degrees are upper bounds (Amestoy, Davis and Duff 1996). Deterministic: of equal rows the lowest goes first.
 *
 * @param neighbours for each row, the other rows that it shares an entry with, each once
 * @returns the rows in the order of elimination
 */
export const minimumDegree = (neighbours: ReadonlyArray<ReadonlyArray<number>>): Int32Array => {
  const size = neighbours.length
  const order = new Int32Array(size)
  /** For each row, the adjacent rows that are not eliminated and not in a common element. */
  const rows: Array<Array<number>> = neighbours.map((list) => [...list])
  /** Elements (cliques that eliminated rows leave) of each row, and the rows of each element. */
  const elements: Array<Array<number>> = neighbours.map(() => [])
  const members = new Map<number, ReadonlyArray<number>>()
  const degree = Int32Array.from(neighbours, (list) => list.length)
  const done = new Uint8Array(size)
  const buckets = new Buckets(degree)
  const mark = new Int32Array(size).fill(-1)
  for (let step = 0; step < size; step++) {
    const pivot = buckets.popLeast()
    order[step] = pivot
    done[pivot] = 1
    // The pivot's rows and the rows of its elements form one element, which replaces those.
    const clique: Array<number> = []
    mark[pivot] = step
    const take = (row: number): void => {
      if (done[row] === 1 || mark[row] === step) return
      mark[row] = step
      clique.push(row)
    }
    for (const row of rows[pivot] as ReadonlyArray<number>) take(row)
    for (const element of elements[pivot] as ReadonlyArray<number>) {
      for (const row of members.get(element) as ReadonlyArray<number>) take(row)
      members.delete(element)
    }
    members.set(pivot, clique)
    rows[pivot] = []
    elements[pivot] = []
    for (const row of clique) {
      const rest = (rows[row] as ReadonlyArray<number>).filter((other) => done[other] === 0 && mark[other] !== step)
      const own = (elements[row] as ReadonlyArray<number>).filter((element) => members.has(element))
      let bound = clique.length - 1 + rest.length
      for (const element of own) bound += (members.get(element) as ReadonlyArray<number>).length - 1
      own.push(pivot)
      rows[row] = rest
      elements[row] = own
      buckets.move(row, Math.min(bound, size - step - 2))
    }
  }
  return order
}

/** Rows by degree, in doubly linked lists. */
class Buckets {
  readonly #degree: Int32Array
  readonly #first: Int32Array
  readonly #next: Int32Array
  readonly #before: Int32Array
  #least = 0

  constructor(degree: Int32Array) {
    this.#degree = degree
    this.#first = new Int32Array(degree.length + 1).fill(-1)
    this.#next = new Int32Array(degree.length).fill(-1)
    this.#before = new Int32Array(degree.length).fill(-1)
    for (let row = degree.length - 1; row >= 0; row--) this.#put(row)
  }

  popLeast(): number {
    while (this.#first[this.#least] === -1) this.#least += 1
    const row = this.#first[this.#least] as number
    this.#take(row)
    return row
  }

  move(row: number, degree: number): void {
    const to = Math.max(0, degree)
    if (this.#degree[row] === to) return
    this.#take(row)
    this.#degree[row] = to
    this.#put(row)
    this.#least = Math.min(this.#least, to)
  }

  #put(row: number): void {
    const degree = this.#degree[row] as number
    const first = this.#first[degree] as number
    this.#next[row] = first
    this.#before[row] = -1
    if (first >= 0) this.#before[first] = row
    this.#first[degree] = row
  }

  #take(row: number): void {
    const before = this.#before[row] as number
    const next = this.#next[row] as number
    if (before >= 0) this.#next[before] = next
    else this.#first[this.#degree[row] as number] = next
    if (next >= 0) this.#before[next] = before
  }
}
