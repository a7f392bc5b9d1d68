/** Words of a slot: the id. All zeros mean an empty slot. */
const slot = 4

/**
 * A map from 128-bit ids to numbers with 20 bytes per slot, because a file may have millions of records. It uses open addressing. The ids are
 * hashes, so their first bits are well distributed.
 */
export class IdMap {
  private words = new Uint32Array(slot * 1024)
  private values = new Uint32Array(1024)
  private used = 0
  /** The id that is searched for. */
  private readonly id = new Uint32Array(slot)

  /** Returns the first word of the slot with this id, or of the empty slot where it belongs. */
  private static place(words: Uint32Array, id: Uint32Array): number {
    const [a, b, c, d] = [id[0], id[1], id[2], id[3]]
    const mask = words.length / slot - 1
    for (let at = (a as number) & mask; ; at = (at + 1) & mask) {
      const i = slot * at
      const [w, x, y, z] = [words[i], words[i + 1], words[i + 2], words[i + 3]]
      if ((w === a && x === b && y === c && z === d) || (w === 0 && x === 0 && y === 0 && z === 0)) return i
    }
  }

  private grow(): void {
    const bigger = new Uint32Array(this.words.length * 2)
    const values = new Uint32Array(this.values.length * 2)
    for (let i = 0; i < this.words.length; i += slot) {
      for (let word = 0; word < slot; word++) this.id[word] = this.words[i + word] as number
      const [a, b, c, d] = [this.id[0], this.id[1], this.id[2], this.id[3]]
      if (a === 0 && b === 0 && c === 0 && d === 0) continue
      const at = IdMap.place(bigger, this.id)
      bigger.set(this.id, at)
      values[at / slot] = this.values[i / slot] as number
    }
    this.words = bigger
    this.values = values
  }

  /** Reads an id of 32 hexadecimal digits, with or without hyphens, without allocating: a file has several per row. */
  private read(text: string, number: number): void {
    const { id } = this
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

  private find(text: string, number: number): { readonly at: number; readonly isThere: boolean } {
    this.read(text, number)
    const at = IdMap.place(this.words, this.id)
    const { words } = this
    return { at, isThere: words[at] !== 0 || words[at + 1] !== 0 || words[at + 2] !== 0 || words[at + 3] !== 0 }
  }

  /** Returns the value of the id with that number; undefined if it was not added. */
  get(id: string, number = 0): number | undefined {
    const { at, isThere } = this.find(id, number)
    return isThere ? this.values[at / slot] : undefined
  }

  /**
   * Adds the id (32 hexadecimal digits, with or without hyphens) with a number, and its value. Returns the value that it already has, which
   * stays; undefined if it is new.
   */
  add(id: string, value: number, number = 0): number | undefined {
    const { at, isThere } = this.find(id, number)
    if (isThere) return this.values[at / slot]
    this.words.set(this.id, at)
    this.values[at / slot] = value
    if (++this.used > this.words.length / slot / 1.5) this.grow()
    return undefined
  }

  get size(): number {
    return this.used
  }
}
