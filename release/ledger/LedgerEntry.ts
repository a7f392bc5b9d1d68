/** Bodies of the ledger's entries. `ports/chain/HashChain.ts` links the entries. */

import { Schema } from "effect"
import type { ChainEntry } from "../../ports/chain/HashChain.ts"
import { Sha256 } from "../../ports/ValueSchemas.ts"
import { PlainTerms } from "../catalogue/PlainTerms.ts"
import { TableChoice } from "../catalogue/TableChoice.ts"

/** Moves of a request; `requests/requestMoves.ts` defines which are allowed when. */
export const requestMoveNames = [
  "submit",
  "answer",
  "pass",
  "fail",
  "approve",
  "refuse",
  "publish",
  "return",
  "withdraw"
] as const
export type RequestMoveName = (typeof requestMoveNames)[number]

/** Proof that an account did it; absent for an unproved name, as in entries from before reviewers had accounts. */
export const Proof = Schema.Struct({
  /** Role of the account at that time. */
  role: Schema.String,
  /** When the account was created, in milliseconds since 1970; absent from entries from before it was recorded. */
  since: Schema.optionalKey(Schema.Finite),
  /** What it was done to: hash of the newest entry about it, or of its content. */
  over: Sha256,
  /** Id and public key of the account's token, and its signature. Absent for a browser session. */
  token: Schema.optionalKey(Schema.String),
  key: Schema.optionalKey(Schema.String),
  signature: Schema.optionalKey(Schema.String),
  /** The entry by which the account did the same to a request; its signature counts. */
  entry: Schema.optionalKey(Sha256)
})
export type Proof = typeof Proof.Type

/** A mart in a vintage. */
const FrozenMart = Schema.Struct({ mart: Schema.String, rows: Schema.Int, hash: Sha256 })
export type FrozenMart = typeof FrozenMart.Type

/** A vintage was created. */
const VintageBody = Schema.Struct({
  kind: Schema.Literal("vintage"),
  vintage: Schema.Int,
  marts: Schema.Array(FrozenMart),
  /** When the newest record was stored, in milliseconds since 1970, if that is later than the entry: a clock was wrong. */
  newestRecord: Schema.optionalKey(Schema.Finite),
  /** Random and never shown. Without it, a person who knows nearly all of a small vintage could guess the rest and compare hashes. */
  salt: Schema.optionalKey(Sha256),
  /** Hash of the salt and the list of marts with their hashes; of the list alone if there is no salt. */
  hash: Sha256
})

/** A vintage created before salts existed got a salt; this is its hash from now on. */
const CommitmentBody = Schema.Struct({
  kind: Schema.Literal("commitment"),
  vintage: Schema.Int,
  salt: Sha256,
  hash: Sha256
})

/**
 * A person who is counted in a vintage withdrew, so marts of the vintage were erased. Names no partner's case and no number. What was
 * published from the vintage stays.
 */
const ErasureBody = Schema.Struct({
  kind: Schema.Literal("erasure"),
  vintage: Schema.Int,
  marts: Schema.Array(Schema.String),
  /** Partners of the constant panels that the erased marts determined, by cube. */
  panels: Schema.Record(Schema.String, Schema.Array(Schema.String))
})

/**
 * Standard deviation of the noise on the figures of one margin of a choice: those with labels of these dimensions only. Margins that are not
 * published have less noise than the sums of figures that are.
 */
export const MarginNoise = Schema.Struct({
  choice: Schema.Int,
  columns: Schema.Array(Schema.String),
  deviation: Schema.Finite,
  /** The deviation of figures that are estimated from other margins too: an attacker reaches no less. */
  estimated: Schema.optionalKey(Schema.Finite),
  /** A count without a figure was measured below this; absent from old releases. */
  limit: Schema.optionalKey(Schema.Finite)
})
export type MarginNoise = typeof MarginNoise.Type

/** A release was protected, audited and submitted to reviewers. */
export const ProposalBody = Schema.Struct({
  kind: Schema.Literal("proposal"),
  release: Schema.Int,
  vintage: Schema.Int,
  /** Names of its tables, joined by `+`. */
  table: Schema.String,
  /** The choices; absent from old releases, which have flows by year without totals only. */
  choices: Schema.optionalKey(Schema.Array(TableChoice)),
  /** Protection method; absent for suppression. */
  method: Schema.optionalKey(Schema.String),
  /** Noise of the method `dp`. */
  noise: Schema.optionalKey(Schema.Array(MarginNoise)),
  profile: Schema.String,
  profileVersion: Schema.Int,
  threshold: Schema.Int,
  /** Name of an account if there is a proof. */
  author: Schema.String,
  proof: Schema.optionalKey(Proof),
  invented: Schema.Boolean,
  /** Its series of editions and why it lacks something that the previous edition had; null if it is not an edition. Absent from old releases. */
  edition: Schema.optionalKey(Schema.NullOr(Schema.Struct({ name: Schema.String, reason: Schema.String }))),
  rows: Schema.Int,
  /** Hashes of the lines of the tables and of the documentation. */
  content: Sha256,
  pages: Sha256,
  /** Hash of the list of the code that made it (`publisher/codeListing.ts`). Absent from old releases. */
  code: Schema.optionalKey(Sha256)
})

/** A reviewer moved a release to another state. */
const MoveBody = Schema.Struct({
  kind: Schema.Literal("move"),
  release: Schema.Int,
  move: Schema.Literals(["approve", "reject", "retract"]),
  by: Schema.String,
  proof: Schema.optionalKey(Proof),
  reason: Schema.String,
  /** Whether readers see the reason. Reasons of older retractions were given for the ledger alone. */
  public: Schema.optionalKey(Schema.Boolean)
})

/** A researcher got an answer. Later releases and answers are checked against it as against a release. */
const AnswerBody = Schema.Struct({
  kind: Schema.Literal("answer"),
  /** Counts from 1. */
  answer: Schema.Int,
  vintage: Schema.Int,
  choice: TableChoice,
  profile: Schema.String,
  profileVersion: Schema.Int,
  threshold: Schema.Int,
  person: Schema.String,
  project: Schema.String,
  /** Hash of vintage, choice and profile. The same query is answered once. */
  question: Sha256,
  invented: Schema.Boolean,
  rows: Schema.Int,
  content: Sha256
})

/** Figures published before the ledger existed. Later releases are checked against them. */
const AdoptedBody = Schema.Struct({
  kind: Schema.Literal("adopted"),
  profile: Schema.String,
  threshold: Schema.Int,
  invented: Schema.Boolean,
  rows: Schema.Int,
  content: Sha256
})

/** The one book of figures with noise, for all vintages, because they contain mostly the same persons. */
export const privateBook = "private releases"

/** A row of a budget book (`BudgetStore` of `@corridor/disclosure`). */
const BudgetRowBody = Schema.Struct({
  kind: Schema.Literal("budget"),
  book: Schema.String,
  /** Counts from 0 without gaps in each book. */
  at: Schema.Int,
  row: Schema.String
})

/** A restore may have lost entries, and an operator took responsibility for it. Until then nothing is disclosed. */
const ResumedBody = Schema.Struct({
  kind: Schema.Literal("resumed"),
  /** Hash of the entry of the access log that says so. */
  cut: Schema.String,
  /** Whether the operator says that nothing was disclosed or paid after the backup. If not, the privacy budget is spent. */
  complete: Schema.Boolean,
  reason: Schema.String
})

/** A policy team requested a statistic. */
const RequestBody = Schema.Struct({
  kind: Schema.Literal("request"),
  /** Counts from 1. */
  request: Schema.Int,
  requester: Schema.String,
  proof: Schema.optionalKey(Proof),
  terms: PlainTerms,
  choice: TableChoice
})

/** Result of the automatic check of a request. Outside this system it discloses only whether anything can be published. */
export const RequestCheck = Schema.Struct({
  vintage: Schema.Int,
  profile: Schema.String,
  profileVersion: Schema.Int,
  rows: Schema.Int,
  /** Hash of the figures as lines, for reviewers. */
  figures: Sha256,
  /** The nearest choice that can be published, if nothing of this one can. */
  nearest: Schema.NullOr(TableChoice)
})

/** Published cells: the edition, the table, and the labels that select them. */
export const PublishedCells = Schema.Struct({
  release: Schema.Int,
  /** Absent if the release is not an edition but an answer to a request. */
  series: Schema.optionalKey(Schema.String),
  version: Schema.optionalKey(Schema.Int),
  table: Schema.String,
  labels: Schema.Record(Schema.String, Schema.Array(Schema.String)),
  /** Number of cells, and of those that are suppressed. */
  cells: Schema.Int,
  suppressed: Schema.Int
})
export type PublishedCells = typeof PublishedCells.Type

/** A request moved to another state. */
const RequestMoveBody = Schema.Struct({
  kind: Schema.Literal("request-move"),
  request: Schema.Int,
  move: Schema.Literals(requestMoveNames),
  by: Schema.String,
  proof: Schema.optionalKey(Proof),
  reason: Schema.String,
  check: Schema.optionalKey(RequestCheck),
  /** The release that was made for the request. */
  release: Schema.optionalKey(Schema.Int),
  /** Cells that were published before and answer the request. */
  published: Schema.optionalKey(PublishedCells)
})

export const LedgerBody = Schema.Union([
  VintageBody,
  CommitmentBody,
  ErasureBody,
  ProposalBody,
  MoveBody,
  AnswerBody,
  AdoptedBody,
  BudgetRowBody,
  ResumedBody,
  RequestBody,
  RequestMoveBody
])
export type LedgerBody = typeof LedgerBody.Type

export interface LedgerEntry extends Omit<ChainEntry, "body" | "kind"> {
  readonly body: LedgerBody
}

export const encodeBody = Schema.encodeSync(Schema.fromJsonString(LedgerBody))
export const decodeBody = Schema.decodeUnknownOption(Schema.fromJsonString(LedgerBody))
/** The same, but a body with a field that this version does not know cannot be read. */
export const decodeKnownBody = Schema.decodeUnknownOption(Schema.fromJsonString(LedgerBody), {
  onExcessProperty: "error"
})
