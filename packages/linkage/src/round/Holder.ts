/**
 * A round as a key holder sees it. Every function takes a state and returns the next one, which is JSON and can be stored; the
 * same message twice has the effect of one.
 */
import { type Answer, evaluate, maxElements } from "../oprf/Evaluation.ts"
import { concat, type Element, isElement, sha512 } from "../oprf/Group.ts"
import { acceptDeals, deal, dealingDigest, keyCommitments } from "../oprf/KeyGeneration.ts"
import { isDecision, type SignedDecision, type SigningKeys, sign } from "./Agreement.ts"
import { type DealMessage, dealingOf, fromDealMessage, toDealMessage } from "./Dealing.ts"
import { RoundRefused } from "./RoundRefused.ts"
import { type Terms, termsProblems } from "./Terms.ts"
import { bytesOf, toText } from "./text.ts"

/** The identity of a holder, which it keeps over many rounds. */
export interface HolderKeys {
  readonly id: string
  readonly signing: SigningKeys
  readonly box: { readonly publicKey: string; readonly secretKey: string }
}

/** What a holder knows of a partner's use of a round: counts, and digests by which a repeated request is recognised. */
export interface Usage {
  readonly elements: number
  readonly requests: ReadonlyArray<string>
  /** Elements of repeated requests; absent if there were none. */
  readonly repeated?: number
}

/** Elements of repeated requests that a partner may send, as a multiple of its limit: a round continues after crashes, and its cost is bounded. */
const repeats = 4

/** Different requests that a partner may send: twice as many as its limit fills, and some for small files that were changed. */
const maxRequests = (limit: number): number => 2 * Math.ceil(limit / maxElements) + 100

export interface HolderRound {
  readonly stage: "dealing" | "open" | "destroyed"
  readonly terms: Terms
  /** This holder's number, from 1. */
  readonly holder: number
  /** Secret, while dealing. */
  readonly polynomial?: ReadonlyArray<string>
  readonly deal: DealMessage
  /** Secret, while open. */
  readonly share?: string
  readonly confirmation?: string
  readonly usage: Readonly<Record<string, Usage>>
}

/** A request to evaluate elements. */
export interface EvaluationRequest {
  readonly agreement: SignedDecision
  /** The numbers of the holders that take part. */
  readonly holders: ReadonlyArray<number>
  readonly elements: ReadonlyArray<Element>
  readonly withProof: boolean
}

const boxBytes = ({ box }: HolderKeys) => ({ publicKey: bytesOf(box.publicKey), secretKey: bytesOf(box.secretKey) })

/**
 * Deals this holder's part of the key of a round.
 *
 * @example
 * ```ts
 * import { dealRound, type HolderKeys, type Terms } from "@corridor/linkage"
 *
 * const dealForOthers = (terms: Terms, keys: HolderKeys) => dealRound(terms, keys).deal
 * ```
 */
export const dealRound = (terms: Terms, keys: HolderKeys): HolderRound => {
  const holder = terms.holders.findIndex(
    ({ id, signKey, boxKey }) => id === keys.id && signKey === keys.signing.publicKey && boxKey === keys.box.publicKey
  )
  if (holder < 0 || termsProblems(terms).length > 0) throw new RoundRefused("terms-invalid")
  const { polynomial, deal: dealt } = deal(dealingOf(terms), holder + 1, boxBytes(keys))
  return {
    stage: "dealing",
    terms,
    holder: holder + 1,
    polynomial: polynomial.map(toText),
    deal: toDealMessage(dealt),
    usage: {}
  }
}

/**
 * Takes the deals of all holders. After this the holder can answer, and has confirmed which deals it saw.
 *
 * @example
 * ```ts
 * import { type DealMessage, type HolderKeys, type HolderRound, openRound } from "@corridor/linkage"
 *
 * const confirmationOf = (state: HolderRound, keys: HolderKeys, deals: ReadonlyArray<DealMessage>) =>
 *   openRound(state, keys, deals).confirmation
 * ```
 */
export const openRound = (state: HolderRound, keys: HolderKeys, messages: ReadonlyArray<DealMessage>): HolderRound => {
  const dealing = dealingOf(state.terms)
  const deals = messages.map(fromDealMessage)
  const confirmation = () => sign("dealing", dealingDigest(dealing, deals), keys.signing)
  if (state.stage === "open" && state.confirmation === confirmation()) return state
  if (state.stage !== "dealing" || state.polynomial === undefined) throw new RoundRefused("not-open")
  try {
    const share = acceptDeals(dealing, state.holder, boxBytes(keys), state.polynomial.map(bytesOf), deals)
    keyCommitments(dealing, deals)
    const { polynomial: _, ...rest } = state
    return { ...rest, stage: "open", share: toText(share), confirmation: confirmation() }
  } catch {
    throw new RoundRefused("dealing-failed")
  }
}

/**
 * Counts a request of a partner whose public key is `partnerKey` against its limits. Store the state before the request is answered: whatever the
 * elements are, checking and evaluating them costs what was counted.
 *
 * @example
 * ```ts
 * import { countRequest, type EvaluationRequest, type HolderRound } from "@corridor/linkage"
 *
 * const elementsOf = (state: HolderRound, shelterKey: string, request: EvaluationRequest) =>
 *   countRequest(state, "shelter", shelterKey, request).usage["shelter"]?.elements
 * ```
 */
export const countRequest = (
  state: HolderRound,
  partner: string,
  partnerKey: string,
  { agreement, holders, elements }: EvaluationRequest
): HolderRound => {
  const { terms, holder } = state
  if (state.stage !== "open") throw new RoundRefused("not-open")
  if (!isDecision(agreement, "agree", partner, terms, partnerKey)) throw new RoundRefused("agreement-missing")
  const known = holders.every((each) => Number.isSafeInteger(each) && each >= 1 && each <= terms.holders.length)
  const enough = new Set(holders).size === holders.length && holders.length >= terms.threshold
  const isSized = elements.length > 0 && elements.length <= maxElements
  if (!known || !enough || !holders.includes(holder) || !isSized) throw new RoundRefused("elements-invalid")
  const usage = usageWith(state.usage[partner], elements, terms.limits.elements)
  return { ...state, usage: { ...state.usage, [partner]: usage } }
}

const usageWith = (
  usage: Usage = { elements: 0, requests: [] },
  elements: ReadonlyArray<Element>,
  limit: number
): Usage => {
  const digest = toText(sha512(concat(...elements)).subarray(0, 16))
  const isRepeated = usage.requests.includes(digest)
  const added = isRepeated
    ? { ...usage, repeated: (usage.repeated ?? 0) + elements.length }
    : { ...usage, elements: usage.elements + elements.length, requests: [...usage.requests, digest] }
  const isWithin =
    added.elements <= limit && (added.repeated ?? 0) <= repeats * limit && added.requests.length <= maxRequests(limit)
  if (!isWithin) throw new RoundRefused("limit")
  return added
}

/**
 * Evaluates the elements of a request that was counted.
 *
 * @example
 * ```ts
 * import { answerRequest, countRequest, type EvaluationRequest, type HolderRound } from "@corridor/linkage"
 *
 * const onRequest = (state: HolderRound, shelterKey: string, request: EvaluationRequest) => {
 *   const next = countRequest(state, "shelter", shelterKey, request)
 *   return { next, answer: () => answerRequest(next, request) } // store `next`, then answer
 * }
 * ```
 */
export const answerRequest = (
  { stage, share, holder }: HolderRound,
  { holders, elements, withProof }: EvaluationRequest
): Answer => {
  if (stage !== "open" || share === undefined) throw new RoundRefused("not-open")
  if (!elements.every(isElement)) throw new RoundRefused("elements-invalid")
  return evaluate(bytesOf(share), holder, holders, elements, withProof)
}

/**
 * Forgets the share and all that the key was made from. What remains says how much each partner asked.
 *
 * @example
 * ```ts
 * import { destroyRound, type HolderRound } from "@corridor/linkage"
 *
 * const afterCounting = (state: HolderRound) => destroyRound(state)
 * ```
 */
export const destroyRound = (state: HolderRound): HolderRound => {
  const { polynomial: _, share: __, ...rest } = state
  return { ...rest, stage: "destroyed", deal: { ...rest.deal, boxes: [] } }
}
