/**
 * A key that n holders make together, so that no party ever has it: each deals shares of its own secret, and the key is the
 * sum of the secrets (joint Feldman sharing, with the proofs of knowledge of FROST's key generation).
 */
import sodium from "libsodium-wrappers-sumo"
import {
  addScalars,
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
  sha512,
  subtract
} from "./Group.ts"
import {
  type Commitments,
  commit,
  drawPolynomial,
  type Polynomial,
  publicShare,
  shareOf,
  sumCommitments
} from "./Sharing.ts"
import { hashToScalar, twoBytes } from "./suite.ts"

/** The public half of what a holder encrypts with (X25519), and its secret half. */
export interface BoxKeys {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** Returns a new pair of keys. */
export const boxKeys = (): BoxKeys => {
  const { publicKey, privateKey } = sodium.crypto_box_keypair()
  return { publicKey, secretKey: privateKey }
}

/** A dealer's message: commitments for everyone, and for each other holder a share in a box that only that holder can open. */
export interface Deal {
  readonly dealer: number
  readonly commitments: Commitments
  /** Proof that the dealer knows its secret. Without it, the last dealer could choose its commitment from those of the others. */
  readonly knowledge: Uint8Array
  /** For holder 1 to n; empty for the dealer. */
  readonly boxes: ReadonlyArray<Uint8Array>
}

/** The deal of one dealer is invalid. */
export class DealRefused extends Error {
  override readonly name = "DealRefused"
  readonly dealer: number
  constructor(dealer: number) {
    super(`The deal of holder ${dealer} is not consistent`)
    this.dealer = dealer
  }
}

/** Parameters of a key generation: what the round is bound to, the threshold t, and the box keys of holders 1 to n. */
export interface Dealing {
  readonly context: Uint8Array
  readonly threshold: number
  readonly publicKeys: ReadonlyArray<Uint8Array>
}

const knowledgeTag = new TextEncoder().encode("corridor linkage knowledge of a dealt secret")

const challengeOf = (context: Uint8Array, dealer: number, commitment: Element, nonce: Element): Scalar =>
  hashToScalar(concat(context, twoBytes(dealer), commitment, nonce), knowledgeTag)

const proveKnowledge = (context: Uint8Array, dealer: number, secret: Scalar): Uint8Array => {
  const nonce = randomScalar()
  const challenge = challengeOf(context, dealer, multiplyGenerator(secret), multiplyGenerator(nonce))
  return concat(challenge, addScalars(nonce, multiplyScalars(challenge, secret)))
}

const knows = (context: Uint8Array, { dealer, commitments, knowledge }: Deal): boolean => {
  const [challenge, response] = [knowledge.subarray(0, encodedLength), knowledge.subarray(encodedLength)]
  if (!isScalar(challenge) || !isScalar(response)) return false
  const commitment = commitments[0] as Element
  const nonce = subtract(multiplyGenerator(response), multiply(challenge, commitment))
  return equal(challengeOf(context, dealer, commitment, nonce), challenge)
}

/** Draws a secret and deals it. The polynomial stays with the dealer until it has accepted all deals. */
export const deal = (
  { context, threshold, publicKeys }: Dealing,
  dealer: number,
  keys: BoxKeys
): { readonly polynomial: Polynomial; readonly deal: Deal } => {
  const polynomial = drawPolynomial(threshold)
  const boxes = publicKeys.map((publicKey, i) => {
    if (i + 1 === dealer) return new Uint8Array(0)
    const nonce = sodium.randombytes_buf(sodium.crypto_box_NONCEBYTES)
    return concat(nonce, sodium.crypto_box_easy(shareOf(polynomial, i + 1), nonce, publicKey, keys.secretKey))
  })
  const knowledge = proveKnowledge(context, dealer, polynomial[0] as Scalar)
  return { polynomial, deal: { dealer, commitments: commit(polynomial), knowledge, boxes } }
}

const open = (box: Uint8Array, publicKey: Uint8Array, { secretKey }: BoxKeys): Scalar | undefined => {
  const nonce = box.subarray(0, sodium.crypto_box_NONCEBYTES)
  try {
    return sodium.crypto_box_open_easy(box.subarray(sodium.crypto_box_NONCEBYTES), nonce, publicKey, secretKey)
  } catch {
    return undefined
  }
}

/** Returns the commitments to the key's polynomial, if every deal is well formed. Anybody can compute them. */
export const keyCommitments = (
  { context, threshold, publicKeys }: Dealing,
  deals: ReadonlyArray<Deal>
): Commitments => {
  for (const [i, each] of deals.entries()) {
    const { dealer, commitments, boxes } = each
    const complete = dealer === i + 1 && commitments.length === threshold && boxes.length === publicKeys.length
    if (!complete || !commitments.every(isElement) || !knows(context, each)) throw new DealRefused(i + 1)
  }
  if (deals.length !== publicKeys.length) throw new DealRefused(deals.length + 1)
  return sumCommitments(deals.map(({ commitments }) => commitments))
}

/** Returns a holder's share of the key, from the deals of all. Throws `DealRefused` for the first invalid one. */
export const acceptDeals = (
  dealing: Dealing,
  holder: number,
  keys: BoxKeys,
  polynomial: Polynomial,
  deals: ReadonlyArray<Deal>
): Scalar => {
  keyCommitments(dealing, deals)
  const shares = deals.map(({ dealer, commitments, boxes }) => {
    if (dealer === holder) {
      if (!commit(polynomial).every((each, i) => equal(each, commitments[i] as Element))) throw new DealRefused(dealer)
      return shareOf(polynomial, holder)
    }
    const publicKey = dealing.publicKeys[dealer - 1] as Uint8Array
    const share = open(boxes[holder - 1] as Uint8Array, publicKey, keys)
    if (share === undefined || !isScalar(share) || !equal(multiplyGenerator(share), publicShare(commitments, holder)))
      throw new DealRefused(dealer)
    return share
  })
  return shares.reduce(addScalars)
}

/** Returns the digest of a dealing. Every holder signs it, which shows that they all saw the same. */
export const dealingDigest = ({ context }: Dealing, deals: ReadonlyArray<Deal>): Uint8Array =>
  sha512(context, ...deals.flatMap(({ commitments, knowledge }) => [...commitments, knowledge]))
