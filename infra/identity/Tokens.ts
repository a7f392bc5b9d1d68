/**
 * Tokens for programs: `cor_<id>_<secret>`. The secret is 256 random bits; only its hash is stored, and the token is shown once. A token has
 * an expiry time and scopes, which never exceed those of its account's role.
 */
import { hash, randomBytes, timingSafeEqual } from "node:crypto"
import { Clock, Effect, Redacted } from "effect"
import { millisOfDay } from "../../ports/days.ts"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import type { Secret } from "../../ports/identity/Identity.ts"
import type { Principal, Scope } from "../../ports/identity/Principal.ts"
import { tokenParts, tokenSigning } from "../../ports/identity/tokenSigning.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { timeText } from "../../ports/timeText.ts"
import { clockRefusal } from "../../release/ledger/ledgerClock.ts"
import { AccountRefused, accountByName, principalOf, scopesOfAccount } from "./Accounts.ts"

/** The scopes of a one-time code. */
export const codeScopes: ReadonlyArray<Scope> = ["enrol"]

/** Time for which a rotated token remains valid. */
const overlap = millisOfDay

interface TokenListing {
  readonly id: string
  readonly account: string
  readonly scopes: ReadonlyArray<Scope>
  readonly expiresAt: string
  readonly createdAt: string
}

interface StoredToken extends Pick<TokenListing, "id" | "account" | "scopes"> {
  readonly tokenHash: string
  /** In milliseconds since 1970. */
  readonly expires: number
  readonly created: number
}

type TokenRow = Omit<StoredToken, "scopes"> & { readonly scopes: string }

const select = `SELECT token AS id, account, scopes, token_hash AS "tokenHash", expires_at AS expires, created_at AS created FROM token`

const readRow = (row: TokenRow): StoredToken => ({ ...row, scopes: JSON.parse(row.scopes) })

const find = Effect.fn("Tokens.find")(function* (id: string) {
  const [found] = yield* StateStore.query<TokenRow>(`${select} WHERE token = ?`, [id])
  return found === undefined ? undefined : readRow(found)
})

/** Returns all unexpired tokens, without secrets and hashes. */
export const listTokens = Effect.fn("Tokens.list")(function* () {
  const found = yield* StateStore.query<TokenRow>(`${select} WHERE expires_at > ? ORDER BY account, created_at`, [
    yield* Clock.currentTimeMillis
  ])
  return found.map(readRow).map(
    ({ id, account, scopes, expires, created }): TokenListing => ({
      id,
      account,
      scopes,
      expiresAt: timeText(expires),
      createdAt: timeText(created)
    })
  )
})

export interface NewToken {
  readonly id: string
  readonly token: Secret
  readonly expires: number
}

const make = Effect.fn("Tokens.make")(function* (account: string, scopes: ReadonlyArray<Scope>, lifetime: number) {
  const behind = yield* clockRefusal()
  if (behind !== undefined) return yield* new AccountRefused({ message: behind })
  const id = randomBytes(9).toString("hex")
  const secret = randomBytes(32).toString("base64url")
  const now = yield* Clock.currentTimeMillis
  const expires = now + lifetime
  const token = Redacted.make(`cor_${id}_${secret}`)
  yield* StateStore.query(
    `INSERT INTO token (token, account, scopes, token_hash, public_key, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [id, account, JSON.stringify(scopes), hash("sha256", secret), tokenSigning(token)?.key ?? "", expires, now]
  )
  return { id, token, expires } satisfies NewToken
})

/** Creates a token for an account that is valid for `days`. */
export const addToken = Effect.fn("Tokens.add")(function* (name: string, scopes: ReadonlyArray<Scope>, days: number) {
  const account = yield* accountByName(name)
  if (account === undefined)
    return yield* new AccountRefused({ message: `Account ${name} does not exist. 'account list' shows all.` })
  const own = scopesOfAccount(account)
  const beyond = scopes.filter((scope) => !own.includes(scope))
  if (beyond.length > 0)
    return yield* new AccountRefused({
      message: `The role ${[account.role, ...account.partnerRoles].join(", ")} does not have the scopes ${beyond.join(", ")}. It has ${own.join(", ")}.`
    })
  if (!(days >= 1 && days <= 366))
    return yield* new AccountRefused({ message: "--days must be 1 to 366. Rotate the token before it expires." })
  return yield* StateStore.transaction(
    Effect.tap(make(name, scopes, days * millisOfDay), ({ id }) =>
      recordAction({ did: "token-made", by: "command line", partner: account.partner || null, about: id })
    )
  )
})

const known = Effect.fn("Tokens.known")(function* (id: string) {
  const token = yield* find(id)
  const now = yield* Clock.currentTimeMillis
  if (token === undefined || token.expires <= now)
    return yield* new AccountRefused({
      message: "The token does not exist or has expired. 'token list' shows the valid ones."
    })
  return { token, now }
})

const expireAt = Effect.fn("Tokens.expireAt")(function* (id: string, expires: number) {
  yield* StateStore.query("UPDATE token SET expires_at = ? WHERE token = ?", [expires, id])
})

/** Creates a new token with the same scopes and lifetime. The old one remains valid for one day. */
export const rotateToken = Effect.fn("Tokens.rotate")(function* (id: string) {
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      const { token, now } = yield* known(id)
      const made = yield* make(token.account, token.scopes, token.expires - token.created)
      yield* expireAt(id, Math.min(token.expires, now + overlap))
      yield* recordAction({ did: "token-rotated", by: "command line", partner: null, about: id })
      return made
    })
  )
})

/** Revokes a token immediately. */
export const revokeToken = Effect.fn("Tokens.revoke")(function* (id: string) {
  yield* StateStore.transaction(
    Effect.gen(function* () {
      yield* known(id)
      // Permanent, even if the clock is set back.
      yield* expireAt(id, 0)
      yield* recordAction({ did: "token-revoked", by: "command line", partner: null, about: id })
    })
  )
})

/** Ends all one-time codes of an account: whoever has an earlier one could take the account after it was given to somebody. */
export const endCodes = Effect.fn("Tokens.endCodes")(function* (account: string, by: string) {
  const ended = yield* StateStore.query<{ id: string }>(
    "UPDATE token SET expires_at = 0 WHERE account = ? AND scopes = ? AND expires_at > ? RETURNING token AS id",
    [account, JSON.stringify(codeScopes), yield* Clock.currentTimeMillis]
  )
  for (const { id } of ended) yield* recordAction({ did: "token-revoked", by, partner: null, about: id })
})

/** Returns the account and the public key of every token that was ever made, by its id. */
export const tokenKeys = Effect.fn("Tokens.keys")(function* () {
  const rows = yield* StateStore.query<{ readonly id: string; readonly account: string; readonly key: string }>(
    `SELECT token AS id, account, public_key AS "key" FROM token`
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
  const now = yield* Clock.currentTimeMillis
  if (token === undefined || !fits || token.expires <= now) return undefined
  // The clock was set back since it was made: it would last longer by as much.
  if (token.created > now + millisOfDay) return undefined
  const principal = principalOf(yield* accountByName(token.account))
  return principal === undefined
    ? undefined
    : ({ ...principal, scopes: token.scopes.filter((scope) => principal.scopes.includes(scope)) } satisfies Principal)
})
