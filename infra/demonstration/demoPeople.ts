/** The invented accounts that release the demonstration, each with its own token. */
import { Effect } from "effect"
import { scopesOf } from "../../ports/identity/Principal.ts"
import { tokenSigning } from "../../ports/identity/tokenSigning.ts"
import type { Signatory } from "../../release/ledger/Signatory.ts"
import { type DemonstrationPeople, inventedPeople } from "../../release/publisher/demonstrationRelease.ts"
import { AccountRefused, accountByName, addAccount } from "../identity/Accounts.ts"
import { addToken, principalByToken, revokeToken } from "../identity/Tokens.ts"

/** Signs in with a new token of the account, which is created if it does not exist. */
const signIn = Effect.fn("demoPeople.signIn")(function* ({ account }: Signatory, role: "analyst" | "reviewer") {
  if ((yield* accountByName(account)) === undefined)
    yield* addAccount({ account, role, partner: "", passwordHash: "", subject: "" })
  const { id, token } = yield* addToken(account, scopesOf[role], 1)
  const principal = yield* principalByToken(token)
  if (principal === undefined)
    return yield* new AccountRefused({ message: `The account ${account} of the demonstration is disabled.` })
  return { id, signatory: { ...principal, signing: tokenSigning(token) } satisfies Signatory }
})

/** Calls `use` with the invented people. Their tokens are revoked afterwards. */
export const asDemoPeople = Effect.fn("asDemoPeople")(function* <A, E, R>(
  use: (people: DemonstrationPeople) => Effect.Effect<A, E, R>
) {
  const author = yield* signIn(inventedPeople.author, "analyst")
  const reviewers = yield* Effect.forEach(inventedPeople.reviewers, (one) => signIn(one, "reviewer"))
  const people = { author: author.signatory, reviewers: reviewers.map(({ signatory }) => signatory) }
  const revoke = Effect.forEach([author, ...reviewers], ({ id }) => revokeToken(id))
  // A token that cannot be revoked expires after a day, and was never shown.
  return yield* Effect.ensuring(use(people), Effect.ignore(revoke))
})
