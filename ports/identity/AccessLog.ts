/**
 * Who did what, as a chain (`ports/chain`) in `corridor_access.log`. No case reference, no password, no token, no file's name;
 * and of a name under which somebody tried to sign in only that there is no such account.
 */
import { Effect, Option, Schema } from "effect"
import { appendEntry, chainEntries, lastEntry } from "../chain/ChainTable.ts"
import { followChain } from "../chain/HashChain.ts"

const table = "corridor_access.log"

export const auditActions = [
  "account-made",
  "account-disabled",
  "sign-in",
  "sign-in-refused",
  "sign-out",
  "token-made",
  "token-rotated",
  "token-revoked",
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
  /** Id of what it was done to: a submission's, a token's, an account's name. */
  about: Schema.String
})
export type AccessBody = typeof AccessBody.Type

const encode = Schema.encodeSync(Schema.fromJsonString(AccessBody))
const decode = Schema.decodeUnknownOption(Schema.fromJsonString(AccessBody))

/** The log is not what it was. */
export class AccessLogBroken extends Schema.TaggedError<AccessLogBroken>()("AccessLogBroken", {
  message: Schema.String,
  seq: Schema.Int,
  rule: Schema.String
}) {}

/** Writes down what was done; when this returns it is on disk. */
export const recordDeed = Effect.fn("AccessLog.record")(function* (deed: Omit<AccessBody, "kind">) {
  const body: AccessBody = { kind: "access", ...deed }
  const next = Effect.map(lastEntry(table), (after) => ({ after, kind: body.kind, body: encode(body), value: body }))
  return yield* appendEntry(table, "access", next)
})

/** The whole log, verified. With `head`, an entry with this hash must be among them. */
export const readAccessLog = Effect.fn("AccessLog.read")(function* (head?: string) {
  const found = followChain(
    yield* chainEntries(table),
    ({ seq, at, body, hash }) =>
      Option.getOrUndefined(Option.map(decode(body), (said) => ({ seq, at, hash, ...said }))),
    head
  )
  if ("entries" in found) return found.entries
  const { seq, rule } = found.broken
  return yield* new AccessLogBroken({ message: `the access log is broken at entry ${seq} (${rule})`, seq, rule })
})
