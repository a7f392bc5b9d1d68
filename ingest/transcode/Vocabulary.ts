/**
 * The distinct texts of a field, each checked once. Records hold few distinct codes, countries, regions and months, so what a rule
 * says of a text is remembered with it, and a record costs a look-up in place of a text, a check and an object.
 */
import { type Lanes, textLanes } from "./ContentHash.ts"

/** The most texts that a vocabulary or a dictionary holds: their places are 16-bit numbers. */
const most = 65_535

/** Texts as they are stored, by their place; place 0 stands for no value. Grows within a batch and is emptied between two. */
export class Dictionary {
  readonly words: Array<string> = [""]
  readonly lanes: Array<Lanes> = [{ low: 0, high: 0 }]
  private readonly places = new Map<string, number>()

  /** The word's place, made when it is new; -1 when no more fit. */
  place(word: string): number {
    const known = this.places.get(word)
    if (known !== undefined) return known
    if (this.words.length > most) return -1
    const made = this.words.length
    this.words.push(word)
    this.lanes.push(textLanes(word))
    this.places.set(word, made)
    return made
  }

  get size(): number {
    return this.words.length
  }

  clear(): void {
    this.words.length = 1
    this.lanes.length = 1
    this.places.clear()
  }
}

/** Texts that are longer have no place in a vocabulary. */
const longest = 256

const decoder = new TextDecoder("utf-8", { fatal: true })

/** Distinct texts by their bytes. */
export class Vocabulary<Extra> {
  /** What `learn` answered for each text, by the number that `find` gives. */
  readonly texts: Array<string> = []
  readonly extras: Array<Extra> = []
  private readonly learn: (text: string) => Extra | undefined
  /** Open addressing: 0 is free, else one more than the text's number. */
  private slots = new Int32Array(256)
  private bytes = new Uint8Array(4096)
  private used = 0
  private starts: Array<number> = []
  private lengths: Array<number> = []
  private hashes: Array<number> = []
  /** Of a text of up to six bytes, these as one number. */
  private wholes: Array<number> = []

  /** `learn` says what to remember of a text, and undefined for one that breaks a rule: that is never remembered. */
  constructor(learn: (text: string) => Extra | undefined) {
    this.learn = learn
  }

  get size(): number {
    return this.texts.length
  }

  clear(): void {
    this.slots.fill(0)
    this.used = 0
    for (const list of [this.texts, this.extras, this.starts, this.lengths, this.hashes, this.wholes]) list.length = 0
  }

  /** The number of the text that lies in `source`; -1 when it breaks a rule. */
  find(source: Uint8Array, from: number, length: number): number {
    let hash = length
    // Codes are mostly of a few letters: their bytes are told by the sum alone, without a look at those that are kept.
    let whole = 0
    for (let i = 0; i < length; i++) {
      const byte = source[from + i] as number
      hash = Math.imul(hash ^ byte, 0x0100_0193)
      whole = whole * 256 + byte
    }
    hash ^= hash >>> 15
    const mask = this.slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = (this.slots[slot] as number) - 1
      if (found < 0) return this.add(source, from, length, hash, whole)
      if (this.hashes[found] !== hash || this.lengths[found] !== length) continue
      if (length <= 6 ? this.wholes[found] === whole : this.isSame(found, source, from, length)) return found
    }
  }

  private isSame(known: number, source: Uint8Array, from: number, length: number): boolean {
    const start = this.starts[known] as number
    for (let i = 0; i < length; i++) if (this.bytes[start + i] !== source[from + i]) return false
    return true
  }

  private add(source: Uint8Array, from: number, length: number, hash: number, whole: number): number {
    if (length > longest || this.size >= most) return -1
    const part = source.subarray(from, from + length)
    let text: string
    try {
      text = decoder.decode(part)
    } catch {
      return -1
    }
    // The decoder drops a byte-order mark; such a text is left to the careful way.
    if (Buffer.byteLength(text) !== length) return -1
    const extra = this.learn(text)
    if (extra === undefined) return -1
    if (this.used + length > this.bytes.length) {
      const bytes = new Uint8Array(this.bytes.length * 2 + length)
      bytes.set(this.bytes)
      this.bytes = bytes
    }
    this.bytes.set(part, this.used)
    this.starts.push(this.used)
    this.lengths.push(length)
    this.hashes.push(hash)
    this.wholes.push(whole)
    this.used += length
    this.texts.push(text)
    this.extras.push(extra)
    if (this.size * 2 > this.slots.length) this.grow()
    else this.seat(this.size - 1)
    return this.size - 1
  }

  private seat(known: number): void {
    const mask = this.slots.length - 1
    let slot = (this.hashes[known] as number) & mask
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask
    this.slots[slot] = known + 1
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    for (let known = 0; known < this.size; known++) this.seat(known)
  }
}
