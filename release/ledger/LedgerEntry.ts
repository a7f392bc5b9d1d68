/**
 * One line of the ledger. Each holds the hash of the one before, so that nothing can be changed, left out or put in between
 * without every later hash being another (Haber and Stornetta 1991, "How to time-stamp a digital document").
 */
import { hash } from "node:crypto"
import { Schema } from "effect"

const Sha256 = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/))

/** A mart as a vintage froze it. */
const FrozenMart = Schema.Struct({ mart: Schema.String, rows: Schema.Int, hash: Sha256 })
export type FrozenMart = typeof FrozenMart.Type

/** Marts were frozen. */
export const VintageBody = Schema.Struct({
  kind: Schema.Literal("vintage"),
  vintage: Schema.Int,
  marts: Schema.Array(FrozenMart),
  /** Of the list of marts with their hashes. */
  hash: Sha256
})

/** A release was protected, audited and laid before reviewers. */
export const ProposalBody = Schema.Struct({
  kind: Schema.Literal("proposal"),
  release: Schema.Int,
  vintage: Schema.Int,
  table: Schema.Literal("flows"),
  profile: Schema.String,
  profileVersion: Schema.Int,
  threshold: Schema.Int,
  author: Schema.String,
  invented: Schema.Boolean,
  rows: Schema.Int,
  /** Of the table's lines, and of the pages beside it. */
  content: Sha256,
  pages: Sha256
})

/** Somebody moved a release on. */
export const MoveBody = Schema.Struct({
  kind: Schema.Literal("move"),
  release: Schema.Int,
  move: Schema.Literals(["approve", "reject", "retract"]),
  by: Schema.String,
  reason: Schema.String
})

export const LedgerBody = Schema.Union([VintageBody, ProposalBody, MoveBody])
export type LedgerBody = typeof LedgerBody.Type

/** As it stands in the store. */
export interface StoredEntry {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: string
  readonly body: string
  readonly previous: string
  readonly hash: string
}

export interface LedgerEntry extends Omit<StoredEntry, "body" | "kind"> {
  readonly body: LedgerBody
}

/** What the first entry follows. */
export const beginning = "0".repeat(64)

export const hashOf = ({ seq, at, kind, body, previous }: Omit<StoredEntry, "hash">): string =>
  hash("sha256", JSON.stringify([seq, at, kind, body, previous]))

const encode = Schema.encodeSync(Schema.fromJsonString(LedgerBody))
export const decodeBody = Schema.decodeUnknownOption(Schema.fromJsonString(LedgerBody))

/** The entry that follows `previous`. */
export const following = (previous: StoredEntry | undefined, at: number, body: LedgerBody): StoredEntry => {
  const entry = {
    seq: (previous?.seq ?? 0) + 1,
    at,
    kind: body.kind,
    body: encode(body),
    previous: previous?.hash ?? beginning
  }
  return { ...entry, hash: hashOf(entry) }
}
