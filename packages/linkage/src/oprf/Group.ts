/**
 * The prime-order group ristretto255 (RFC 9496) as libsodium computes it, compiled to WebAssembly. Elements and scalars are
 * 32 bytes, encoded as on the wire. Wait for `groupReady` once before the first call of anything in this package.
 */
import sodium from "libsodium-wrappers-sumo"

/** Resolves when libsodium is compiled. */
export const groupReady: Promise<void> = sodium.ready

/** An element of ristretto255 in its only encoding, 32 bytes. */
export type Element = Uint8Array

/** A number modulo the order of the group, 32 bytes little-endian. */
export type Scalar = Uint8Array

/** Bytes of an element and of a scalar. */
export const encodedLength = 32

/** Returns the element that 64 uniform bytes stand for, by the one-way map of RFC 9496. */
export const elementFromHash = (uniform: Uint8Array): Element => sodium.crypto_core_ristretto255_from_hash(uniform)

/** Returns whether 32 bytes are the encoding of an element that is not the identity. */
export const isElement = (bytes: Uint8Array): boolean =>
  bytes.length === encodedLength &&
  sodium.crypto_core_ristretto255_is_valid_point(bytes) &&
  bytes.some((byte) => byte !== 0)

/** Returns the sum of two elements. */
export const add = (a: Element, b: Element): Element => sodium.crypto_core_ristretto255_add(a, b)

/** Returns the first element less the second. */
export const subtract = (a: Element, b: Element): Element => sodium.crypto_core_ristretto255_sub(a, b)

/** Returns `scalar` times `element`. Throws for an encoding that is not valid, and if the product is the identity. */
export const multiply = (scalar: Scalar, element: Element): Element =>
  sodium.crypto_scalarmult_ristretto255(scalar, element)

/** Returns `scalar` times the generator. Throws if the product is the identity. */
export const multiplyGenerator = (scalar: Scalar): Element => sodium.crypto_scalarmult_ristretto255_base(scalar)

/** Returns whether two encodings are the same, compared in constant time. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && sodium.memcmp(a, b)

/** Returns whether 32 bytes are a scalar below the group's order and not 0. */
export const isScalar = (bytes: Uint8Array): boolean =>
  bytes.length === encodedLength && bytes.some((byte) => byte !== 0) && equal(reduceScalar(concat(bytes, zeros)), bytes)

const zeros = new Uint8Array(encodedLength)

/** Bytes that `crypto.getRandomValues` fills at once. */
const maxRandom = 65_536

/** Returns random bytes from the platform's WebCrypto: libsodium asks it for four at a time, which costs more than an addition. */
export const randomBytes = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += maxRandom) crypto.getRandomValues(bytes.subarray(at, at + maxRandom))
  return bytes
}

/** Returns a scalar that is not 0, from the system's source of random bytes. */
export const randomScalar = (): Scalar => sodium.crypto_core_ristretto255_scalar_random()

/** Returns 64 uniform bytes as a scalar. */
export const reduceScalar = (uniform: Uint8Array): Scalar => sodium.crypto_core_ristretto255_scalar_reduce(uniform)

/** Returns a + b, modulo the order of the group. */
export const addScalars = (a: Scalar, b: Scalar): Scalar => sodium.crypto_core_ristretto255_scalar_add(a, b)

/** Returns a − b, modulo the order of the group. */
export const subtractScalars = (a: Scalar, b: Scalar): Scalar => sodium.crypto_core_ristretto255_scalar_sub(a, b)

/** Returns a · b, modulo the order of the group. */
export const multiplyScalars = (a: Scalar, b: Scalar): Scalar => sodium.crypto_core_ristretto255_scalar_mul(a, b)

const one: Scalar = Uint8Array.of(1, ...new Uint8Array(encodedLength - 1))

/** Inverts scalars, none of them 0, with one inversion for all and three multiplications for each (Montgomery). */
export const invertScalars = (scalars: ReadonlyArray<Scalar>): ReadonlyArray<Scalar> => {
  const products: Array<Scalar> = [one]
  for (const [i, scalar] of scalars.entries()) products.push(multiplyScalars(products[i] as Scalar, scalar))
  const inverses: Array<Scalar> = new Array(scalars.length)
  let rest = sodium.crypto_core_ristretto255_scalar_invert(products.at(-1) as Scalar)
  for (let i = scalars.length - 1; i >= 0; i--) {
    inverses[i] = multiplyScalars(rest, products[i] as Scalar)
    rest = multiplyScalars(rest, scalars[i] as Scalar)
  }
  return inverses
}

/** Returns a whole number from 0 to 2^31 as a scalar. */
export const scalarOf = (value: number): Scalar => {
  const bytes = new Uint8Array(encodedLength)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

/** Returns the SHA-512 digest of the parts, one after another. */
export const sha512 = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => sodium.crypto_hash_sha512(concat(...parts))

/** Returns the parts as one array. */
export const concat = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
