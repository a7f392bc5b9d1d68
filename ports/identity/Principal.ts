/** Roles and scopes of users. */
import { Schema } from "effect"

/**
 * The roles of accounts: a partner's case worker, an operator, a policy team, a researcher, an analyst who proposes releases, a reviewer who
 * approves them.
 */
export const roles = ["partner", "operator", "policy", "researcher", "analyst", "reviewer"] as const
export type Role = (typeof roles)[number]

/**
 * What a partner's account may do: enter data, that is send and withdraw records; approve what another account entered; manage the partner's
 * accounts and its settings. An account has one or more.
 */
export const partnerRoles = ["enter", "approve", "manage"] as const
export type PartnerRole = (typeof partnerRoles)[number]

/** The scopes to which a token can be limited. */
export const scopes = [
  "submit",
  "receipts",
  "withdraw",
  "enrol",
  "approve",
  "manage",
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
  partner: ["submit", "receipts", "withdraw", "releases", "enrol", "approve", "manage"],
  operator: ["operate", "releases"],
  policy: ["releases", "request"],
  researcher: ["releases", "query", "request"],
  analyst: ["propose", "releases"],
  // Operators are excluded: an account that creates accounts and tokens must not review.
  reviewer: ["review", "releases"]
}

/** `enrol` is the scope of a one-time code, and of a person who has signed in. */
const scopesOfPartnerRole: Readonly<Record<PartnerRole, ReadonlyArray<Scope>>> = {
  enter: ["submit", "receipts", "withdraw", "releases", "enrol"],
  approve: ["approve", "receipts", "releases", "enrol"],
  manage: ["manage", "receipts", "releases", "enrol"]
}

/** Returns the scopes of an account with these roles. */
export const partnerScopes = (given: ReadonlyArray<PartnerRole>): ReadonlyArray<Scope> =>
  scopesOf.partner.filter((scope) => given.some((role) => scopesOfPartnerRole[role].includes(scope)))

/** Returns the scopes of the token that a program of the account gets: people approve and manage. */
export const programScopes = (given: ReadonlyArray<PartnerRole>): ReadonlyArray<Scope> =>
  partnerScopes(given).filter((scope) => !["enrol", "approve", "manage"].includes(scope))

/** The name of an account, used to sign in. */
export const AccountName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9.-]{1,62}$/, {
    message: "An account name has 2 to 63 lower-case letters, digits, dots and hyphens, and starts with a letter."
  })
)

/** An authenticated user. */
export interface Principal {
  readonly account: string
  readonly role: Role
  /** The partner of an account with the role `partner`. */
  readonly partner: string | undefined
  /** The roles of a partner's account. The scopes of its token may be fewer. Empty for other accounts. */
  readonly partnerRoles?: ReadonlyArray<PartnerRole>
  readonly scopes: ReadonlyArray<Scope>
  /** When the account was created, in milliseconds since 1970. */
  readonly since?: number
}

/** Returns whether a principal has a scope. */
export const may = (principal: Principal, scope: Scope): boolean => principal.scopes.includes(scope)
