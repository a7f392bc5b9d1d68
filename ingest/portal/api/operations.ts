/** What each operation of the portal's API needs: the one place that says which role may do what. */

import { Context } from "effect"
import { HttpApiMiddleware } from "effect/http-api"
import type { PartnerRole, Scope } from "../../../ports/identity/Principal.ts"
import { type CurrentPrincipal, NotFound } from "../../../ports/identity/SignedIn.ts"

/** The scope that an operation needs, by group and name; null for what needs no sign-in. An operation that is not listed is refused. */
export const operations: Readonly<Record<string, Scope | null>> = {
  "session.show": null,
  "session.signIn": null,
  "session.signOut": null,
  "templates.fetch": null,
  "enrolment.enrol": "enrol",
  "uploads.begin": "submit",
  "uploads.rows": "submit",
  "uploads.end": "submit",
  "mapping.show": "submit",
  "mapping.keep": "submit",
  "withdrawals.send": "withdraw",
  "receipts.list": "receipts",
  "receipts.show": "receipts",
  "direct.show": "receipts",
  "quality.show": "receipts",
  "linkage.list": "receipts",
  "linkage.page": "receipts",
  "outcomes.show": "receipts",
  "history.show": "receipts",
  "review.list": "receipts",
  "review.history": "receipts",
  "review.set": "manage",
  "review.show": "approve",
  "review.approve": "approve",
  "review.giveBack": "approve",
  "accounts.list": "manage",
  "accounts.invite": "manage",
  "accounts.inviteAgain": "manage",
  "accounts.change": "manage",
  "accounts.remove": "manage"
}

/** The partner and the account of a request that may do what it asks for. */
export class CurrentPartner extends Context.Service<
  CurrentPartner,
  {
    readonly partner: string
    readonly account: string
    readonly roles: ReadonlyArray<PartnerRole>
    /** When the account was created, in milliseconds since 1970. */
    readonly since: number
  }
>()("corridor/ingest/portal/CurrentPartner") {}

/**
 * Lets a request through if its account acts for a partner and has the scope of the operation. Otherwise the answer is that of a missing object,
 * so that a client cannot tell the two apart.
 */
export class MayAsk extends HttpApiMiddleware.Service<
  MayAsk,
  { requires: CurrentPrincipal; provides: CurrentPartner }
>()("corridor/ingest/portal/MayAsk", { error: NotFound }) {}
