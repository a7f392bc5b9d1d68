/** What the ledger's entries say; how they hold together is `ports/chain/HashChain.ts`. */
import { Schema } from "effect"
import * as HashChain from "../../ports/chain/HashChain.ts"

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

export interface LedgerEntry extends Omit<HashChain.ChainEntry, "body" | "kind"> {
  readonly body: LedgerBody
}

export const encodeBody = Schema.encodeSync(Schema.fromJsonString(LedgerBody))
export const decodeBody = Schema.decodeUnknownOption(Schema.fromJsonString(LedgerBody))

/** The entry that follows `previous`. */
export const following = (
  previous: HashChain.ChainEntry | undefined,
  at: number,
  body: LedgerBody
): HashChain.ChainEntry => HashChain.following(previous, { at, kind: body.kind, body: encodeBody(body) })
