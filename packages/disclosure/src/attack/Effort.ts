/**
 * Work that may be done still, counted in numbers of rows that steps go over: never in seconds, so that it ends in the same place on
 * any machine, by one thread and by two. Whoever finds it spent leaves what is open undecided, which counts as failing.
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
