/** Who proposes, reviews or requests: an account that has signed in, and what the ledger records as proof of it. */
import { hash } from "node:crypto"
import type { Principal, Scope } from "../../ports/identity/Principal.ts"
import type { TokenSigning } from "../../ports/identity/tokenSigning.ts"
import type { Proof } from "./LedgerEntry.ts"

export interface Signatory extends Pick<Principal, "account" | "scopes" | "since"> {
  /** Role of the account; undefined for an unproved name. */
  readonly role: string | undefined
  /** The token of the account. Undefined for a browser session. */
  readonly signing?: TokenSigning | undefined
  /** Hash of the ledger entry by which the account did the same to a request. */
  readonly entry?: string | undefined
}

/** Returns an unproved name. It can draft and withdraw, but nothing of it is published. */
export const unprovenName = (name: string): Signatory => ({ account: name, role: undefined, scopes: ["request"] })

/** Returns whether the signatory has one of these scopes. */
export const maySign = ({ scopes }: Signatory, ...any: ReadonlyArray<Scope>): boolean =>
  any.some((scope) => scopes.includes(scope))

/** Returns whether the account was created at this time, ISO 8601, or later: perhaps in order to approve what was proposed then. */
export const isCreatedSince = ({ since }: Signatory, time: string): boolean =>
  since !== undefined && since >= Date.parse(time)

/** What an account does. */
export interface Act {
  readonly act: "proposal" | "request" | "move" | "request-move"
  /** Number of the release or request. */
  readonly number: number
  readonly move: string
  readonly reason: string
  /** What it is done to: the hash of the newest ledger entry about it, or of the content of something new. */
  readonly over: string
}

/** Returns the text that an account signs. */
export const actText = (account: string, { act, number, move, reason, over }: Act): string =>
  `corridor ledger act ${JSON.stringify([act, number, move, account, reason, over])}`

const sortKeys = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Returns the hash of the content of something new. It does not depend on the order of fields. */
export const contentOf = (...parts: ReadonlyArray<unknown>): string => hash("sha256", JSON.stringify(parts, sortKeys))

/** Returns the fields of a ledger entry that prove who did it: none for an unproved name. */
export const proofOf = (by: Signatory, act: Act): { readonly proof?: Proof } => {
  if (by.role === undefined) return {}
  const { role, since, entry, signing } = by
  const signature = signing === undefined ? {} : { token: signing.token, ...signing.sign(actText(by.account, act)) }
  const created = since === undefined ? {} : { since }
  return { proof: { role, ...created, over: act.over, ...signature, ...(entry === undefined ? {} : { entry }) } }
}
