/** What a holder does: it multiplies blinded elements by its share, for a given set of holders that take part. */
import { type Element, multiply, multiplyScalars, type Scalar } from "./Group.ts"
import { type Proof, prove } from "./proof.ts"
import { lagrange, publicShare } from "./Sharing.ts"

/** Elements in one request at most: a holder answers others after it. */
export const maxElements = 4_096

/** The answers of one holder, in order; the answers of all that take part add up to those of the whole key. */
export interface Answer {
  readonly products: ReadonlyArray<Element>
  /** Present if asked for: that all products are right (RFC 9497). */
  readonly proof?: Proof
}

/**
 * Evaluates blinded elements. `holders` are the numbers of those that take part, `holder` among them. Throws if an element is not
 * valid.
 */
export const evaluate = (
  share: Scalar,
  holder: number,
  holders: ReadonlyArray<number>,
  elements: ReadonlyArray<Element>,
  withProof: boolean
): Answer => {
  const secret = multiplyScalars(lagrange(holder, holders), share)
  const products = elements.map((element) => multiply(secret, element))
  return withProof ? { products, proof: prove(secret, { elements, products }) } : { products }
}

/** Returns the public key against which a holder's proof is checked when `holders` take part. */
export const answerKey = (
  commitments: ReadonlyArray<Element>,
  holder: number,
  holders: ReadonlyArray<number>
): Element => multiply(lagrange(holder, holders), publicShare(commitments, holder))
