/** What a client does: it blinds inputs, and unblinds what the holders answer. */
import {
  add,
  type Element,
  elementFromHash,
  invertScalars,
  multiply,
  reduceScalar,
  type Scalar,
  sha512
} from "./Group.ts"
import { hashToGroup } from "./suite.ts"

/** Consecutive inputs of a request with what their answers need. Secret. */
export interface BlindedInputs {
  readonly inputs: ReadonlyArray<Uint8Array>
  /** The element of each input. */
  readonly elements: ReadonlyArray<Element>
  /** The number by which each element was multiplied. */
  readonly blinds: ReadonlyArray<Scalar>
  /** What is sent. */
  readonly blinded: ReadonlyArray<Element>
}

const utf8 = new TextEncoder()
const [blindLabel, paddingLabel] = [utf8.encode("blind"), utf8.encode("padding")]

/** 64 bytes that nobody without the seed can distinguish from random ones. */
const fromSeed = (seed: Uint8Array, label: Uint8Array, position: number): Uint8Array => {
  const place = new Uint8Array(4)
  new DataView(place.buffer).setUint32(0, position)
  return sha512(seed, label, place)
}

/** Blinds the inputs of a request from position `first` on. The same seed, inputs and position give the same request again. */
export const blindInputs = (seed: Uint8Array, first: number, inputs: ReadonlyArray<Uint8Array>): BlindedInputs => {
  const elements = inputs.map(hashToGroup)
  const blinds = inputs.map((_, i) => reduceScalar(fromSeed(seed, blindLabel, first + i)))
  return { inputs, elements, blinds, blinded: elements.map((element, i) => multiply(blinds[i] as Scalar, element)) }
}

/** Elements of no input, for positions from `first`, which a holder cannot distinguish from blinded ones. */
export const paddingElements = (seed: Uint8Array, first: number, count: number): ReadonlyArray<Element> =>
  Array.from({ length: count }, (_, i) => elementFromHash(fromSeed(seed, paddingLabel, first + i)))

/**
 * Adds the answers of the holders that take part and takes the blinds away: the evaluated element of each input. Throws if an
 * answer is no element.
 */
export const unblind = (
  { blinds }: BlindedInputs,
  answers: ReadonlyArray<ReadonlyArray<Element>>
): ReadonlyArray<Element> =>
  invertScalars(blinds).map((inverse, i) =>
    multiply(inverse, answers.map((products) => products[i] as Element).reduce(add))
  )
