/** Creates a new partner's access: an account for people if passwords are used, and a token for programs. */
import { Effect, Redacted } from "effect"
import { scopesOf } from "../../ports/identity/Principal.ts"
import { addAccount } from "./Accounts.ts"
import { hashPassword, newPassword } from "./Passwords.ts"
import { addToken } from "./Tokens.ts"

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
  const { token } = yield* addToken(partner, scopesOf.partner, days)
  return {
    token: Redacted.value(token),
    account: partner,
    ...(local ? { portalPassword: Redacted.value(password) } : {})
  }
})
