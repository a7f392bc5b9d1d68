/** The messages by which holders make a round's key, and how to check that all saw the same. */
import { type Deal, type Dealing, dealingDigest, keyCommitments } from "../oprf/KeyGeneration.ts"
import type { Commitments } from "../oprf/Sharing.ts"
import { isSigned } from "./Agreement.ts"
import { RoundRefused } from "./RoundRefused.ts"
import { type Terms, termsDigest } from "./Terms.ts"
import { bytesOf, toText } from "./text.ts"

/** A deal as JSON. */
export interface DealMessage {
  readonly dealer: number
  readonly commitments: ReadonlyArray<string>
  readonly knowledge: string
  readonly boxes: ReadonlyArray<string>
}

/** The public record of a round's key: what all holders dealt, and their signatures that they saw this. */
export interface KeyRecord {
  readonly deals: ReadonlyArray<DealMessage>
  /** In the order of holders. */
  readonly confirmations: ReadonlyArray<string>
}

/** Returns the parameters of a round's key generation, bound to the digest of its terms. */
export const dealingOf = (terms: Terms): Dealing => ({
  context: termsDigest(terms),
  threshold: terms.threshold,
  publicKeys: terms.holders.map(({ boxKey }) => bytesOf(boxKey))
})

/** Returns a deal as it is sent, with bytes as base64url. */
export const toDealMessage = ({ dealer, commitments, knowledge, boxes }: Deal): DealMessage => ({
  dealer,
  commitments: commitments.map(toText),
  knowledge: toText(knowledge),
  boxes: boxes.map(toText)
})

/** Returns a deal from its message. What it contains is not checked yet. */
export const fromDealMessage = ({ dealer, commitments, knowledge, boxes }: DealMessage): Deal => ({
  dealer,
  commitments: commitments.map(bytesOf),
  knowledge: bytesOf(knowledge),
  boxes: boxes.map(bytesOf)
})

/** Returns the commitments to the round's key, if every holder of the terms confirmed these deals. */
export const confirmedCommitments = (terms: Terms, { deals: messages, confirmations }: KeyRecord): Commitments => {
  const [dealing, deals] = [dealingOf(terms), messages.map(fromDealMessage)]
  const digest = dealingDigest(dealing, deals)
  for (const [i, { id, signKey }] of terms.holders.entries())
    if (!isSigned("dealing", digest, confirmations[i] ?? "", signKey)) throw new RoundRefused("dealing-failed", id)
  try {
    return keyCommitments(dealing, deals)
  } catch {
    throw new RoundRefused("dealing-failed")
  }
}
