/**
 * The audit log of access: the hash chain `access` (`ports/chain`). It contains no case reference, password, token or file name.
 * For a failed sign-in it records only that the account does not exist, not the name.
 */
import { Effect, Option, Schema } from "effect"
import { appendEntry, chainEntries, lastEntry } from "../chain/ChainTable.ts"
import { followChain } from "../chain/HashChain.ts"
import { StateStore } from "../StateStore.ts"

const auditActions = [
  "account-made",
  "account-changed",
  "account-disabled",
  "sign-in",
  "sign-in-refused",
  "sign-out",
  "token-made",
  "token-rotated",
  "token-revoked",
  "partner-invited",
  "partner-enrolled",
  "change-proposed",
  "change-confirmed",
  "store-restored",
  "ledger-cut",
  "submission-begun",
  "submission-sent",
  "submission-refused",
  "withdrawal-sent"
] as const

const AccessBody = Schema.Struct({
  kind: Schema.Literal("access"),
  did: Schema.Literals(auditActions),
  /** An account's name; `command line`; `unknown`. */
  by: Schema.String,
  partner: Schema.NullOr(Schema.String),
  /** The object of the action: the id of a submission or token, or the name of an account. */
  about: Schema.String
})
export type AccessBody = typeof AccessBody.Type

const encode = Schema.encodeSync(Schema.fromJsonString(AccessBody))
const decode = Schema.decodeUnknownOption(Schema.fromJsonString(AccessBody))

/** The log was changed after it was written. */
export class AccessLogBroken extends Schema.TaggedError<AccessLogBroken>()("AccessLogBroken", {
  message: Schema.String,
  seq: Schema.Int,
  rule: Schema.String
}) {}

/** Records an action, which is on disk when this returns. */
export const recordAction = Effect.fn("AccessLog.record")(function* (action: Omit<AccessBody, "kind">) {
  const body: AccessBody = { kind: "access", ...action }
  const next = Effect.map(lastEntry("access"), (after) => ({ after, kind: body.kind, body: encode(body), value: body }))
  return yield* appendEntry("access", next)
})

/**
 * Returns the hashes of the actions after which the ledger may lack entries: restores of a backup without the ledger that followed it. Quotation marks in
 * other values of an entry are escaped, so nothing else matches.
 */
export const ledgerCuts = Effect.fn("AccessLog.ledgerCuts")(function* () {
  const found = yield* StateStore.query<{ hash: string }>(
    `SELECT hash FROM chain_entry WHERE chain = 'access' AND body LIKE '%"did":"ledger-cut"%' ORDER BY seq`
  )
  return found.map(({ hash }) => hash)
})

/** An action, when it happened, and its place in the log. */
export type AccessEntry = AccessBody & { readonly seq: number; readonly at: number; readonly hash: string }

/**
 * Records the action that `decide` returns for the present log. No other action is recorded in between, so what `decide` has read still holds when its
 * action is written.
 */
export const appendAction = Effect.fn("AccessLog.append")(function* <E>(
  decide: (entries: ReadonlyArray<AccessEntry>) => Effect.Effect<Omit<AccessBody, "kind">, E>
) {
  const next = Effect.gen(function* () {
    const body: AccessBody = { kind: "access", ...(yield* decide(yield* readAccessLog())) }
    return { after: yield* lastEntry("access"), kind: body.kind, body: encode(body), value: body }
  })
  return yield* appendEntry("access", next)
})

/** Returns the verified log. With `head`, an entry with this hash must exist. */
export const readAccessLog = Effect.fn("AccessLog.read")(function* (head?: string) {
  const found = followChain(
    yield* chainEntries("access"),
    ({ seq, at, body, hash }) =>
      Option.getOrUndefined(Option.map(decode(body), (entry) => ({ seq, at, hash, ...entry }))),
    head
  )
  if ("entries" in found) return found.entries
  const { seq, rule } = found.broken
  return yield* new AccessLogBroken({
    message: `The access log was changed at entry ${seq} (${rule}). Restore it from a backup.`,
    seq,
    rule
  })
})
