/**
 * A round as a partner's machine sees it. The state that is kept between attempts is one seed, from which the same requests
 * and the same submission are made again; it is secret, and destroyed when the linker has confirmed the submission.
 */
import sodium from "libsodium-wrappers-sumo"
import type { PersonRow, Stratum } from "../link/PersonRow.ts"
import { NoElement } from "../oprf/ClientBatch.ts"
import { type CheckedAnswer, ClientInputs, paddingElements } from "../oprf/ClientInputs.ts"
import { type Answer, answerKey, maxElements } from "../oprf/Evaluation.ts"
import { concat, type Element, equal, sha512 } from "../oprf/Group.ts"
import { type Proof, verify } from "../oprf/proof.ts"
import type { Commitments } from "../oprf/Sharing.ts"
import { finalize, withLength } from "../oprf/suite.ts"
import { confirmedCommitments, type KeyRecord } from "./Dealing.ts"
import { RoundRefused } from "./RoundRefused.ts"
import { seededShuffle } from "./seededShuffle.ts"
import { sizeClass } from "./sizeClass.ts"
import { isStratum, type Terms, termsDigest } from "./Terms.ts"
import { bytesOf, toText } from "./text.ts"

/** A person on the partner's machine: its linkage keys, which never leave it, and its stratum. */
export interface KeyedPerson {
  readonly keys: ReadonlyArray<{ readonly rule: string; readonly key: string }>
  readonly stratum: Stratum
  /** The label of rows that are known to be of one person (`PersonRow`). */
  readonly known?: string
}

export interface ClientRound {
  readonly stage: "asking" | "submitted" | "destroyed"
  readonly terms: Terms
  readonly partner: string
  /** Secret; absent when the round is over for this partner. */
  readonly seed?: string
  /** Digest by which the same persons are recognised: other persons need another seed. */
  readonly personsDigest: string
}

/** Asks a holder, by its number, to evaluate elements. Rejects if the holder does not respond. */
export type AskHolder = (
  holder: number,
  request: {
    readonly holders: ReadonlyArray<number>
    readonly elements: ReadonlyArray<Element>
    readonly withProof: boolean
  }
) => Promise<Answer>

export interface ClientOptions {
  readonly state: ClientRound
  readonly persons: ReadonlyArray<KeyedPerson>
  readonly key: KeyRecord
  /** The numbers of the holders that take part; the first `threshold` by default. */
  readonly holders?: ReadonlyArray<number>
  readonly ask: AskHolder
  /** Called after each request with how many elements of how many are evaluated. */
  readonly onProgress?: (done: number, total: number) => void
}

const utf8 = new TextEncoder()

/** Returns the input of the pseudorandom function: a key, bound to the round and the rule. */
const inputOf = (digest: Uint8Array, rule: string, key: string): Uint8Array =>
  concat(digest, withLength(utf8.encode(rule)), withLength(utf8.encode(key)))

const digestOf = (persons: ReadonlyArray<KeyedPerson>): string => toText(sha512(utf8.encode(JSON.stringify(persons))))

/**
 * Starts a round for these persons, or continues the one that was started for the same.
 *
 * @example
 * ```ts
 * import { linkageKeys, startClient, type Terms } from "@corridor/linkage"
 *
 * const keys = linkageKeys({ givenNames: "Olena", familyNames: "Kovalenko", birthDate: "1990" })
 * const begin = (terms: Terms) => startClient(terms, "shelter", [{ keys, stratum: { year: "2024" } }])
 * ```
 */
export const startClient = (
  terms: Terms,
  partner: string,
  persons: ReadonlyArray<KeyedPerson>,
  earlier?: ClientRound
): ClientRound => {
  const personsDigest = digestOf(persons)
  const same = earlier?.personsDigest === personsDigest && equal(termsDigest(earlier.terms), termsDigest(terms))
  if (earlier !== undefined && same && earlier.partner === partner && earlier.stage === "asking") return earlier
  return { stage: "asking", terms, partner, seed: toText(sodium.randombytes_buf(32)), personsDigest }
}

/**
 * What remains when the linker has confirmed the submission, or when the round is given up.
 *
 * @example
 * ```ts
 * import { type ClientRound, destroyClient } from "@corridor/linkage"
 *
 * const afterSubmission = (state: ClientRound) => destroyClient(state, "submitted")
 * ```
 */
export const destroyClient = (state: ClientRound, stage: "submitted" | "destroyed"): ClientRound => {
  const { seed: _, ...rest } = state
  return { ...rest, stage }
}

/** Returns all different inputs of the persons, with the rule's name and key as they were. */
const inputsOf = (terms: Terms, persons: ReadonlyArray<KeyedPerson>): ReadonlyMap<string, Uint8Array> => {
  const digest = termsDigest(terms)
  const inputs = new Map<string, Uint8Array>()
  for (const { keys } of persons)
    for (const { rule, key } of keys)
      if (terms.rules.includes(rule) && !inputs.has(placeOf(rule, key)))
        inputs.set(placeOf(rule, key), inputOf(digest, rule, key))
  return inputs
}

const placeOf = (rule: string, key: string): string => `${rule}\n${key}`

/**
 * Has the keys of all persons evaluated and checked, and returns the rows to submit, in random order. Rejects with `answer-false` and the holder that is
 * to blame, and with `submission-invalid`, before anything is asked, if a stratum has other labels than the terms: they would leave in the clear.
 *
 * @example
 * ```ts
 * import { type AskHolder, type KeyRecord, linkageKeys, startClient, type Terms, tokensOf } from "@corridor/linkage"
 *
 * const persons = [{ keys: linkageKeys({ documentNumber: "X 0000000" }), stratum: { year: "2024" } }]
 * const rowsOf = (terms: Terms, key: KeyRecord, ask: AskHolder) =>
 *   tokensOf({ state: startClient(terms, "shelter", persons), persons, key, ask })
 * ```
 */
export const tokensOf = async (options: ClientOptions): Promise<ReadonlyArray<PersonRow>> => {
  const { state, persons, key, ask, onProgress = () => {} } = options
  const { terms, seed } = state
  if (state.stage !== "asking" || seed === undefined) throw new RoundRefused("not-open")
  if (!persons.every(({ stratum }) => isStratum(terms, stratum))) throw new RoundRefused("submission-invalid")
  const commitments = confirmedCommitments(terms, key)
  const holders = options.holders ?? terms.holders.slice(0, terms.threshold).map((_, i) => i + 1)
  const seedBytes = bytesOf(seed)
  const inputs = [...inputsOf(terms, persons)]
  const own = new ClientInputs(seedBytes, inputs.length)
  const tokens = new Map<string, string>()
  const total = sizeClass(inputs.length)
  const asked: Asked = { commitments, holders, ask, terms }
  for (let first = 0; first < total; first += maxElements) {
    const batch = inputs.slice(first, first + maxElements)
    const blinded = own.blind(
      first,
      batch.map(([, input]) => input)
    )
    const size = Math.min(maxElements, total - first)
    const padding = paddingElements(seedBytes, first + batch.length, size - batch.length)
    const evaluated = await askAll(asked, own, [...blinded, ...padding])
    for (const [i, [place, input]] of batch.entries())
      tokens.set(place, toText(finalize(input, evaluated[i] as Element).subarray(0, 16)))
    onProgress(first + size, total)
  }
  if (inputs.length > 0 && !(await confirm(asked, own)))
    await findFalseHolder(
      asked,
      seedBytes,
      inputs.map(([, input]) => input)
    )
  return submissionRows(terms, seedBytes, persons, tokens)
}

interface Asked {
  readonly commitments: Commitments
  readonly holders: ReadonlyArray<number>
  readonly ask: AskHolder
  readonly terms: Terms
}

const nameOf = ({ terms }: Asked, holder: number): string => terms.holders[holder - 1]?.id ?? ""

const askAll = async (
  asked: Asked,
  own: ClientInputs,
  elements: ReadonlyArray<Element>
): Promise<ReadonlyArray<Element>> => {
  const { holders, ask } = asked
  const answers = await Promise.all(holders.map((holder) => ask(holder, { holders, elements, withProof: false })))
  for (const [i, { products }] of answers.entries())
    if (products.length !== elements.length) throw new RoundRefused("answer-false", nameOf(asked, holders[i] as number))
  try {
    return own.unblind(answers.map(({ products }) => products))
  } catch (cause) {
    if (!(cause instanceof NoElement)) throw cause
    const holder = holders[cause.place ?? -1]
    throw new RoundRefused("answer-false", holder === undefined ? undefined : nameOf(asked, holder))
  }
}

/** Asks for the weighted sum of all inputs with proofs. Rejects if a proof is false; false if the sum does not match. */
const confirm = async (asked: Asked, own: ClientInputs): Promise<boolean> => {
  const answers = await askWithProof(asked, [own.request()])
  return own.passes(
    answers.map(({ products, proof }, i): CheckedAnswer => {
      const publicKey = answerKey(asked.commitments, asked.holders[i] as number, asked.holders)
      return { product: products[0] as Element, proof, publicKey }
    })
  )
}

const askWithProof = async (asked: Asked, elements: ReadonlyArray<Element>) => {
  const { holders, ask, commitments } = asked
  const answers = await Promise.all(holders.map((holder) => ask(holder, { holders, elements, withProof: true })))
  return answers.map(({ products, proof }, i): Required<Answer> => {
    const holder = holders[i] as number
    if (proof === undefined || !verify(answerKey(commitments, holder, holders), { elements, products }, proof))
      throw new RoundRefused("answer-false", nameOf(asked, holder))
    return { products, proof: proof as Proof }
  })
}

/** Asks for everything again, with the proofs of RFC 9497, and rejects with the holder whose proof fails. */
const findFalseHolder = async (asked: Asked, seed: Uint8Array, inputs: ReadonlyArray<Uint8Array>): Promise<never> => {
  const own = new ClientInputs(seed, inputs.length)
  for (let first = 0; first < inputs.length; first += maxElements)
    await askWithProof(asked, own.blind(first, inputs.slice(first, first + maxElements)))
  // Every proof holds now: a holder answered otherwise before. Nothing of that attempt is used.
  throw new RoundRefused("answer-false")
}

const submissionRows = (
  terms: Terms,
  seed: Uint8Array,
  persons: ReadonlyArray<KeyedPerson>,
  tokens: ReadonlyMap<string, string>
): ReadonlyArray<PersonRow> => {
  const rows = persons.map(({ keys, stratum, known }): PersonRow => {
    const places = new Map(keys.map(({ rule, key }) => [placeOf(rule, key), rule]))
    return {
      tokens: [...places].flatMap(([place, rule]) => {
        const token = tokens.get(place)
        return token === undefined ? [] : [{ rule, token }]
      }),
      stratum: Object.fromEntries(Object.keys(terms.strata).map((dimension) => [dimension, stratum[dimension] ?? ""])),
      ...(known === undefined ? {} : { known })
    }
  })
  return seededShuffle(rows, seed)
}
