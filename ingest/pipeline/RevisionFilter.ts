/**
 * A filter of the stored revisions of a partner's records, with five bytes per revision. It answers "certainly new" or "maybe stored".
 *
 * It avoids a look-up in the store for nearly every new record. A false "maybe" costs only time: a look-up, and waiting for other batches.
 * Method: a hash table with open addressing and linear probing (Knuth, The Art of Computer Programming 3, 6.4) that stores a 32-bit mark
 * instead of the key. In a full layer (`fullness`) a new key is compared with 13 marks on average, so the false-positive rate is 3 in 10^9.
 * The filter grows by layers; the larger ones have the same size, so it takes little more memory than its keys need.
 */

/** A layer counts as full at this load factor; beyond it searches become long. */
const fullness = 0.8
const firstCapacity = 16_384
const growth = 8
const lastCapacity = 4 * 1024 * 1024

/** Memory limit of all filters of a process in bytes, enough for some 14 million revisions. */
const maxBytes = 72 * 1024 * 1024

/** The remaining memory. A filter that finds no room frees its own, and then every record of its partner is looked up in the store. */
interface FilterRoom {
  left: number
}

/** Returns the memory that filters share, in bytes. */
export const filterRoom = (left = maxBytes): FilterRoom => ({ left })

interface Layer {
  /** Marks; 0 for a free slot. */
  readonly marks: Int32Array
  readonly capacity: number
  keys: number
}

const placesOf = (capacity: number) => Math.ceil(capacity / fullness)
const bytesOf = (capacity: number) => placesOf(capacity) * Int32Array.BYTES_PER_ELEMENT

const makeLayer = (capacity: number): Layer => ({ marks: new Int32Array(placesOf(capacity)), capacity, keys: 0 })

/** Mixes a number's bits: the finaliser of MurmurHash3 (public domain). */
const spread = (value: number): number => {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35)
  return x ^ (x >>> 16)
}

/** Random per process, so that a partner cannot choose ids that collide. */
const [seed1, seed2] = crypto.getRandomValues(new Uint32Array(2)) as unknown as readonly [number, number]

/** Returns the first slot of the search for a key. */
const firstPlace = ({ length }: Int32Array, high: number) => Math.floor(((high >>> 0) / 0x1_0000_0000) * length)

/** Returns the slot of a key's mark, or the free slot for it. */
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

/** Adds a key. Returns whether it was there. */
const put = ({ marks }: Layer, high: number, mark: number): boolean => {
  const place = find(marks, high, mark)
  if (marks[place] !== 0) return true
  marks[place] = mark
  return false
}

/**
 * Number of keys per group. The slots of a group are read first, so that the processor waits for many cache misses at once instead of one
 * by one.
 */
const keysAtOnce = 64

export class RevisionFilter {
  private layers: ReadonlyArray<Layer> = []
  private readonly room: FilterRoom
  /** The slot hashes and marks of the current group. */
  private readonly highs = new Int32Array(keysAtOnce)
  private readonly marks = new Int32Array(keysAtOnce)
  /** Keeps the engine from removing the reads of `touch`. Its value has no meaning. */
  private touched = 0

  /** `expected` is the number of revisions that will be added soon. */
  constructor(room = filterRoom(), expected = firstCapacity) {
    this.room = room
    this.grow(expected)
  }

  /** True if the filter has no memory: then every revision is "maybe stored". */
  get isFull(): boolean {
    return this.layers.length === 0
  }

  get bytes(): number {
    return this.layers.reduce((sum, { marks }) => sum + marks.byteLength, 0)
  }

  /** Adds a layer. Returns undefined if there is no room; then all memory is freed. */
  private grow(capacity: number): Layer | undefined {
    const layer = bytesOf(capacity) > this.room.left ? undefined : makeLayer(capacity)
    this.room.left += layer === undefined ? this.bytes : -layer.marks.byteLength
    this.layers = layer === undefined ? [] : [...this.layers, layer]
    return layer
  }

  /**
   * Adds revisions. Returns the indexes of those that may have been added before. `ids` has the four words of each record's id; `kind` is a
   * number for the kind of record.
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
      // 0 marks a free slot.
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
