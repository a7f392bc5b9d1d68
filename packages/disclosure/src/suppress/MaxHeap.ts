/** A heap of pairs of a value and a number; the highest value comes first. */
export class MaxHeap {
  readonly #pairs: Array<readonly [number, number]> = []

  push(worth: number, number: number): void {
    const pairs = this.#pairs
    pairs.push([worth, number])
    let at = pairs.length - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      if (this.#worth(up) >= this.#worth(at)) break
      const swap = pairs[up] as readonly [number, number]
      pairs[up] = pairs[at] as readonly [number, number]
      pairs[at] = swap
      at = up
    }
  }

  pop(): readonly [number, number] | undefined {
    const pairs = this.#pairs
    const top = pairs[0]
    const last = pairs.pop()
    if (last === undefined || pairs.length === 0) return top
    pairs[0] = last
    for (let at = 0; ; ) {
      let child = 2 * at + 1
      if (child >= pairs.length) break
      if (child + 1 < pairs.length && this.#worth(child + 1) > this.#worth(child)) child++
      const one = pairs[child] as readonly [number, number]
      if (one[0] <= last[0]) break
      pairs[child] = last
      pairs[at] = one
      at = child
    }
    return top
  }

  #worth(at: number): number {
    return (this.#pairs[at] as readonly [number, number])[0]
  }
}
