/** The functions of the suite ristretto255-SHA512 in the verifiable mode of RFC 9497, sections 3 and 4.1. */
import { concat, type Element, elementFromHash, reduceScalar, type Scalar, sha512 } from "./Group.ts"

const utf8 = new TextEncoder()

/** VOPRF mode 0x01, as in section 3.1. */
const contextString = concat(utf8.encode("OPRFV1-"), Uint8Array.of(1), utf8.encode("-ristretto255-SHA512"))

/** Returns a domain separation tag: what the output is for, and the suite. */
const tag = (purpose: string): Uint8Array => concat(utf8.encode(purpose), contextString)

const hashToGroupTag = tag("HashToGroup-")
const hashToScalarTag = tag("HashToScalar-")
const deriveKeyTag = tag("DeriveKeyPair")
const seedTag = tag("Seed-")

/** Returns a whole number below 65,536 in two bytes, most significant first. */
export const twoBytes = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255)

/** Returns the bytes after their length in two bytes. */
export const withLength = (bytes: Uint8Array): Uint8Array => concat(twoBytes(bytes.length), bytes)

/** The block of zeros before the message: the size of a block of SHA-512 in bytes. */
const padding = new Uint8Array(128)

/** `expand_message_xmd` of RFC 9380, section 5.3.1, with SHA-512, for at most 64 × 255 bytes and a tag of at most 255 bytes. */
export const expandMessage = (message: Uint8Array, domain: Uint8Array, length: number): Uint8Array => {
  const suffix = concat(domain, Uint8Array.of(domain.length))
  const first = sha512(padding, message, twoBytes(length), Uint8Array.of(0), suffix)
  const blocks: Array<Uint8Array> = []
  for (let i = 1; i <= Math.ceil(length / 64); i++)
    blocks.push(sha512(xor(first, blocks.at(-1)), Uint8Array.of(i), suffix))
  return concat(...blocks).subarray(0, length)
}

const xor = (a: Uint8Array, b: Uint8Array | undefined): Uint8Array =>
  b === undefined ? a : a.map((byte, i) => byte ^ (b[i] as number))

/** The first half of `HashToGroup`: the uniform bytes of an input. */
export const uniformOf = (input: Uint8Array): Uint8Array => expandMessage(input, hashToGroupTag, 64)

/** `HashToGroup`: the element of an input. */
export const hashToGroup = (input: Uint8Array): Element => elementFromHash(uniformOf(input))

/** `HashToScalar`, under another domain separation tag if one is given. */
export const hashToScalar = (input: Uint8Array, domain: Uint8Array = hashToScalarTag): Scalar =>
  reduceScalar(expandMessage(input, domain, 64))

/** `DeriveKeyPair`, the private half: a key from 32 bytes of seed. The chance that a counter above 0 is needed is 2^-252. */
export const deriveKey = (seed: Uint8Array, info: Uint8Array): Scalar =>
  hashToScalar(concat(seed, withLength(info), Uint8Array.of(0)), deriveKeyTag)

/** Returns the seed of the weights with which a batch is combined for a proof (`ComputeComposites`). */
export const compositeSeed = (publicKey: Element): Uint8Array => sha512(withLength(publicKey), withLength(seedTag))

/** `Finalize` after unblinding: 64 bytes from an input and its evaluated element. */
export const finalize = (input: Uint8Array, evaluated: Element): Uint8Array =>
  sha512(withLength(input), withLength(evaluated), utf8.encode("Finalize"))
