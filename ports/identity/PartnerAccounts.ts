/** The accounts of a partner, which its managers keep themselves. */
import { Context, type Effect, Schema } from "effect"
import type { IdentityUnavailable } from "./Identity.ts"
import type { PartnerRole } from "./Principal.ts"

interface PartnerAccount {
  readonly account: string
  readonly roles: ReadonlyArray<PartnerRole>
  /** When it was created, in milliseconds since 1970. */
  readonly since: number
}

/** A change of accounts that is not possible. `unknown`: not an account of this partner, or one that was removed. */
export class PartnerAccountRefused extends Schema.TaggedError<PartnerAccountRefused>()(
  "PartnerAccountRefused",
  { message: Schema.String, why: Schema.Literals(["last-manager", "name-taken", "unknown"]) },
  { httpApiStatus: 409 }
) {}

type Refused = PartnerAccountRefused | IdentityUnavailable

export class PartnerAccounts extends Context.Service<
  PartnerAccounts,
  {
    /** Without those that were removed. */
    list(partner: string): Effect.Effect<ReadonlyArray<PartnerAccount>, IdentityUnavailable>
    /** Creates the account, and returns a one-time code with which its person gets access. `by` is the manager's account. */
    invite(
      partner: string,
      account: string,
      roles: ReadonlyArray<PartnerRole>,
      by: string
    ): Effect.Effect<{ readonly code: string; readonly expiresAt: string }, Refused>
    /** Returns another code for an account, for a person who lost the password or the first code. */
    inviteAgain(
      partner: string,
      account: string,
      by: string
    ): Effect.Effect<{ readonly code: string; readonly expiresAt: string }, Refused>
    change(
      partner: string,
      account: string,
      roles: ReadonlyArray<PartnerRole>,
      by: string
    ): Effect.Effect<void, Refused>
    /** Removes an account: its sessions and tokens end at once, and its name stays in the history. */
    remove(partner: string, account: string, by: string): Effect.Effect<void, Refused>
  }
>()("corridor/ports/identity/PartnerAccounts") {}
