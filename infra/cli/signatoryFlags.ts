/** The account that acts, by its token: from a file, from standard input or from `CORRIDOR_TOKEN`, never from an argument. */
import { Effect, Redacted } from "effect"
import { orUnreadable, readInputText } from "../../ports/files/InputFile.ts"
import { roles, type Scope, scopesOf } from "../../ports/identity/Principal.ts"
import { tokenSigning } from "../../ports/identity/tokenSigning.ts"
import { sameName } from "../../release/ledger/personName.ts"
import type { Signatory } from "../../release/ledger/Signatory.ts"
import { AccountRefused } from "../identity/Accounts.ts"
import { principalByToken } from "../identity/Tokens.ts"
import { accountToken } from "../settings/Settings.ts"
import { optionalText } from "./CommonFlags.ts"
import { readStdin } from "./readStdin.ts"

export const tokenFlag = optionalText(
  "token-file",
  "file with the token of your account, or - for standard input; default: the token in CORRIDOR_TOKEN"
)

export const byFlag = optionalText(
  "by",
  "name of your account. It proves nothing: the token does. A name that is not the token's account is refused"
)

const refuse = (message: string) => new AccountRefused({ message })

/** Returns the token; undefined if none is given. Call it before the store is opened, because it may wait for standard input. */
export const readToken = Effect.fn("readToken")(function* (file: string | undefined) {
  if (file === "-") return Redacted.make(yield* readStdin())
  if (file === undefined) return yield* accountToken
  return yield* orUnreadable(() => Redacted.make(readInputText(file).trim()))
})

/** Returns how to get a token with this scope, from the first role that has it. */
const howTo = (scope: Scope): string =>
  `An administrator creates your account with 'account add NAME --role ${roles.find((role) => scopesOf[role].includes(scope))}' and its token with 'token add NAME --scopes ${scope}'. Put the token into CORRIDOR_TOKEN or a file for --token-file.`

/**
 * Returns the account of the token. Fails without a valid token, for another name in `by`, and without one of the scopes. The token's
 * account is the person; a name alone is not.
 */
export const signatoryOf = Effect.fn("signatoryOf")(function* (
  token: Redacted.Redacted<string> | undefined,
  by: string | undefined,
  scopes: ReadonlyArray<Scope>
) {
  if (token === undefined)
    return yield* refuse(
      `This needs the token of your account: a name does not prove who you are. ${howTo(scopes[0] as Scope)}`
    )
  const principal = yield* principalByToken(token)
  if (principal === undefined)
    return yield* refuse(
      "The token is not valid: it does not exist, has expired or was revoked, or its account is disabled."
    )
  if (by !== undefined && !sameName(by, principal.account))
    return yield* refuse(`The token belongs to the account ${principal.account}, not to the name that was given.`)
  if (!scopes.some((scope) => principal.scopes.includes(scope)))
    return yield* refuse(
      `The account ${principal.account} (role ${principal.role}) may not do this. It needs a token with the scope ${scopes.join(" or ")}.`
    )
  return { ...principal, signing: tokenSigning(token) } satisfies Signatory
})
