/** Who asks, and what they may. */
import { Schema } from "effect"

/** Whoever has an account: a partner's case worker, an operator, a policy team, a researcher. */
export const roles = ["partner", "operator", "policy", "researcher"] as const
export type Role = (typeof roles)[number]

/** What a token can be limited to. */
export const scopes = ["submit", "receipts", "withdraw", "releases", "query", "request", "operate"] as const
export type Scope = (typeof scopes)[number]

/** What each role may at most. */
export const scopesOf: Readonly<Record<Role, ReadonlyArray<Scope>>> = {
  partner: ["submit", "receipts", "withdraw", "releases"],
  operator: ["operate", "releases"],
  policy: ["releases", "request"],
  researcher: ["releases", "query", "request"]
}

/** Name of an account: what a person types when signing in. */
export const AccountName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9.-]{1,40}$/, {
    message: "an account's name is 2 to 41 lower-case letters, digits, dots and hyphens and begins with a letter"
  })
)

/** Somebody who has proved who they are. */
export interface Principal {
  readonly account: string
  readonly role: Role
  /** The partner for which an account of the role `partner` acts. */
  readonly partner: string | undefined
  readonly scopes: ReadonlyArray<Scope>
}

export const may = (principal: Principal, scope: Scope): boolean => principal.scopes.includes(scope)
