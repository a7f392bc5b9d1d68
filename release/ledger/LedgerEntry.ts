/** What the ledger's entries say; how they hold together is `ports/chain/HashChain.ts`. */
import { Schema } from "effect"
import * as HashChain from "../../ports/chain/HashChain.ts"
import { PlainTerms } from "../catalogue/PlainTerms.ts"
import { TableChoice } from "../catalogue/TableChoice.ts"

/** The moves of a request; `requests/requestMoves.ts` says which are allowed when. */
export const requestMoveNames = [
  "submit",
  "pass",
  "fail",
  "approve",
  "refuse",
  "publish",
  "return",
  "withdraw"
] as const
export type RequestMoveName = (typeof requestMoveNames)[number]

const Sha256 = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/))

/** A mart as a vintage froze it. */
const FrozenMart = Schema.Struct({ mart: Schema.String, rows: Schema.Int, hash: Sha256 })
export type FrozenMart = typeof FrozenMart.Type

/** Marts were frozen. */
export const VintageBody = Schema.Struct({
  kind: Schema.Literal("vintage"),
  vintage: Schema.Int,
  marts: Schema.Array(FrozenMart),
  /** Drawn by chance and never shown: without it, whoever knows nearly all of a small vintage could guess the rest and try. */
  salt: Schema.optionalKey(Sha256),
  /** Of the salt and the list of marts with their hashes; of the list alone where there is no salt. */
  hash: Sha256
})

/** A vintage from before vintages had salts got one: this is its hash from now on. */
export const CommitmentBody = Schema.Struct({
  kind: Schema.Literal("commitment"),
  vintage: Schema.Int,
  salt: Sha256,
  hash: Sha256
})

/** A release was protected, audited and laid before reviewers. */
export const ProposalBody = Schema.Struct({
  kind: Schema.Literal("proposal"),
  release: Schema.Int,
  vintage: Schema.Int,
  /** What its tables are called together. */
  table: Schema.String,
  /** What of which tables; absent of releases of the time when there were flows by year without totals only. */
  choices: Schema.optionalKey(Schema.Array(TableChoice)),
  /** How cells were made safe; suppression where it is absent. */
  method: Schema.optionalKey(Schema.String),
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

/** A researcher was answered: seen by him, and held against whatever comes later like a release. */
export const AnswerBody = Schema.Struct({
  kind: Schema.Literal("answer"),
  /** From 1 on. */
  answer: Schema.Int,
  vintage: Schema.Int,
  choice: TableChoice,
  profile: Schema.String,
  profileVersion: Schema.Int,
  threshold: Schema.Int,
  person: Schema.String,
  project: Schema.String,
  /** Of vintage, choice and profile: the same question is answered once. */
  question: Sha256,
  invented: Schema.Boolean,
  rows: Schema.Int,
  content: Sha256
})

/** Figures that were published before there was a ledger: nothing is released over them that would tell of what changed. */
export const AdoptedBody = Schema.Struct({
  kind: Schema.Literal("adopted"),
  profile: Schema.String,
  threshold: Schema.Int,
  invented: Schema.Boolean,
  rows: Schema.Int,
  content: Sha256
})

/** A row of a book of budgets (`disclosure/private/BudgetStore.ts`). */
export const BudgetRowBody = Schema.Struct({
  kind: Schema.Literal("budget"),
  book: Schema.String,
  /** From 0 on, without gaps in each book. */
  at: Schema.Int,
  row: Schema.String
})

/** Somebody asks for a statistic to be published. */
export const RequestBody = Schema.Struct({
  kind: Schema.Literal("request"),
  /** From 1 on. */
  request: Schema.Int,
  requester: Schema.String,
  terms: PlainTerms,
  choice: TableChoice
})

/** What the check of a request found. Only that something of it can be told, or that nothing can, leaves the house by it. */
export const RequestCheck = Schema.Struct({
  vintage: Schema.Int,
  profile: Schema.String,
  profileVersion: Schema.Int,
  rows: Schema.Int,
  /** Of the figures as lines, for reviewers. */
  figures: Sha256,
  /** What can be asked instead, where nothing of it can be told. */
  nearest: Schema.NullOr(TableChoice)
})

/** A request was moved on. */
export const RequestMoveBody = Schema.Struct({
  kind: Schema.Literal("request-move"),
  request: Schema.Int,
  move: Schema.Literals(requestMoveNames),
  by: Schema.String,
  reason: Schema.String,
  check: Schema.optionalKey(RequestCheck),
  release: Schema.optionalKey(Schema.Int)
})

export const LedgerBody = Schema.Union([
  VintageBody,
  CommitmentBody,
  ProposalBody,
  MoveBody,
  AnswerBody,
  AdoptedBody,
  BudgetRowBody,
  RequestBody,
  RequestMoveBody
])
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
