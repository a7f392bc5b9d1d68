/** A partner's access: an account for people if passwords are used, and a token for programs; or a one-time code with which its client gets both. */
import { Effect, Redacted } from "effect"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import type { Access, Secret } from "../../ports/identity/Identity.ts"
import { may, type PartnerRole, partnerRoles, programScopes } from "../../ports/identity/Principal.ts"
import { tokenParts } from "../../ports/identity/tokenSigning.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { AccountRefused, accountByName, addAccount, giveAccess, setPasswordHash } from "./Accounts.ts"
import { hashPassword, newPassword } from "./Passwords.ts"
import { addToken, codeScopes, endCodes, principalByToken, revokeToken } from "./Tokens.ts"

/** Days for which the first token is valid. */
const days = 90

/**
 * Returns the credentials, which are shown once. The account is named after the partner's id. Without `local` it has no password,
 * only a token.
 */
export const createAccess = Effect.fn("createAccess")(function* (partner: string, local: boolean) {
  const password = newPassword()
  const passwordHash = local ? yield* hashPassword(password) : ""
  const { token } = yield* StateStore.transaction(
    addAccount({ account: partner, role: "partner", partner, passwordHash, subject: "" }).pipe(
      Effect.andThen(addToken(partner, programScopes(partnerRoles), days))
    )
  )
  return {
    token: Redacted.value(token),
    account: partner,
    ...(local ? { portalPassword: Redacted.value(password) } : {})
  }
})

/** Who is invited, and by whom. */
interface Invited {
  readonly partner: string
  /** Default: the account that is named after the partner's id. */
  readonly account?: string | undefined
  /** The roles of an account that is created now. Default: all. */
  readonly roles?: ReadonlyArray<PartnerRole> | undefined
  readonly by?: string
}

/**
 * Returns a one-time code for a client of the partner: a token that allows nothing but to enrol. It ends the account's earlier codes, which may have reached
 * somebody else. The account is created if it does not exist.
 */
export const createCode = Effect.fn("createCode")(function* (
  { partner, account = partner, roles = partnerRoles, by = "command line" }: Invited,
  validDays: number
) {
  const { token, expires } = yield* StateStore.transaction(
    Effect.gen(function* () {
      const known = yield* accountByName(account)
      if (known === undefined)
        yield* addAccount({ account, role: "partner", partner, partnerRoles: roles, passwordHash: "", subject: "" }, by)
      else if (known.partner !== partner || known.status === "disabled")
        return yield* new AccountRefused({
          message: `Account ${account} is disabled, or is not one of partner ${partner}. 'account list' shows them.`
        })
      yield* endCodes(account, by)
      const made = yield* addToken(account, codeScopes, validDays)
      yield* recordAction({ did: "partner-invited", by, partner, about: account === partner ? "" : account })
      return made
    })
  )
  return { code: Redacted.value(token), expiresAt: new Date(expires).toISOString() }
})

/** Returns the account that may enrol with a code; undefined if the code is not valid, or was used. */
const invited = Effect.fn("createAccess.invited")(function* (code: Secret) {
  const principal = yield* principalByToken(code)
  const id = tokenParts(code)?.id
  return principal === undefined || id === undefined || !may(principal, "enrol")
    ? undefined
    : { account: principal.account, roles: principal.partnerRoles ?? [], id }
})

/**
 * Redeems a one-time code for the access of its account. Returns undefined if the code is not valid. Of several simultaneous calls, in all processes,
 * only one runs `register` and succeeds; nothing changes if it fails.
 */
export const redeemCode = Effect.fn("redeemCode")(function* <E = never, R = never>(
  code: Secret,
  local: boolean,
  register: Effect.Effect<void, E, R> = Effect.void as Effect.Effect<void, E, R>
) {
  if ((yield* invited(code)) === undefined) return undefined
  const password = local ? newPassword() : undefined
  // Before the transaction, because it takes long.
  const passwordHash = password === undefined ? undefined : yield* hashPassword(password)
  const replaceCode = Effect.fnUntraced(function* (account: string, roles: ReadonlyArray<PartnerRole>, id: string) {
    yield* revokeToken(id)
    yield* endCodes(account, account)
    yield* passwordHash === undefined ? giveAccess(account) : setPasswordHash(account, passwordHash)
    const { token, expires } = yield* addToken(account, programScopes(roles), days)
    return { account, token, expires, password } satisfies Access
  })
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      const found = yield* invited(code)
      if (found === undefined) return undefined
      yield* register
      // The account exists and its code is valid until the transaction ends.
      return yield* Effect.catchTag(replaceCode(found.account, found.roles, found.id), "AccountRefused", Effect.die)
    })
  )
})
