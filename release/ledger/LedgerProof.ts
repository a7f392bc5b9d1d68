/**
 * **High risk.** Proof, for those who do not have the ledger, that a release is in it: the entries of its proposal and approvals in full, and of
 * all others the hash and the signature. The other entries name persons, requests and salts, so they stay where they are. The hash of a
 * hidden entry discloses nothing of it, because each entry has a random mark.
 */

import { Schema } from "effect"
import { beginning, hashOf } from "../../ports/chain/HashChain.ts"
import { signatureFits } from "../../ports/chain/Signature.ts"
import { checkBeginning, checkSignatures, type SignedEntry, type TrustedKey } from "../../ports/chain/SignedChain.ts"
import { Count, Sha256 } from "../../ports/ValueSchemas.ts"
import { decodeKnownBody, type LedgerEntry } from "./LedgerEntry.ts"
import { sameName } from "./personName.ts"
import { actText } from "./Signatory.ts"
import { actOf } from "./verifyActs.ts"

/** Empty for entries from before they were signed. */
const Base64Url = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{0,200}$/))

const signed = { seq: Count, hash: Sha256, key: Base64Url, signature: Base64Url }

const FullEntry = Schema.Struct({
  ...signed,
  at: Schema.Finite,
  kind: Schema.String,
  body: Schema.String,
  previous: Sha256
})

export const LedgerProof = Schema.Struct({
  /** All entries up to the newest about the release, in order. */
  entries: Schema.Array(Schema.Union([FullEntry, Schema.Struct(signed)])),
  /** The public keys of the installation, oldest first. */
  keys: Schema.Array(Schema.Struct({ key: Base64Url, after: Count, head: Sha256 }))
})
export type LedgerProof = typeof LedgerProof.Type

const releaseOf = ({ body }: LedgerEntry): number | undefined =>
  body.kind === "proposal" || body.kind === "move" ? body.release : undefined

/** Returns whether an entry is shown in full: the proposal of the release, or an approval. Older reasons of retractions are not for readers. */
const isShown = (entry: LedgerEntry, release: number): boolean =>
  releaseOf(entry) === release && (entry.body.kind !== "move" || entry.body.move === "approve")

/** Returns the proof of a release. `rows` and `entries` are the verified ledger, as stored and as decoded. */
export const makeProof = (
  rows: ReadonlyArray<SignedEntry>,
  entries: ReadonlyArray<LedgerEntry>,
  keys: ReadonlyArray<TrustedKey>,
  release: number
): LedgerProof => {
  const last = entries.findLastIndex((entry) => releaseOf(entry) === release)
  return {
    entries: rows.slice(0, last + 1).map(({ seq, at, kind, body, previous, hash, key, signature }, i) => ({
      seq,
      hash,
      key,
      signature,
      ...(isShown(entries[i] as LedgerEntry, release) ? { at, kind, body, previous } : {})
    })),
    keys: keys.map(({ key, after, head }) => ({ key, after, head }))
  }
}

/** Where a proof is wrong. */
interface ProofProblem {
  readonly seq: number
  readonly rule: "order" | "hash" | "unreadable" | "signature" | "release" | "account" | "approval"
}

export interface CheckedProof {
  readonly problems: ReadonlyArray<ProofProblem>
  /** The proposal and the approvals, in order. */
  readonly entries: ReadonlyArray<LedgerEntry>
  /** Entries whose content is not in the proof. */
  readonly hidden: number
  readonly signed: number
  /** Entries from before signatures existed. */
  readonly unsigned: number
  /** Acts that an account's token signed, and others. */
  readonly acts: { readonly signed: number; readonly unsigned: number }
}

/**
 * Checks that the proposal and the approvals are of accounts that signed them, and that two reviewers other than the author approved. Entries
 * from before signatures existed name no account.
 */
const checkActs = (entries: ReadonlyArray<LedgerEntry>, release: number, isUnsigned: (seq: number) => boolean) => {
  const problems: Array<ProofProblem> = []
  const people: Array<string> = []
  const newest = new Map<string, string>()
  const acts = { signed: 0, unsigned: 0 }
  let approvals = 0
  for (const entry of entries) {
    const { seq, body, hash } = entry
    const act = actOf(entry, newest)
    newest.set(`release ${release}`, hash)
    if (act === undefined || releaseOf(entry) !== release) continue
    const { proof, by, over } = act
    const { key, signature } = proof ?? {}
    if (proof !== undefined && proof.over !== over) problems.push({ seq, rule: "account" })
    if (key !== undefined && signature !== undefined) {
      if (!signatureFits(actText(by, act), { key, signature })) problems.push({ seq, rule: "account" })
      acts.signed++
    } else acts.unsigned++
    if (body.kind === "move" && body.move === "approve") {
      const isReviewer = proof?.role === "reviewer" || isUnsigned(seq)
      if (!isReviewer || people.some((name) => sameName(name, by))) problems.push({ seq, rule: "approval" })
      else approvals++
    }
    people.push(by)
  }
  if (approvals < 2) problems.push({ seq: entries.at(-1)?.seq ?? 0, rule: "approval" })
  return { problems, acts }
}

/** Checks a proof by itself. It finds every problem. */
export const checkProof = ({ entries: rows, keys }: LedgerProof, release: number): CheckedProof => {
  const problems: Array<ProofProblem> = []
  const entries: Array<LedgerEntry> = []
  rows.forEach((row, i) => {
    const { seq, hash } = row
    if (seq !== i + 1) problems.push({ seq: i + 1, rule: "order" })
    if (!("body" in row)) return
    const { at, kind, body: text, previous } = row
    if (previous !== (rows[i - 1]?.hash ?? beginning) || hash !== hashOf(row)) problems.push({ seq, rule: "hash" })
    const body = decodeKnownBody(text)
    if (body._tag === "None" || body.value.kind !== kind) problems.push({ seq, rule: "unreadable" })
    else entries.push({ seq, at, body: body.value, previous, hash })
  })
  const [first] = entries
  const isOfRelease = entries.every((entry) => isShown(entry, release))
  if (first?.body.kind !== "proposal" || !isOfRelease) problems.push({ seq: first?.seq ?? 0, rule: "release" })
  const whole = rows.map((row) => ({ at: 0, kind: "", body: "", previous: "", ...row }))
  const signatures = checkSignatures(whole, keys)
  const begun = checkBeginning(whole, keys)
  for (const one of ["broken" in signatures ? signatures.broken : undefined, begun])
    if (one !== undefined) problems.push({ seq: one.seq, rule: "signature" })
  const people = checkActs(entries, release, (seq) => rows[seq - 1]?.signature === "")
  return {
    problems: [...problems, ...people.problems],
    entries,
    hidden: rows.length - entries.length,
    signed: "broken" in signatures ? 0 : signatures.signed,
    unsigned: "broken" in signatures ? 0 : signatures.unsigned,
    acts: people.acts
  }
}
