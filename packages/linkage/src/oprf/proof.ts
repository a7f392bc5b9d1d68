/**
 * Proofs that elements were multiplied by the secret of a public key: `GenerateProof` and `VerifyProof` of RFC 9497,
 * section 2.2, for any number of elements.
 */
import {
  add,
  concat,
  type Element,
  encodedLength,
  equal,
  isElement,
  isScalar,
  multiply,
  multiplyGenerator,
  multiplyScalars,
  randomScalar,
  type Scalar,
  subtractScalars
} from "./Group.ts"
import { compositeSeed, hashToScalar, twoBytes, withLength } from "./suite.ts"

/** A challenge and a response, 32 bytes each. */
export type Proof = Uint8Array

/** Elements, and what each became when multiplied by one secret. */
export interface Evaluated {
  readonly elements: ReadonlyArray<Element>
  readonly products: ReadonlyArray<Element>
}

const utf8 = new TextEncoder()

/** Returns the weight of each pair, which depends on all that the proof is about. */
const weights = (publicKey: Element, { elements, products }: Evaluated): ReadonlyArray<Scalar> => {
  const seed = withLength(compositeSeed(publicKey))
  return elements.map((element, i) =>
    hashToScalar(
      concat(seed, twoBytes(i), withLength(element), withLength(products[i] as Element), utf8.encode("Composite"))
    )
  )
}

const weightedSum = (scalars: ReadonlyArray<Scalar>, elements: ReadonlyArray<Element>): Element =>
  elements.map((element, i) => multiply(scalars[i] as Scalar, element)).reduce(add)

const challengeOf = (...elements: ReadonlyArray<Element>): Scalar =>
  hashToScalar(concat(...elements.map(withLength), utf8.encode("Challenge")))

/**
 * Proves that every product is `secret` times its element. At most 65,535 elements. `nonce` is random; a test passes the
 * RFC's.
 */
export const prove = (secret: Scalar, evaluated: Evaluated, nonce: Scalar = randomScalar()): Proof => {
  const publicKey = multiplyGenerator(secret)
  const element = weightedSum(weights(publicKey, evaluated), evaluated.elements)
  const product = multiply(secret, element)
  const challenge = challengeOf(publicKey, element, product, multiplyGenerator(nonce), multiply(nonce, element))
  return concat(challenge, subtractScalars(nonce, multiplyScalars(challenge, secret)))
}

/**
 * Returns whether a proof shows that every product is the secret of `publicKey` times its element. False for anything that is no
 * proof, and for encodings that are not valid.
 */
export const verify = (publicKey: Element, evaluated: Evaluated, proof: Proof): boolean => {
  const { elements, products } = evaluated
  const [challenge, response] = [proof.subarray(0, encodedLength), proof.subarray(encodedLength)]
  if (!isScalar(challenge) || !isScalar(response) || elements.length === 0 || elements.length !== products.length)
    return false
  if (![publicKey, ...elements, ...products].every(isElement)) return false
  const scalars = weights(publicKey, evaluated)
  const [element, product] = [weightedSum(scalars, elements), weightedSum(scalars, products)]
  if (!isElement(element) || !isElement(product)) return false
  const expected = challengeOf(
    publicKey,
    element,
    product,
    add(multiplyGenerator(response), multiply(challenge, publicKey)),
    add(multiply(response, element), multiply(challenge, product))
  )
  return equal(expected, challenge)
}
