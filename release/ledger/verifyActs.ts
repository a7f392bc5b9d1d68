/**
 * Verifies that accounts did what the ledger says: their signatures, the tokens these belong to, and that two reviewers approved each
 * published release. The hashes and the signatures of the installation are verified before (`readSignedLedger`).
 */
import { signatureFits } from "../../ports/chain/Signature.ts"
import type { SignedEntry } from "../../ports/chain/SignedChain.ts"
import { millisOfDay } from "../../ports/days.ts"
import type { LedgerEntry, Proof } from "./LedgerEntry.ts"
import { sameName } from "./personName.ts"
import { type Act, actText, contentOf } from "./Signatory.ts"

/** The account and the public key of a token, by the token's id. */
export type TokenKeys = ReadonlyMap<string, { readonly account: string; readonly key: string }>

export interface CheckedActs {
  /** Entries that an account signed with its token. */
  readonly signed: number
  /** Entries of a browser session, or that follow from the signed approval of a request. */
  readonly signedIn: number
  /** Entries with an unproved name. */
  readonly unproven: number
  /** Releases whose author and two reviewers have accounts that were created within a day of each other: perhaps by one person, for one person. */
  readonly together: ReadonlyArray<number>
}

interface Done extends Act {
  readonly by: string
  readonly proof: Proof | undefined
}

/** Returns what a person did; undefined for an entry of the system. */
export const actOf = ({ body }: LedgerEntry, newest: ReadonlyMap<string, string>): Done | undefined => {
  const over = newest.get(subjectOf(body) ?? "") ?? ""
  if (body.kind === "proposal")
    return {
      act: "proposal",
      number: body.release,
      move: "propose",
      reason: "",
      over: contentOf(body.content, body.pages),
      by: body.author,
      proof: body.proof
    }
  if (body.kind === "move") {
    const { release: number, move, reason, by, proof } = body
    return { act: "move", number, move, reason, over, by, proof }
  }
  if (body.kind === "request")
    return {
      act: "request",
      number: body.request,
      move: "request",
      reason: "",
      over: contentOf(body.terms, body.choice),
      by: body.requester,
      proof: body.proof
    }
  if (body.kind !== "request-move" || body.by === "machine") return undefined
  const { request: number, move, reason, by, proof } = body
  return { act: "request-move", number, move, reason, over, by, proof }
}

const subjectOf = (body: LedgerEntry["body"]): string | undefined =>
  body.kind === "proposal" || body.kind === "move"
    ? `release ${body.release}`
    : body.kind === "request" || body.kind === "request-move"
      ? `request ${body.request}`
      : undefined

/** Returns whether the proof is by this account's token, or follows from an earlier entry by the account. */
const isProven = (done: Done, proof: Proof, tokens: TokenKeys, actors: ReadonlyMap<string, string>): boolean => {
  const { over, token, key, signature, entry } = proof
  if (over !== done.over) return false
  if (entry !== undefined) return actors.get(entry) === done.by
  if (token === undefined || key === undefined || signature === undefined) return signature === undefined
  const known = tokens.get(token)
  return known?.account === done.by && known.key === key && signatureFits(actText(done.by, done), { key, signature })
}

/** Returns the counts, or the first entry that is wrong. Approvals in entries from before signatures existed are not checked. */
export const verifyActs = (
  rows: ReadonlyArray<SignedEntry>,
  entries: ReadonlyArray<LedgerEntry>,
  tokens: TokenKeys
): CheckedActs | { readonly broken: { readonly seq: number; readonly rule: "account" | "approval" } } => {
  const newest = new Map<string, string>()
  const actors = new Map<string, string>()
  /** Author and approvers of each release, and when their accounts were created. */
  const people = new Map<number, Array<string>>()
  const created = new Map<number, Array<number>>()
  let [signed, signedIn, unproven] = [0, 0, 0]
  for (const [i, entry] of entries.entries()) {
    const { seq, body, hash } = entry
    const done = actOf(entry, newest)
    const proof = done?.proof
    if (done !== undefined && proof !== undefined && !isProven(done, proof, tokens, actors))
      return { broken: { seq, rule: "account" } }
    if (body.kind === "proposal") people.set(body.release, [body.author])
    if (body.kind === "proposal" || (body.kind === "move" && body.move === "approve"))
      created.set(body.release, [...(created.get(body.release) ?? []), proof?.since ?? Number.NaN])
    if (body.kind === "move" && body.move === "approve") {
      const before = people.get(body.release) ?? []
      const isOther = before.length > 0 && !before.some((name) => sameName(name, body.by))
      if (rows[i]?.signature !== "" && (proof?.role !== "reviewer" || !isOther))
        return { broken: { seq, rule: "approval" } }
      people.set(body.release, [...before, body.by])
    }
    if (done !== undefined) {
      if (proof === undefined) unproven++
      else if (proof.signature === undefined) signedIn++
      else signed++
      if (proof !== undefined) actors.set(hash, done.by)
    }
    const subject = subjectOf(body)
    if (subject !== undefined) newest.set(subject, hash)
  }
  const together = [...created].flatMap(([release, times]) =>
    times.length > 2 && Math.max(...times) - Math.min(...times) < millisOfDay ? [release] : []
  )
  return { signed, signedIn, unproven, together }
}
