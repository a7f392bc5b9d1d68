import { Effect } from "effect"
import { may, type Scope } from "../../../ports/identity/Principal.ts"
import { CurrentPrincipal, notFound } from "../../../ports/identity/SignedIn.ts"

/** The partner for which is asked, and by whom. Whoever may not has the same answer as for what is not there. */
export const askedPartner = Effect.fn("askedPartner")(function* (scope: Scope) {
  const principal = yield* CurrentPrincipal
  if (principal.partner === undefined || !may(principal, scope)) return yield* notFound
  return { partner: principal.partner, account: principal.account }
})
