/** A partner's access: an account for people if passwords are used, and a token for programs; or a one-time code with which its client gets both. */
import { Effect, Redacted } from "effect"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import type { Access, Secret } from "../../ports/identity/Identity.ts"
import { may, partnerScopes } from "../../ports/identity/Principal.ts"
import { tokenParts } from "../../ports/identity/tokenSigning.ts"
import { accountByName, addAccount, setPasswordHash } from "./Accounts.ts"
import { hashPassword, newPassword } from "./Passwords.ts"
import { addToken, principalByToken, revokeToken } from "./Tokens.ts"

/** Days for which the first token is valid. */
const days = 90

/**
 * Returns the credentials, which are shown once. The account is named after the partner's id. Without `local` it has no password,
 * only a token.
 */
export const createAccess = Effect.fn("createAccess")(function* (partner: string, local: boolean) {
  const password = newPassword()
  const passwordHash = local ? yield* hashPassword(password) : ""
  yield* addAccount({ account: partner, role: "partner", partner, passwordHash, subject: "" })
  const { token } = yield* addToken(partner, partnerScopes, days)
  return {
    token: Redacted.value(token),
    account: partner,
    ...(local ? { portalPassword: Redacted.value(password) } : {})
  }
})

/**
 * Returns a one-time code for the partner's client: a token that allows nothing but to enrol. The account is named after the partner's id, and is created
 * if it does not exist.
 */
export const createCode = Effect.fn("createCode")(function* (partner: string, validDays: number) {
  if ((yield* accountByName(partner)) === undefined)
    yield* addAccount({ account: partner, role: "partner", partner, passwordHash: "", subject: "" })
  const { token, expires } = yield* addToken(partner, ["enrol"], validDays)
  yield* recordAction({ did: "partner-invited", by: "command line", partner, about: "" })
  return { code: Redacted.value(token), expiresAt: new Date(expires).toISOString() }
})

/** Redeems a one-time code for the access of its account. Returns undefined if the code is not valid. */
export const redeemCode = Effect.fn("redeemCode")(function* (code: Secret, local: boolean) {
  const principal = yield* principalByToken(code)
  const id = tokenParts(code)?.id
  if (principal === undefined || id === undefined || !may(principal, "enrol")) return undefined
  const { account } = principal
  // First, so that a failure below leaves a code that is used up and not one that works twice.
  yield* revokeToken(id)
  const password = local ? newPassword() : undefined
  if (password !== undefined) yield* setPasswordHash(account, yield* hashPassword(password))
  const { token, expires } = yield* addToken(account, partnerScopes, days)
  return { account, token, expires, password } satisfies Access
})
