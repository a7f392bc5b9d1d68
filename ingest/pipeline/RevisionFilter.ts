/**
 * Which revisions of records a partner's tables may hold, in five bytes each: answers "surely new" or "maybe there".
 *
 * It spares the store a look-up for nearly every new record; of those that may be there the store is asked, so a wrong "maybe"
 * costs time and nothing else: a look-up in each part of the table, and a batch that waits for others. Method: a hash table with open
 * addressing and linear probing (Knuth, The Art of Computer Programming 3, 6.4) that keeps of each key a mark of 32 bits in place of the
 * key. A new key meets 13 marks on average where a layer is full (`fullness`), so it is wrong for three of a thousand million keys. It grows
 * by layers, the larger of which are all of one size: a filter takes little more than its keys need.
 */

/** A layer is full when this part of its places is taken: beyond it the search becomes long. */
const fullness = 0.8
const firstCapacity = 16_384
const growth = 8
const lastCapacity = 4 * 1024 * 1024

/** Bytes that the filters of a process may take together: those of some 14 million revisions. */
const mostBytes = 72 * 1024 * 1024

/** What is left of them. A filter that finds no room gives its own up, and of its partner's records the store is asked, each time. */
export interface FilterRoom {
  left: number
}

export const filterRoom = (left = mostBytes): FilterRoom => ({ left })

interface Layer {
  /** Marks; 0 for a place that is free. */
  readonly marks: Int32Array
  readonly capacity: number
  keys: number
}

const placesOf = (capacity: number) => Math.ceil(capacity / fullness)
const bytesOf = (capacity: number) => placesOf(capacity) * Int32Array.BYTES_PER_ELEMENT

const makeLayer = (capacity: number): Layer => ({ marks: new Int32Array(placesOf(capacity)), capacity, keys: 0 })

/** Spreads a number's bits; the finaliser of MurmurHash3 (public domain). */
const spread = (value: number): number => {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35)
  return x ^ (x >>> 16)
}

/** Of this process alone: else a partner could choose ids whose places are all one, and every search among them would be long. */
const [seed1, seed2] = crypto.getRandomValues(new Uint32Array(2)) as unknown as readonly [number, number]

/** Where the search for a key begins. */
const firstPlace = ({ length }: Int32Array, high: number) => Math.floor(((high >>> 0) / 0x1_0000_0000) * length)

/** The place of a key's mark, or the free one that it would take. */
const find = (marks: Int32Array, high: number, mark: number): number => {
  let place = firstPlace(marks, high)
  for (;;) {
    const found = marks[place] as number
    if (found === mark || found === 0) return place
    place += 1
    if (place === marks.length) place = 0
  }
}

const has = ({ marks }: Layer, high: number, mark: number): boolean => marks[find(marks, high, mark)] !== 0

/** Puts a key in; answers whether it was there. */
const put = ({ marks }: Layer, high: number, mark: number): boolean => {
  const place = find(marks, high, mark)
  if (marks[place] !== 0) return true
  marks[place] = mark
  return false
}

/**
 * Keys that are looked up one right after another. Their places lie anywhere in some megabytes: all of them are touched first, so that
 * the processor waits for many of them at once and not for each.
 */
const keysAtOnce = 64

export class RevisionFilter {
  private layers: ReadonlyArray<Layer> = []
  private readonly room: FilterRoom
  /** Keys in work: what tells the place, and the mark. */
  private readonly highs = new Int32Array(keysAtOnce)
  private readonly marks = new Int32Array(keysAtOnce)
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
    return this.layers.reduce((sum, { marks }) => sum + marks.byteLength, 0)
  }

  /** The new last layer; undefined when there is no room for it, and all is given up. */
  private grow(capacity: number): Layer | undefined {
    const layer = bytesOf(capacity) > this.room.left ? undefined : makeLayer(capacity)
    this.room.left += layer === undefined ? this.bytes : -layer.marks.byteLength
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
        if (this.addKey(this.highs[i] as number, this.marks[i] as number)) maybe.push(from + i)
    }
    return maybe
  }

  private takeKeys(ids: Uint32Array, revisions: Uint32Array, from: number, keys: number, kind: number): void {
    const { highs, marks } = this
    for (let i = 0, at = 4 * from; i < keys; i++, at += 4) {
      const first = spread((ids[at] as number) ^ spread((ids[at + 1] as number) ^ kind ^ seed1))
      const last = (ids[at + 3] as number) ^ (revisions[from + i] as number)
      const second = spread((ids[at + 2] as number) ^ spread(last ^ seed2))
      // 0 is no mark.
      marks[i] = spread(first + Math.imul(second, 5)) || 1
      highs[i] = spread(second ^ Math.imul(first, 0x9e37_79b1))
    }
  }

  private touch({ marks }: Layer, keys: number): void {
    let sum = this.touched
    for (let i = 0; i < keys; i++) sum ^= marks[firstPlace(marks, this.highs[i] as number)] as number
    this.touched = sum
  }

  private addKey(high: number, mark: number): boolean {
    if (this.isFull) return true
    const last = this.layers.length - 1
    for (let i = last - 1; i >= 0; i--) if (has(this.layers[i] as Layer, high, mark)) return true
    const layer = this.layers[last] as Layer
    const hasRoom = layer.keys < layer.capacity
    if (!hasRoom && has(layer, high, mark)) return true
    const open = hasRoom ? layer : this.grow(Math.min(layer.capacity * growth, lastCapacity))
    if (open === undefined || put(open, high, mark)) return true
    open.keys += 1
    return false
  }
}
