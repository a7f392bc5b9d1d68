/** What a partner signs: that it takes part in a round on its terms, or that it no longer does. */
import sodium from "libsodium-wrappers-sumo"
import { concat } from "../oprf/Group.ts"
import { type Terms, termsCode, termsDigest } from "./Terms.ts"
import { fromText, toText } from "./text.ts"

/** `agree` to the terms, or `veto`: remove what this partner contributed. */
export type Decision = "agree" | "veto"

/** A signed document, complete in itself: the terms, the partner, and the signature. */
export interface SignedDecision {
  readonly decision: Decision
  readonly partner: string
  readonly terms: Terms
  /** Ed25519, as text. */
  readonly signature: string
}

/** A partner's or holder's key for signatures (Ed25519), as text. */
export interface SigningKeys {
  readonly publicKey: string
  readonly secretKey: string
}

/**
 * Makes a pair of keys for signatures (Ed25519). The secret key never leaves the party that made it.
 *
 * @example
 * ```ts
 * import { groupReady, signingKeys } from "@corridor/linkage"
 *
 * await groupReady
 * const { publicKey } = signingKeys()
 * ```
 */
export const signingKeys = (): SigningKeys => {
  const { publicKey, privateKey } = sodium.crypto_sign_keypair()
  return { publicKey: toText(publicKey), secretKey: toText(privateKey) }
}

/** Signs bytes for a purpose, so that a signature for one cannot be used for another. */
export const sign = (purpose: string, message: Uint8Array, { secretKey }: SigningKeys): string =>
  toText(sodium.crypto_sign_detached(signedBytes(purpose, message), fromText(secretKey) ?? new Uint8Array(0)))

/** Returns whether a signature is by the owner of a public key. */
export const isSigned = (purpose: string, message: Uint8Array, signature: string, publicKey: string): boolean => {
  const [signed, key] = [fromText(signature), fromText(publicKey)]
  if (signed?.length !== sodium.crypto_sign_BYTES || key?.length !== sodium.crypto_sign_PUBLICKEYBYTES) return false
  return sodium.crypto_sign_verify_detached(signed, signedBytes(purpose, message), key)
}

const utf8 = new TextEncoder()

const signedBytes = (purpose: string, message: Uint8Array): Uint8Array =>
  concat(utf8.encode(`corridor linkage ${purpose}\n`), message)

const decisionBytes = (partner: string, terms: Terms): Uint8Array => concat(termsDigest(terms), utf8.encode(partner))

/**
 * Signs that a partner agrees to the terms of a round, or vetoes its contribution.
 *
 * @example
 * ```ts
 * import { type SignedDecision, signDecision, signingKeys, type Terms } from "@corridor/linkage"
 *
 * export const agreement = (terms: Terms): SignedDecision => signDecision("agree", "shelter-north", terms, signingKeys())
 * ```
 */
export const signDecision = (decision: Decision, partner: string, terms: Terms, keys: SigningKeys): SignedDecision => ({
  decision,
  partner,
  terms,
  signature: sign(decision, decisionBytes(partner, terms), keys)
})

/**
 * Returns whether `partner`, who has `publicKey`, signed this decision on exactly these terms. The terms in the document count too: it is kept, and would show
 * others than were signed.
 */
export const isDecision = (
  signed: SignedDecision,
  decision: Decision,
  partner: string,
  terms: Terms,
  publicKey: string
): boolean =>
  signed.decision === decision &&
  signed.partner === partner &&
  termsCode(signed.terms) === termsCode(terms) &&
  isSigned(decision, decisionBytes(partner, terms), signed.signature, publicKey)
