/**
 * A round as the linker sees it. Every function takes a state and returns the next one, which is JSON and can be stored; the same
 * message twice has the effect of one.
 */
import { addNoise, twoSidedGeometric, uniformsOf } from "../link/addNoise.ts"
import { type OddSubmission, oddSubmissions, type PersonsBefore } from "../link/oddSubmissions.ts"
import { knownLabel, type PartnerRows, type PersonRow } from "../link/PersonRow.ts"
import { reliableRules } from "../link/reliableRules.ts"
import { tabulate } from "../link/tabulate.ts"
import { sha512 } from "../oprf/Group.ts"
import { errorsOfRound, plantedErrors, type RoundTable } from "../quality/errorsOfRound.ts"
import { countedRows } from "../quality/knownRows.ts"
import { isDecision, type SignedDecision } from "./Agreement.ts"
import { confirmedCommitments, type KeyRecord } from "./Dealing.ts"
import { RoundRefused } from "./RoundRefused.ts"
import { isStratum, type Terms, termsProblems } from "./Terms.ts"
import { fromText, toText } from "./text.ts"

/** A partner as registered with the linker. */
export interface Partner {
  readonly id: string
  readonly type: string
  /** Ed25519, as text. */
  readonly publicKey: string
}

export interface Submission {
  readonly type: string
  /** Digest by which the same submission is recognised. */
  readonly digest: string
  readonly rows: ReadonlyArray<PersonRow>
}

export interface LinkerRound {
  readonly stage: "dealing" | "open" | "closed" | "destroyed"
  readonly terms: Terms
  readonly key?: KeyRecord
  readonly agreements: Readonly<Record<string, SignedDecision>>
  readonly vetoes: ReadonlyArray<string>
  /** Tokens: absent when the round is closed or destroyed. */
  readonly submissions: Readonly<Record<string, Submission>>
  readonly table?: RoundTable
}

/**
 * Begins a round at the linker. The whole order: holders deal the key (`dealRound`, `openRound`), the linker opens the round (`open`), each partner agrees
 * and submits its rows (`agree`, `submit`), and the linker counts (`close`). Holders then destroy their shares (`destroyRound`).
 *
 * @example
 * ```ts
 * import * as linkage from "@corridor/linkage"
 *
 * const wholeRound = async (terms: linkage.Terms, holderKeys: ReadonlyArray<linkage.HolderKeys>) => {
 *   await linkage.groupReady
 *   const dealt = holderKeys.map((keys) => linkage.dealRound(terms, keys))
 *   const deals = dealt.map(({ deal }) => deal)
 *   const holders = dealt.map((holder, i) => linkage.openRound(holder, holderKeys[i] as linkage.HolderKeys, deals))
 *   const key = { deals, confirmations: holders.map(({ confirmation = "" }) => confirmation) }
 *   let linker = linkage.open(linkage.announce(terms), key)
 *
 *   const keys = linkage.signingKeys()
 *   const shelter = { id: "shelter", type: "NGO", publicKey: keys.publicKey }
 *   const agreement = linkage.signDecision("agree", shelter.id, terms, keys)
 *   linker = linkage.agree(linker, shelter, agreement)
 *   const persons = [{ keys: linkage.linkageKeys({ givenNames: "Olena", familyNames: "Kovalenko" }), stratum: { year: "2024" } }]
 *   const rows = await linkage.tokensOf({
 *     state: linkage.startClient(terms, shelter.id, persons),
 *     persons,
 *     key,
 *     ask: async (number, asked) => {
 *       const request = { ...asked, agreement }
 *       const holder = holders[number - 1] as (typeof holders)[number]
 *       return linkage.answerRequest(linkage.countRequest(holder, shelter.id, shelter.publicKey, request), request)
 *     }
 *   })
 *   linker = linkage.submit(linker, shelter, rows)
 *   return linkage.close(linker, [], { noiseKey: "a secret of the linker", before: [] }).table
 * }
 * ```
 */
export const announce = (terms: Terms): LinkerRound => {
  if (termsProblems(terms).length > 0) throw new RoundRefused("terms-invalid")
  return { stage: "dealing", terms, agreements: {}, vetoes: [], submissions: {} }
}

/**
 * Opens the round to partners once all holders have confirmed its key.
 *
 * @example
 * ```ts
 * import { announce, type KeyRecord, open, type Terms } from "@corridor/linkage"
 *
 * const opened = (terms: Terms, key: KeyRecord) => open(announce(terms), key)
 * ```
 */
export const open = (state: LinkerRound, key: KeyRecord): LinkerRound => {
  if (state.stage !== "dealing") throw new RoundRefused("not-open")
  confirmedCommitments(state.terms, key)
  return { ...state, stage: "open", key }
}

/**
 * Records the agreement of a partner, which must be signed with its registered key.
 *
 * @example
 * ```ts
 * import { agree, type LinkerRound, type Partner, signDecision, signingKeys } from "@corridor/linkage"
 *
 * const keys = signingKeys() // of the partner
 * const shelter: Partner = { id: "shelter", type: "ngo", publicKey: keys.publicKey }
 * const agreed = (state: LinkerRound) => agree(state, shelter, signDecision("agree", shelter.id, state.terms, keys))
 * ```
 */
export const agree = (state: LinkerRound, partner: Partner, signed: SignedDecision): LinkerRound => {
  assertTakesPart(state, partner)
  if (!isDecision(signed, "agree", partner.id, state.terms, partner.publicKey))
    throw new RoundRefused("agreement-missing")
  return { ...state, agreements: { ...state.agreements, [partner.id]: signed } }
}

const assertTakesPart = ({ stage, vetoes }: LinkerRound, { id }: Partner): void => {
  if (stage !== "open") throw new RoundRefused("not-open")
  if (vetoes.includes(id)) throw new RoundRefused("veto")
}

/**
 * Takes a partner's rows.
 *
 * @example
 * ```ts
 * import { type LinkerRound, type Partner, type PersonRow, submit } from "@corridor/linkage"
 *
 * const isComplete = (state: LinkerRound, partner: Partner, rows: ReadonlyArray<PersonRow>, partners: number) =>
 *   Object.keys(submit(state, partner, rows).submissions).length === partners
 * ```
 */
export const submit = (state: LinkerRound, partner: Partner, rows: ReadonlyArray<PersonRow>): LinkerRound => {
  assertTakesPart(state, partner)
  const agreement = state.agreements[partner.id]
  if (agreement === undefined || !isDecision(agreement, "agree", partner.id, state.terms, partner.publicKey))
    throw new RoundRefused("agreement-missing")
  if (rows.length > state.terms.limits.persons) throw new RoundRefused("limit")
  if (!rows.every((row) => isRow(state.terms, row)) || largestGroup(rows) > maxFiles)
    throw new RoundRefused("submission-invalid")
  const digest = digestOf(rows)
  const earlier = state.submissions[partner.id]
  if (earlier !== undefined && earlier.digest !== digest) throw new RoundRefused("already-submitted")
  const submission = { type: partner.type, digest, rows }
  return { ...state, submissions: { ...state.submissions, [partner.id]: submission } }
}

/** Returns a digest that does not depend on the order of the rows: a partner that sends its file again shuffles them again. */
const digestOf = (rows: ReadonlyArray<PersonRow>): string => {
  const lines = rows.map((row) => JSON.stringify(row)).sort()
  return toText(sha512(new TextEncoder().encode(lines.join("\n"))).subarray(0, 32))
}

/** How many case files a partner may have of one person: all pairs of them are compared when the round is closed. */
const maxFiles = 100

const largestGroup = (rows: ReadonlyArray<PersonRow>): number => {
  const counts = new Map<string, number>()
  for (const { known } of rows) if (known !== undefined) counts.set(known, (counts.get(known) ?? 0) + 1)
  return [...counts.values()].reduce((most, count) => Math.max(most, count), 0)
}

const tokenLength = 16
const maxTokens = 256

const isRow = ({ rules, strata }: Terms, { tokens, stratum, known }: PersonRow): boolean =>
  (known === undefined || knownLabel.test(known)) &&
  tokens.length <= maxTokens &&
  tokens.every(({ rule, token }) => rules.includes(rule) && fromText(token)?.length === tokenLength) &&
  Object.keys(stratum).length === Object.keys(strata).length &&
  isStratum({ strata }, stratum)

/**
 * Removes a partner's contribution for good.
 *
 * @example
 * ```ts
 * import { type LinkerRound, type Partner, signDecision, signingKeys, veto } from "@corridor/linkage"
 *
 * const keys = signingKeys() // of the partner
 * const shelter: Partner = { id: "shelter", type: "ngo", publicKey: keys.publicKey }
 * const left = (state: LinkerRound) => veto(state, shelter, signDecision("veto", shelter.id, state.terms, keys))
 * ```
 */
export const veto = (state: LinkerRound, partner: Partner, signed: SignedDecision): LinkerRound => {
  if (!isDecision(signed, "veto", partner.id, state.terms, partner.publicKey))
    throw new RoundRefused("agreement-missing")
  if (state.vetoes.includes(partner.id)) return state
  if (state.stage === "closed" || state.stage === "destroyed") throw new RoundRefused("not-open")
  const { [partner.id]: _, ...agreements } = state.agreements
  const { [partner.id]: __, ...submissions } = state.submissions
  return { ...state, agreements, submissions, vetoes: [...state.vetoes, partner.id] }
}

const contributions = ({ submissions }: LinkerRound): Array<PartnerRows> =>
  Object.entries(submissions).map(([partner, { type, rows }]) => ({ partner, type, rows }))

/** The privacy loss of telling the operator that many of a partner's persons are known elsewhere, each time that submissions change. */
const reviewEpsilon = 1

/**
 * Submissions that must be reviewed before the round is closed. The same submissions always give the same result.
 *
 * @example
 * ```ts
 * import { type LinkerRound, review } from "@corridor/linkage"
 *
 * const partnersToAsk = (state: LinkerRound) => review(state, { noiseKey: "a secret of the linker" }).map(({ partner }) => partner)
 * ```
 */
export const review = (state: LinkerRound, { noiseKey, before }: OverRounds): ReadonlyArray<OddSubmission> => {
  const digests = Object.entries(state.submissions).map(([partner, { digest }]) => `${partner} ${digest}`)
  const random = uniformsOf(noiseKey, JSON.stringify(["review", state.terms.nonce, digests.sort()]))
  const partners = contributions(state).sort((a, b) => (a.partner < b.partner ? -1 : 1))
  const noise = () => twoSidedGeometric(reviewEpsilon, 1, random)
  return oddSubmissions(countedRows(partners), state.terms.rules, before, noise)
}

/** Leaves out unusual submissions. Unlike a veto, this is the operator's decision. */
const without = (state: LinkerRound, excluded: ReadonlyArray<string>): LinkerRound => ({
  ...state,
  submissions: Object.fromEntries(Object.entries(state.submissions).filter(([partner]) => !excluded.includes(partner)))
})

/** What the linker keeps over rounds. */
export interface OverRounds {
  /** Secret to which the noise of `epsilon` is bound. */
  readonly noiseKey: string
  readonly before?: PersonsBefore | undefined
}

/**
 * Counts, adds the noise of the terms, and forgets the tokens. `accepted` are partners whose odd submission may count, `excluded` those whose submission is
 * left out. What is odd does not depend on who is left out: by leaving out one partner after the other, an operator would learn who knows a person.
 *
 * @example
 * ```ts
 * import { close, type LinkerRound } from "@corridor/linkage"
 *
 * // The submission of `hotline` is odd, and the operator has accepted it.
 * const tableOf = (state: LinkerRound) => close(state, ["hotline"], { noiseKey: "a secret of the linker" }).table
 * ```
 */
export const close = (
  state: LinkerRound,
  accepted: ReadonlyArray<string>,
  overRounds: OverRounds,
  excluded: ReadonlyArray<string> = []
): LinkerRound => {
  if (state.stage === "closed") return state
  const rest = without(state, excluded)
  if (state.stage !== "open") throw new RoundRefused("not-open")
  if (Object.keys(rest.submissions).length < 2) throw new RoundRefused("too-few-partners")
  const decided = [...accepted, ...excluded]
  if (review(state, overRounds).some(({ partner }) => !decided.includes(partner)))
    throw new RoundRefused("review-needed")
  const { epsilon } = state.terms
  const table = epsilon === undefined ? exactTable(rest) : noisyTable(rest, epsilon, overRounds.noiseKey)
  return { ...state, stage: "closed", submissions: {}, table }
}

const exactTable = (state: LinkerRound): RoundTable => {
  const partners = contributions(state)
  const counted = countedRows(partners)
  const { rules, leftOut } = reliableRules(counted, state.terms.rules)
  const counts = tabulate(counted, rules, Object.keys(state.terms.strata))
  return { ...counts, leftOut, errors: errorsOfRound(partners, rules, counts) }
}

/** Uses all rules: that a rule is left out depends on every record, and no noise on counts would hide it. */
const noisyTable = (state: LinkerRound, epsilon: number, noiseKey: string): RoundTable => {
  const partners = contributions(state)
  const { nonce, rules, strata } = state.terms
  const counts = tabulate(countedRows(partners), rules, Object.keys(strata))
  const counted = [counts.partners, counts.typeHistories, counts.rules]
  const random = uniformsOf(noiseKey, JSON.stringify(["table", nonce, epsilon, ...counted]))
  return { ...addNoise(counts, epsilon, random), errors: { planted: plantedErrors(partners, rules) } }
}

/**
 * Forgets everything but the terms and who agreed.
 *
 * @example
 * ```ts
 * import { destroy, type LinkerRound } from "@corridor/linkage"
 *
 * const afterPublishing = (state: LinkerRound) => destroy(state)
 * ```
 */
export const destroy = (state: LinkerRound): LinkerRound => {
  const { table: _, ...rest } = state
  return { ...rest, stage: "destroyed", submissions: {} }
}
