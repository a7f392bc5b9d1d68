/**
 * Tokens for programs: `cor_<id>_<secret>`. The secret is 256 random bits; only its hash is stored, and the token is shown once. A token has
 * an expiry time and scopes, which never exceed those of its account's role.
 */
import { hash, randomBytes, timingSafeEqual } from "node:crypto"
import { Clock, Effect, Redacted } from "effect"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import type { Secret } from "../../ports/identity/Identity.ts"
import { type Principal, type Scope, scopesOf } from "../../ports/identity/Principal.ts"
import { tokenParts, tokenSigning } from "../../ports/identity/tokenSigning.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { AccountRefused, accountByName, principalOf, storeTime } from "./Accounts.ts"

const table = "corridor_access.token"
const day = 86_400_000

/** Time for which a rotated token remains valid. */
const overlap = day

export interface TokenListing {
  readonly id: string
  readonly account: string
  readonly scopes: ReadonlyArray<Scope>
  readonly expiresAt: string
  readonly createdAt: string
}

interface StoredToken extends TokenListing {
  readonly tokenHash: string
  /** Key with which the token's holder signs entries of the ledger; "" for a token from before it existed. */
  readonly publicKey: string
  readonly expires: number
}

const select = `SELECT token_id AS id, account, scopes, token_hash AS tokenHash, public_key AS publicKey, toString(expires_at) AS expiresAt,
    toFloat64(toUnixTimestamp64Milli(expires_at)) AS expires, toString(created_at) AS createdAt FROM ${table} FINAL`

const find = Effect.fn("Tokens.find")(function* (id: string) {
  const warehouse = yield* Warehouse
  const [found] = yield* warehouse.query<StoredToken>(`${select} WHERE token_id = {id:String}`, { params: { id } })
  return found
})

/** Returns all unexpired tokens, without secrets and hashes. */
export const listTokens = Effect.fn("Tokens.list")(function* () {
  const warehouse = yield* Warehouse
  const now = yield* Clock.currentTimeMillis
  const found = yield* warehouse.query<StoredToken>(`${select} ORDER BY account, createdAt`)
  return found
    .filter(({ expires }) => expires > now)
    .map(
      ({ id, account, scopes, expiresAt, createdAt }): TokenListing => ({ id, account, scopes, expiresAt, createdAt })
    )
})

const write = Effect.fn("Tokens.write")(function* (token: Omit<StoredToken, "expiresAt">) {
  const warehouse = yield* Warehouse
  const now = storeTime(yield* Clock.currentTimeMillis)
  yield* warehouse.insert(
    table,
    [
      {
        token_id: token.id,
        account: token.account,
        scopes: token.scopes,
        token_hash: token.tokenHash,
        public_key: token.publicKey,
        expires_at: storeTime(token.expires),
        created_at: token.createdAt === "" ? now : token.createdAt,
        updated_at: now
      }
    ],
    { token: "" }
  )
})

export interface NewToken {
  readonly id: string
  readonly token: Secret
  readonly expires: number
}

const make = Effect.fn("Tokens.make")(function* (account: string, scopes: ReadonlyArray<Scope>, lifetime: number) {
  const id = randomBytes(9).toString("hex")
  const secret = randomBytes(32).toString("base64url")
  const expires = (yield* Clock.currentTimeMillis) + lifetime
  const token = Redacted.make(`cor_${id}_${secret}`)
  const publicKey = tokenSigning(token)?.key ?? ""
  yield* write({ id, account, scopes, tokenHash: hash("sha256", secret), publicKey, expires, createdAt: "" })
  return { id, token, expires } satisfies NewToken
})

/** Creates a token for an account that is valid for `days`. */
export const addToken = Effect.fn("Tokens.add")(function* (name: string, scopes: ReadonlyArray<Scope>, days: number) {
  const account = yield* accountByName(name)
  if (account === undefined) return yield* new AccountRefused({ message: `account ${name} does not exist` })
  const beyond = scopes.filter((scope) => !scopesOf[account.role].includes(scope))
  if (beyond.length > 0)
    return yield* new AccountRefused({
      message: `the role ${account.role} does not have the scopes ${beyond.join(", ")}; it has ${scopesOf[account.role].join(", ")}`
    })
  if (!(days >= 1 && days <= 366))
    return yield* new AccountRefused({ message: "--days must be 1 to 366; rotate the token before it expires" })
  const made = yield* make(name, scopes, days * day)
  yield* recordAction({ did: "token-made", by: "command line", partner: account.partner || null, about: made.id })
  return made
})

const known = Effect.fn("Tokens.known")(function* (id: string) {
  const token = yield* find(id)
  const now = yield* Clock.currentTimeMillis
  if (token === undefined || token.expires <= now)
    return yield* new AccountRefused({ message: "the token does not exist or has expired" })
  return { token, now }
})

/** Creates a new token with the same scopes and lifetime. The old one remains valid for one day. */
export const rotateToken = Effect.fn("Tokens.rotate")(function* (id: string) {
  const { token, now } = yield* known(id)
  const lifetime = token.expires - Date.parse(`${token.createdAt.replace(" ", "T")}Z`)
  const made = yield* make(token.account, token.scopes, lifetime)
  yield* write({ ...token, expires: Math.min(token.expires, now + overlap) })
  yield* recordAction({ did: "token-rotated", by: "command line", partner: null, about: id })
  return made
})

/** Revokes a token immediately. */
export const revokeToken = Effect.fn("Tokens.revoke")(function* (id: string) {
  const { token, now } = yield* known(id)
  yield* write({ ...token, expires: now })
  yield* recordAction({ did: "token-revoked", by: "command line", partner: null, about: id })
})

/** Returns the account and the public key of every token that was ever made, by its id. */
export const tokenKeys = Effect.fn("Tokens.keys")(function* () {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ readonly id: string; readonly account: string; readonly key: string }>(
    `SELECT token_id AS id, account, public_key AS key FROM ${table} FINAL`
  )
  return new Map(rows.map(({ id, account, key }) => [id, { account, key }]))
})

/** Returns the principal of a token; undefined if it is invalid or expired, or if its account or partner is disabled. */
export const principalByToken = Effect.fn("Tokens.principal")(function* (given: Secret) {
  const parts = tokenParts(given)
  if (parts === undefined) return undefined
  const { id, secret } = parts
  const token = yield* find(id)
  const made = Buffer.from(hash("sha256", secret), "hex")
  const fits = timingSafeEqual(made, token === undefined ? randomBytes(32) : Buffer.from(token.tokenHash, "hex"))
  if (token === undefined || !fits || token.expires <= (yield* Clock.currentTimeMillis)) return undefined
  const principal = principalOf(yield* accountByName(token.account))
  return principal === undefined
    ? undefined
    : ({ ...principal, scopes: token.scopes.filter((scope) => principal.scopes.includes(scope)) } satisfies Principal)
})
