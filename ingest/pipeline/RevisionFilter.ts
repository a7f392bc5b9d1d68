/**
 * Which revisions of records a partner's tables may hold, in four bytes each: answers "surely new" or "maybe there".
 *
 * It spares the store a look-up for nearly every new record; of those that may be there the store is asked, so a wrong "maybe"
 * costs time and nothing else: a look-up in each part of the table, and a batch that waits for others. Method: split block Bloom filter
 * (Putze, Sanders, Singler 2007; multipliers of Apache Parquet's variant) with 32 bits a key in blocks of 512, a processor's cache line:
 * one bit in each of a block's 16 words. A full layer is wrong for 6 of a million keys (Parquet's blocks of 256 with 24 bits a key: for
 * 160). It grows by layers, the larger of which are all of one size: a filter takes little more than its keys need.
 */

const multipliers = [
  0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31
]
/** Each half of a block has places from a number of its own. */
const wordsPerHalf = multipliers.length
const wordsPerBlock = 2 * wordsPerHalf
const bitsPerKey = 32
const firstCapacity = 16_384
const growth = 8
const lastCapacity = 4 * 1024 * 1024

/** Bytes that the filters of a process may take together: those of some 18 million revisions. */
const mostBytes = 72 * 1024 * 1024

/** What is left of them. A filter that finds no room gives its own up, and of its partner's records the store is asked, each time. */
export interface FilterRoom {
  left: number
}

export const filterRoom = (left = mostBytes): FilterRoom => ({ left })

interface Layer {
  readonly bits: Int32Array
  readonly blocks: number
  readonly capacity: number
  keys: number
}

const blocksOf = (capacity: number) => Math.ceil((capacity * bitsPerKey) / (32 * wordsPerBlock))
const bytesOf = (capacity: number) => blocksOf(capacity) * wordsPerBlock * Int32Array.BYTES_PER_ELEMENT

const makeLayer = (capacity: number): Layer => {
  const blocks = blocksOf(capacity)
  return { bits: new Int32Array(blocks * wordsPerBlock), blocks, capacity, keys: 0 }
}

/** Spreads a number's bits; the finaliser of MurmurHash3 (public domain). */
const spread = (value: number): number => {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35)
  return x ^ (x >>> 16)
}

const blockOf = ({ blocks }: Layer, high: number) => Math.floor(((high >>> 0) / 0x1_0000_0000) * blocks) * wordsPerBlock

const hasHalf = (bits: Int32Array, at: number, places: number): boolean => {
  for (let i = 0; i < wordsPerHalf; i++)
    if (((bits[at + i] as number) & (1 << (Math.imul(places, multipliers[i] as number) >>> 27))) === 0) return false
  return true
}

/** Answers whether all places were there. */
const putHalf = (bits: Int32Array, at: number, places: number): boolean => {
  let missing = 0
  for (let i = 0; i < wordsPerHalf; i++) {
    const place = 1 << (Math.imul(places, multipliers[i] as number) >>> 27)
    const word = bits[at + i] as number
    missing |= place & ~word
    bits[at + i] = word | place
  }
  return missing === 0
}

const has = (layer: Layer, high: number, low: number): boolean => {
  const at = blockOf(layer, high)
  return hasHalf(layer.bits, at, low) && hasHalf(layer.bits, at + wordsPerHalf, spread(low))
}

/** Puts a key in; answers whether it was there. */
const put = (layer: Layer, high: number, low: number): boolean => {
  const at = blockOf(layer, high)
  const first = putHalf(layer.bits, at, low)
  return putHalf(layer.bits, at + wordsPerHalf, spread(low)) && first
}

/**
 * Keys that are looked up one right after another. Their blocks lie anywhere in some megabytes: all of them are touched first, so that
 * the processor waits for many of them at once and not for each.
 */
const keysAtOnce = 64

export class RevisionFilter {
  private layers: ReadonlyArray<Layer> = []
  private readonly room: FilterRoom
  /** Keys in work: the half that tells the block, and the half that tells places in it. */
  private readonly highs = new Int32Array(keysAtOnce)
  private readonly lows = new Int32Array(keysAtOnce)
  /** What was touched, of no meaning: a value that nobody keeps would not be read. */
  private touched = 0

  /** `expected`: how many revisions are to be put in soon. */
  constructor(room = filterRoom(), expected = firstCapacity) {
    this.room = room
    this.grow(expected)
  }

  /** Whether it has given up: then it takes every revision for one that may be there. */
  get isFull(): boolean {
    return this.layers.length === 0
  }

  get bytes(): number {
    return this.layers.reduce((sum, { bits }) => sum + bits.byteLength, 0)
  }

  /** The new last layer; undefined when there is no room for it, and all is given up. */
  private grow(capacity: number): Layer | undefined {
    const layer = bytesOf(capacity) > this.room.left ? undefined : makeLayer(capacity)
    this.room.left += layer === undefined ? this.bytes : -layer.bits.byteLength
    this.layers = layer === undefined ? [] : [...this.layers, layer]
    return layer
  }

  /**
   * Puts revisions in; answers the places of those that may have been in before. `ids`: the four words of each record's
   * id; `kind`: a number for the kind of record.
   */
  add(ids: Uint32Array, revisions: Uint32Array, count: number, kind: number): Array<number> {
    const maybe: Array<number> = []
    for (let from = 0; from < count; from += keysAtOnce) {
      const keys = Math.min(keysAtOnce, count - from)
      this.takeKeys(ids, revisions, from, keys, kind)
      for (const layer of this.layers) this.touch(layer, keys)
      for (let i = 0; i < keys; i++)
        if (this.addKey(this.highs[i] as number, this.lows[i] as number)) maybe.push(from + i)
    }
    return maybe
  }

  private takeKeys(ids: Uint32Array, revisions: Uint32Array, from: number, keys: number, kind: number): void {
    const { highs, lows } = this
    for (let i = 0, at = 4 * from; i < keys; i++, at += 4) {
      const first = spread((ids[at] as number) ^ spread((ids[at + 1] as number) ^ kind))
      const second = spread((ids[at + 2] as number) ^ spread((ids[at + 3] as number) ^ (revisions[from + i] as number)))
      lows[i] = spread(first + Math.imul(second, 5))
      highs[i] = spread(second ^ Math.imul(first, 0x9e37_79b1))
    }
  }

  private touch(layer: Layer, keys: number): void {
    let sum = this.touched
    for (let i = 0; i < keys; i++) sum ^= layer.bits[blockOf(layer, this.highs[i] as number)] as number
    this.touched = sum
  }

  private addKey(high: number, low: number): boolean {
    if (this.isFull) return true
    const last = this.layers.length - 1
    for (let i = last - 1; i >= 0; i--) if (has(this.layers[i] as Layer, high, low)) return true
    const layer = this.layers[last] as Layer
    const hasRoom = layer.keys < layer.capacity
    if (!hasRoom && has(layer, high, low)) return true
    const open = hasRoom ? layer : this.grow(Math.min(layer.capacity * growth, lastCapacity))
    if (open === undefined || put(open, high, low)) return true
    open.keys += 1
    return false
  }
}
