/** Words of a slot: the id. All zeros mean an empty slot. */
const slot = 4

/**
 * A map from 128-bit ids to numbers with 20 bytes per slot, because a file may have millions of records. It uses open addressing. The ids are
 * hashes, so their first bits are well distributed.
 */
export class IdMap {
  /** Signed, because V8 has no small numbers above 2^31 and would allocate each of them. */
  private words = new Int32Array(slot * 1024)
  private values = new Uint32Array(1024)
  private used = 0
  /** The id that is searched for. */
  private readonly id = new Int32Array(slot)

  /** Returns the first word of the slot with the id, or of the empty slot where it belongs. */
  private place(): number {
    const { words, id } = this
    const mask = words.length / slot - 1
    for (let at = (id[0] as number) & mask; ; at = (at + 1) & mask) {
      const i = slot * at
      if (words[i] === id[0] && words[i + 1] === id[1] && words[i + 2] === id[2] && words[i + 3] === id[3]) return i
      if (!this.isThere(i)) return i
    }
  }

  private isThere(at: number): boolean {
    const { words } = this
    return words[at] !== 0 || words[at + 1] !== 0 || words[at + 2] !== 0 || words[at + 3] !== 0
  }

  private grow(): void {
    const { words, values } = this
    this.words = new Int32Array(words.length * 2)
    this.values = new Uint32Array(values.length * 2)
    for (let i = 0; i < words.length; i += slot) {
      let isThere = 0
      for (let word = 0; word < slot; word++) isThere |= this.id[word] = words[i + word] as number
      if (isThere !== 0) this.put(this.place(), values[i / slot] as number)
    }
  }

  private put(at: number, value: number): void {
    for (let word = 0; word < slot; word++) this.words[at + word] = this.id[word] as number
    this.values[at / slot] = value
  }

  /** Reads an id of at least 32 hexadecimal digits, with or without hyphens, or of 53 bits, without allocating: a file has several per row. */
  private read(text: string | number, number: number): void {
    const { id } = this
    if (typeof text === "number") {
      id[0] = text
      id[1] = text / 2 ** 32
      id[2] = 1
      id[3] = number
      return
    }
    let digits = 0
    let word = 0
    for (let i = 0; i < text.length && digits < 32; i++) {
      const code = text.charCodeAt(i)
      if (code === 45) continue
      word = (word << 4) | (code < 58 ? code - 48 : (code | 32) - 87)
      if (++digits % 8 === 0) id[digits / 8 - 1] = word
    }
    id[3] = (id[3] as number) ^ number
    if (id[0] === 0 && id[1] === 0 && id[2] === 0) id[3] |= 1
  }

  /** Returns the value of the id with that number; undefined if it was not added. */
  get(id: string | number, number = 0): number | undefined {
    this.read(id, number)
    const at = this.place()
    return this.isThere(at) ? this.values[at / slot] : undefined
  }

  /**
   * Adds the id (53 bits, or its first 32 hexadecimal digits, with or without hyphens) with a number, and its value. Returns the value that it already has,
   * which stays; undefined if it is new.
   */
  add(id: string | number, value: number, number = 0): number | undefined {
    this.read(id, number)
    const at = this.place()
    if (this.isThere(at)) return this.values[at / slot]
    this.put(at, value)
    if (++this.used > this.values.length / 1.5) this.grow()
    return undefined
  }

  get size(): number {
    return this.used
  }
}
