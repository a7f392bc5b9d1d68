/** What a new partner is given to get in: an account for people where passwords are used, and a token for machines. */
import { Effect, Redacted } from "effect"
import { scopesOf } from "../../ports/identity/Principal.ts"
import { addAccount } from "./Accounts.ts"
import { hashPassword, newPassword } from "./Passwords.ts"
import { addToken } from "./Tokens.ts"

/** Days for which the first token is good. */
const days = 90

/** Shown once. The account has the partner's id as its name; without `local` only its token lets anybody in. */
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
