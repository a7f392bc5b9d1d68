/** Roles and scopes of users. */
import { Schema } from "effect"

/**
 * The roles of accounts: a partner's case worker, an operator, a policy team, a researcher, an analyst who proposes releases, a reviewer who
 * approves them.
 */
export const roles = ["partner", "operator", "policy", "researcher", "analyst", "reviewer"] as const
export type Role = (typeof roles)[number]

/** The scopes to which a token can be limited. */
export const scopes = [
  "submit",
  "receipts",
  "withdraw",
  "enrol",
  "releases",
  "query",
  "request",
  "operate",
  "propose",
  "review"
] as const
export type Scope = (typeof scopes)[number]

/** The maximum scopes of each role. */
export const scopesOf: Readonly<Record<Role, ReadonlyArray<Scope>>> = {
  partner: ["submit", "receipts", "withdraw", "releases", "enrol"],
  operator: ["operate", "releases"],
  policy: ["releases", "request"],
  researcher: ["releases", "query", "request"],
  analyst: ["propose", "releases"],
  // Not operators: who makes accounts and tokens does not review.
  reviewer: ["review", "releases"]
}

/** The scopes of a partner's usual token. `enrol` is that of a one-time code, and of a person who has signed in. */
export const partnerScopes = scopesOf.partner.filter((scope) => scope !== "enrol")

/** The name of an account, used to sign in. */
export const AccountName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9.-]{1,40}$/, {
    message: "An account name has 2 to 41 lower-case letters, digits, dots and hyphens, and starts with a letter."
  })
)

/** An authenticated user. */
export interface Principal {
  readonly account: string
  readonly role: Role
  /** The partner of an account with the role `partner`. */
  readonly partner: string | undefined
  readonly scopes: ReadonlyArray<Scope>
  /** When the account was created, in milliseconds since 1970. */
  readonly since?: number
}

export const may = (principal: Principal, scope: Scope): boolean => principal.scopes.includes(scope)
