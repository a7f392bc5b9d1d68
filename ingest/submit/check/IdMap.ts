/**
 * A map from 128-bit ids to numbers with 20 bytes per slot, because a file may have millions of records. It uses open addressing. The ids are
 * hashes, so their first bits are well distributed.
 */
export class IdMap {
  private words = new Uint32Array(4 * 1024)
  private values = new Uint32Array(1024)
  private used = 0

  private static place(words: Uint32Array, a: number, b: number, c: number, d: number): number {
    const mask = words.length / 4 - 1
    for (let at = a & mask; ; at = (at + 1) & mask) {
      const i = 4 * at
      const [w, x, y, z] = [words[i], words[i + 1], words[i + 2], words[i + 3]]
      if ((w === a && x === b && y === c && z === d) || (w === 0 && x === 0 && y === 0 && z === 0)) return i
    }
  }

  private grow(): void {
    const bigger = new Uint32Array(this.words.length * 2)
    const values = new Uint32Array(this.values.length * 2)
    for (let i = 0; i < this.words.length; i += 4) {
      const [a, b, c, d] = [this.words[i], this.words[i + 1], this.words[i + 2], this.words[i + 3]] as [
        number,
        number,
        number,
        number
      ]
      if (a === 0 && b === 0 && c === 0 && d === 0) continue
      const at = IdMap.place(bigger, a, b, c, d)
      bigger.set([a, b, c, d], at)
      values[at / 4] = this.values[i / 4] as number
    }
    this.words = bigger
    this.values = values
  }

  private static wordsOf(id: string, number: number): readonly [number, number, number, number] {
    const hex = id.replaceAll("-", "")
    const [a, b, c] = [0, 8, 16].map((from) => Number.parseInt(hex.slice(from, from + 8), 16) >>> 0) as [
      number,
      number,
      number
    ]
    // All zeros mean an empty slot.
    const d = ((Number.parseInt(hex.slice(24, 32), 16) ^ number) | (a === 0 && b === 0 && c === 0 ? 1 : 0)) >>> 0
    return [a, b, c, d]
  }

  /** Returns the value of the id with that number; undefined if it was not added. */
  get(id: string, number = 0): number | undefined {
    const id128 = IdMap.wordsOf(id, number)
    const at = IdMap.place(this.words, ...id128)
    return id128.every((word, i) => this.words[at + i] === word) ? (this.values[at / 4] as number) : undefined
  }

  /**
   * Adds the id (32 hexadecimal digits, with or without hyphens) with a number, and its value. Returns the value that it already has, which
   * stays; undefined if it is new.
   */
  add(id: string, value: number, number = 0): number | undefined {
    const [a, b, c, d] = IdMap.wordsOf(id, number)
    const at = IdMap.place(this.words, a, b, c, d)
    if (this.words[at] === a && this.words[at + 1] === b && this.words[at + 2] === c && this.words[at + 3] === d)
      return this.values[at / 4]
    this.words.set([a, b, c, d], at)
    this.values[at / 4] = value
    if (++this.used > this.words.length / 4 / 1.5) this.grow()
    return undefined
  }

  get size(): number {
    return this.used
  }
}
