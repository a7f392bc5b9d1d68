/**
 * The distinct texts of a field, each checked once. Records have few distinct codes, countries, regions and months. So the result of a rule
 * is kept with its text, and a record costs a look-up instead of a decoded text, a check and an object.
 */
import { textLanes } from "./ContentHash.ts"

/** Maximum number of texts in a vocabulary or dictionary: indexes have 16 bits. */
const maxTexts = 65_535

/** Stored texts by index. Index 0 stands for no value. It grows within a batch, and is cleared between batches if it is large. */
export class Dictionary {
  readonly words: Array<string> = [""]
  /** The two hash lanes of each word: see `ContentHash`. */
  lanes = new Int32Array(2 * 64)
  private readonly places = new Map<string, number>()

  /** Returns the word's index and adds a new word; -1 if the dictionary is full. */
  place(word: string): number {
    const known = this.places.get(word)
    if (known !== undefined) return known
    if (this.words.length > maxTexts) return -1
    const made = this.words.length
    this.words.push(word)
    if (this.lanes.length < 2 * this.words.length) {
      const lanes = new Int32Array(2 * this.lanes.length)
      lanes.set(this.lanes)
      this.lanes = lanes
    }
    const { low, high } = textLanes(word)
    this.lanes[2 * made] = low
    this.lanes[2 * made + 1] = high
    this.places.set(word, made)
    return made
  }

  get size(): number {
    return this.words.length
  }

  clear(): void {
    this.words.length = 1
    this.places.clear()
  }
}

/** Longer texts are not added to a vocabulary. */
const longestText = 256

const decoder = new TextDecoder("utf-8", { fatal: true })

/** Returns the engine's internalised copy of a text: two of these are compared by address, not by characters. */
const interned = (text: string): string => Object.keys({ [text]: 0 })[0] as string

/** Returns the hash from which the search for a text starts. */
const slotOf = (head: number, tail: number, middle: number, length: number): number => {
  const mixed = Math.imul(head ^ length, 0x85eb_ca6b) ^ Math.imul(tail ^ Math.imul(middle, 0x9e37_79b1), 0xc2b2_ae35)
  return mixed ^ (mixed >>> 15)
}

/** Returns four bytes from the middle of a text that is longer than head and tail. */
const middleOf = (view: DataView, from: number, length: number): number =>
  length > 8 ? view.getInt32(from + (length >>> 1) - 2, true) : 0

/** A slot has four numbers: the text's index plus one (0: free), its first four bytes, its last four, its length. */
const slotSize = 4

/**
 * Distinct texts by their bytes.
 *
 * Codes are short: the first and last four bytes identify a text of up to eight bytes without a loop.
 */
export class Vocabulary<Extra> {
  /** The texts, by the index that `find` returns; `extras` has what `learn` returned for each. */
  readonly texts: Array<string> = []
  readonly extras: Array<Extra> = []
  private readonly learn: (text: string) => Extra | undefined
  /** Open addressing, at most half full. */
  private table = new Int32Array(256 * slotSize)
  private mask = 255
  private bytes = new Uint8Array(4096)
  private view = new DataView(this.bytes.buffer)
  private used = 0
  private starts: Array<number> = []

  /** `learn` returns what to keep with a text, or undefined for a text that breaks a rule, which is never kept. */
  constructor(learn: (text: string) => Extra | undefined) {
    this.learn = learn
  }

  get size(): number {
    return this.texts.length
  }

  clear(): void {
    this.table.fill(0)
    this.used = 0
    for (const list of [this.texts, this.extras, this.starts]) list.length = 0
  }

  /** Returns the index of the text in `source` (and its `view`); -1 if it breaks a rule. */
  find(source: Uint8Array, view: DataView, from: number, length: number): number {
    let head = 0
    let tail = 0
    if (length >= 4) {
      head = view.getInt32(from, true)
      tail = view.getInt32(from + length - 4, true)
    } else for (let i = 0; i < length; i++) head = (head << 8) | (source[from + i] as number)
    const { table, mask } = this
    for (let slot = slotOf(head, tail, middleOf(view, from, length), length) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * slotSize
      const found = (table[at] as number) - 1
      if (found < 0) return this.add(source, from, length, slot, head, tail)
      if (
        table[at + 1] === head &&
        table[at + 2] === tail &&
        table[at + 3] === length &&
        (length <= 8 || this.isSame(found, source, from, length))
      )
        return found
    }
  }

  private isSame(known: number, source: Uint8Array, from: number, length: number): boolean {
    const start = this.starts[known] as number
    for (let i = 0; i < length; i++) if (this.bytes[start + i] !== source[from + i]) return false
    return true
  }

  private add(source: Uint8Array, from: number, length: number, slot: number, head: number, tail: number): number {
    if (length > longestText || this.size >= maxTexts) return -1
    const part = source.subarray(from, from + length)
    let text: string
    try {
      text = decoder.decode(part)
    } catch {
      return -1
    }
    // The decoder drops a byte-order mark; such a text takes the slow path.
    if (Buffer.byteLength(text) !== length) return -1
    const extra = this.learn(text)
    if (extra === undefined) return -1
    if (this.used + length > this.bytes.length) {
      const bytes = new Uint8Array(this.bytes.length * 2 + length)
      bytes.set(this.bytes)
      this.bytes = bytes
      this.view = new DataView(bytes.buffer)
    }
    this.bytes.set(part, this.used)
    this.starts.push(this.used)
    this.used += length
    this.texts.push(interned(text))
    this.extras.push(extra)
    this.table.set([this.size, head, tail, length], slot * slotSize)
    if (this.size * 2 * slotSize > this.table.length) this.grow()
    return this.size - 1
  }

  private grow(): void {
    const before = this.table
    const table = new Int32Array(before.length * 2)
    const mask = table.length / slotSize - 1
    for (let at = 0; at < before.length; at += slotSize) {
      const entry = before.subarray(at, at + slotSize)
      const [number, head, tail, length] = entry as unknown as readonly [number, number, number, number]
      if (number === 0) continue
      const middle = middleOf(this.view, this.starts[number - 1] as number, length)
      let slot = slotOf(head, tail, middle, length) & mask
      while (table[slot * slotSize] !== 0) slot = (slot + 1) & mask
      table.set(entry, slot * slotSize)
    }
    this.table = table
    this.mask = mask
  }
}
