/**
 * Which revisions of records a partner's tables may hold, in three bytes each: answers "surely new" or "maybe there".
 *
 * It spares the store a look-up for nearly every new record; of those that may be there the store is asked, so a wrong "maybe"
 * costs a little time and nothing else. Method: split block Bloom filter (Putze, Sanders, Singler 2007; the variant and the
 * eight multipliers are Apache Parquet's), 24 bits a key, which is wrong for about 2 keys of 10,000. It grows by layers.
 */

const multipliers = [
  0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31
]
const wordsPerBlock = multipliers.length
const bitsPerKey = 24
const firstCapacity = 16_384
const growth = 8

/** Beyond this many bytes a filter grows no more: then every record is looked up in the store. */
const mostBytes = 256 * 1024 * 1024

interface Layer {
  readonly bits: Int32Array
  readonly blocks: number
  readonly capacity: number
  keys: number
}

const makeLayer = (capacity: number): Layer => {
  const blocks = Math.ceil((capacity * bitsPerKey) / (32 * wordsPerBlock))
  return { bits: new Int32Array(blocks * wordsPerBlock), blocks, capacity, keys: 0 }
}

/** Spreads a number's bits; the finaliser of MurmurHash3 (public domain). */
const spread = (value: number): number => {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35)
  return x ^ (x >>> 16)
}

const has = ({ bits, blocks }: Layer, high: number, low: number): boolean => {
  const at = Math.floor(((high >>> 0) / 0x1_0000_0000) * blocks) * wordsPerBlock
  for (let i = 0; i < wordsPerBlock; i++)
    if (((bits[at + i] as number) & (1 << (Math.imul(low, multipliers[i] as number) >>> 27))) === 0) return false
  return true
}

const put = ({ bits, blocks }: Layer, high: number, low: number): void => {
  const at = Math.floor(((high >>> 0) / 0x1_0000_0000) * blocks) * wordsPerBlock
  for (let i = 0; i < wordsPerBlock; i++)
    bits[at + i] = (bits[at + i] as number) | (1 << (Math.imul(low, multipliers[i] as number) >>> 27))
}

export class RevisionFilter {
  private readonly layers: Array<Layer>
  private isFull = false

  /** `expected`: how many revisions are to be put in soon. */
  constructor(expected = 0) {
    this.layers = [makeLayer(Math.max(firstCapacity, expected))]
  }

  get bytes(): number {
    return this.layers.reduce((sum, { bits }) => sum + bits.byteLength, 0)
  }

  /**
   * Puts a revision in; false when it surely was not in before. `id`: the four words of the record's id, from `at` on;
   * `kind`: a number for the kind of record.
   */
  add(id: Uint32Array, at: number, revision: number, kind: number): boolean {
    if (this.isFull) return true
    const [a, b, c, d] = [id[at] as number, id[at + 1] as number, id[at + 2] as number, id[at + 3] as number]
    const first = spread(a ^ spread(b ^ kind))
    const second = spread(c ^ spread(d ^ revision))
    const low = spread(first + Math.imul(second, 5))
    const high = spread(second ^ Math.imul(first, 0x9e37_79b1))
    for (let i = this.layers.length - 1; i >= 0; i--) if (has(this.layers[i] as Layer, high, low)) return true
    let last = this.layers.at(-1) as Layer
    if (last.keys >= last.capacity) {
      const next = last.capacity * growth
      if (this.bytes + (next * bitsPerKey) / 8 > mostBytes) {
        this.isFull = true
        return true
      }
      last = makeLayer(next)
      this.layers.push(last)
    }
    put(last, high, low)
    last.keys += 1
    return false
  }
}
