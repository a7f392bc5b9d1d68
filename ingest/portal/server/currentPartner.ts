import { Effect } from "effect"
import { may, type Scope } from "../../../ports/identity/Principal.ts"
import { CurrentPrincipal, notFound } from "../../../ports/identity/SignedIn.ts"

/**
 * Returns the partner and account of the request.
 *
 * Fails with "not found" if the account lacks the scope, so that a client cannot tell the two apart.
 */
export const currentPartner = Effect.fn("Portal.currentPartner")(function* (scope: Scope) {
  const principal = yield* CurrentPrincipal
  if (principal.partner === undefined || !may(principal, scope)) return yield* notFound
  return { partner: principal.partner, account: principal.account }
})
