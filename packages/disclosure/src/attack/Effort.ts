/**
 * A limit of work, counted in entries of rows. It is not a time limit, so a search ends at the same place on any
 * machine, with one thread or two. When it is spent, open cells stay undecided, which counts as failing.
 */
export class Effort {
  #left: number

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#left = most
  }

  spend(numbers: number): void {
    this.#left -= numbers
  }

  get left(): number {
    return this.#left
  }

  get isSpent(): boolean {
    return this.#left <= 0
  }
}
