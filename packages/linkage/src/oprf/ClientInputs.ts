/**
 * What a client does with its inputs: it blinds them, unblinds what the holders answer, and checks that all were evaluated with the round's key, at
 * the price of two additions each and one more element (docs/linkage.md, steps 4 and 6). For the check inputs fall at random into groups,
 * groups get random weights; the weighted sum of the inputs' elements is evaluated with a proof, and must equal the weighted sum of what was answered before.
 */
import { ClientBatch } from "./ClientBatch.ts"
import {
  add,
  type Element,
  elementFromHash,
  equal,
  invertScalars,
  isElement,
  multiply,
  randomBytes,
  randomScalar,
  type Scalar,
  sha512
} from "./Group.ts"
import { type Proof, verify } from "./proof.ts"
import { uniformOf } from "./suite.ts"

/** Up to as many inputs, each is a separate group: then a false answer passes with a chance of 2^-128. */
const maxGroups = 8_192

/** One holder's answer for the weighted sum, and the public key by which its proof is checked. */
export interface CheckedAnswer {
  readonly product: Element
  readonly proof: Proof
  readonly publicKey: Element
}

const utf8 = new TextEncoder()
const [blindLabel, paddingLabel] = [utf8.encode("blind"), utf8.encode("padding")]

/** 64 bytes that cannot be distinguished from random ones without the seed. */
const fromSeed = (seed: Uint8Array, label: Uint8Array, position: number): Uint8Array => {
  const place = new Uint8Array(4)
  new DataView(place.buffer).setUint32(0, position)
  return sha512(seed, label, place)
}

/** Elements of no input, for positions from `first`, which a holder cannot distinguish from blinded ones. */
export const paddingElements = (seed: Uint8Array, first: number, count: number): ReadonlyArray<Element> =>
  Array.from({ length: count }, (_, i) => elementFromHash(fromSeed(seed, paddingLabel, first + i)))

/** Numbers from 0 to `bound` - 1, from 32 random bits each: they differ from uniform ones by less than one part in 2^18. */
const randomPositions = (count: number, bound: number): Uint32Array =>
  new Uint32Array(randomBytes(4 * count).buffer).map((number) => number % bound)

export class ClientInputs {
  readonly #seed: Uint8Array
  readonly #groups: Uint32Array
  readonly #groupCount: number
  readonly #batch: ClientBatch
  readonly #blind: Scalar = randomScalar()
  #first = 0
  #count = 0
  #expected: Element | undefined
  #request: Element | undefined

  /**
   * For `count` different inputs, in at most `groups` groups, which stay secret: a holder that knew them could cheat
   * within one. Blinds follow from the seed.
   */
  constructor(seed: Uint8Array, count: number, groups: number = maxGroups) {
    this.#seed = seed
    this.#groups = count <= groups ? Uint32Array.from({ length: count }, (_, i) => i) : randomPositions(count, groups)
    this.#groupCount = Math.min(count, groups)
    this.#batch = new ClientBatch(this.#groupCount)
  }

  /** Blinds the inputs from position `first` on. The same seed, inputs and position give the same elements again. */
  blind(first: number, inputs: ReadonlyArray<Uint8Array>): ReadonlyArray<Element> {
    this.#first = first
    this.#count = inputs.length
    const blinds = inputs.map((_, i) => fromSeed(this.#seed, blindLabel, first + i))
    return this.#batch.blind(inputs.map(uniformOf), blinds)
  }

  /**
   * Adds the answers of the holders that take part for the inputs that were blinded last and takes the blinds away: the evaluated element of each. Throws
   * `NoElement` if an answer is none.
   */
  unblind(answers: ReadonlyArray<ReadonlyArray<Element>>): ReadonlyArray<Element> {
    const groups = this.#groups.subarray(this.#first, this.#first + this.#count)
    const own = answers.map((products) => products.slice(0, this.#count))
    return this.#batch.unblind(own, groups)
  }

  /** The element to have evaluated with proofs, after all inputs. */
  request(): Element {
    const { element, evaluated } = this.#batch.weigh(randomBytes(16 * this.#groupCount))
    this.#expected = evaluated
    this.#request = multiply(this.#blind, element)
    return this.#request
  }

  /** Returns whether the answers for the requested element are proved and confirm all answers before. */
  passes(answers: ReadonlyArray<CheckedAnswer>): boolean {
    const request = this.#request
    if (request === undefined || this.#expected === undefined || answers.length === 0) return false
    const proved = answers.every(({ product, proof, publicKey }) =>
      verify(publicKey, { elements: [request], products: [product] }, proof)
    )
    if (!proved) return false
    const sum = answers.map(({ product }) => product).reduce(add)
    if (!isElement(sum)) return false
    return equal(multiply(invertScalars([this.#blind])[0] as Scalar, sum), this.#expected)
  }
}
