/**
 * The client's check that all its inputs were evaluated with the round's key, at the price of two additions each and one more
 * element (docs/linkage.md, step 6). Inputs fall at random into groups, groups get random weights; the weighted sum of the
 * inputs' elements is evaluated with a proof, and must equal the weighted sum of what was answered before.
 */
import {
  add,
  concat,
  type Element,
  encodedLength,
  equal,
  invertScalars,
  isElement,
  multiply,
  randomBytes,
  randomScalar,
  type Scalar
} from "./Group.ts"
import { type Proof, verify } from "./proof.ts"

/** Up to as many inputs, each is a separate group: then a false answer passes with a chance of 2^-128. */
const mostGroups = 8_192

/** One holder's answer for the weighted sum, and the public key by which its proof is checked. */
export interface CheckedAnswer {
  readonly product: Element
  readonly proof: Proof
  readonly publicKey: Element
}

interface Sums {
  element: Element
  evaluated: Element
}

/** Numbers from 0 to `bound` - 1, from 32 random bits each: they differ from uniform ones by less than one part in 2^18. */
const randomPositions = (count: number, bound: number): ReadonlyArray<number> => {
  return Array.from(new Uint32Array(randomBytes(4 * count).buffer), (number) => number % bound)
}

const randomWeight = (): Scalar => concat(randomBytes(16), new Uint8Array(encodedLength - 16))

export class EvaluationCheck {
  readonly #groups: ReadonlyArray<number>
  readonly #sums: Array<Sums | undefined>
  readonly #blind: Scalar = randomScalar()
  #position = 0
  #expected: Element | undefined
  #request: Element | undefined

  /**
   * For a request of `count` different inputs, in at most `groups` groups, which stay secret: a holder that knew them could
   * cheat within one.
   */
  constructor(count: number, groups: number = mostGroups) {
    this.#groups = count <= groups ? Array.from({ length: count }, (_, i) => i) : randomPositions(count, groups)
    this.#sums = new Array(Math.min(count, groups))
  }

  /** Takes in the next inputs' elements and what they were evaluated to. */
  absorb(elements: ReadonlyArray<Element>, evaluated: ReadonlyArray<Element>): void {
    for (const [i, element] of elements.entries()) {
      const group = this.#groups[this.#position++] as number
      const [sums, answer] = [this.#sums[group], evaluated[i] as Element]
      if (sums === undefined) this.#sums[group] = { element, evaluated: answer }
      else {
        sums.element = add(sums.element, element)
        sums.evaluated = add(sums.evaluated, answer)
      }
    }
  }

  /** The element to have evaluated with proofs, after all inputs. Undefined if an answer was certainly false. */
  request(): Element | undefined {
    const groups = this.#sums.filter((each) => each !== undefined)
    if (!groups.every(({ evaluated }) => isElement(evaluated))) return undefined
    const weights = groups.map(randomWeight)
    const weighted = (of: keyof Sums) => groups.map((sums, i) => multiply(weights[i] as Scalar, sums[of])).reduce(add)
    this.#expected = weighted("evaluated")
    this.#request = multiply(this.#blind, weighted("element"))
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
