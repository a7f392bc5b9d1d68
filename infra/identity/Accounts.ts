/** Reads and changes accounts in `corridor_access.account`. */
import { Clock, Effect, Schema } from "effect"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import { type Principal, type Role, scopesOf } from "../../ports/identity/Principal.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

const table = "corridor_access.account"

export interface Account {
  readonly account: string
  readonly role: Role
  /** "" for accounts that do not act for a partner. */
  readonly partner: string
  readonly passwordHash: string
  /** Subject at the OpenID provider; "" for a local account. */
  readonly subject: string
  readonly status: "enabled" | "disabled"
  readonly createdAt: string
  /** The same in milliseconds since 1970. */
  readonly since: number
  /** True if the account's partner exists and is enabled, or if the account does not act for a partner. */
  readonly isPartnerEnabled: boolean
}

/** The account cannot be created or changed. `message` gives the reason. */
export class AccountRefused extends Schema.TaggedError<AccountRefused>()("AccountRefused", {
  message: Schema.String
}) {}

/** Formats a time for ClickHouse, in milliseconds and UTC. */
export const storeTime = (millis: number): string => new Date(millis).toISOString().replace("T", " ").replace("Z", "")

const select = `SELECT accounts.account AS account, role, accounts.partner_id AS partner, password_hash AS passwordHash, subject,
    toString(accounts.status) AS status, toString(accounts.created_at) AS createdAt,
    toFloat64(toUnixTimestamp64Milli(accounts.created_at)) AS since,
    toBool(accounts.partner_id = '' OR partners.partner_id != '') AS isPartnerEnabled
  FROM (SELECT * FROM ${table} FINAL) AS accounts
  LEFT JOIN (SELECT partner_id FROM corridor_raw.partner FINAL WHERE status = 'enabled') AS partners
    ON accounts.partner_id = partners.partner_id`

const one = Effect.fn("Accounts.one")(function* (column: "account" | "subject", value: string) {
  const warehouse = yield* Warehouse
  const found = yield* warehouse.query<Account>(`${select} WHERE accounts.${column} = {value:String} LIMIT 2`, {
    params: { value }
  })
  return found.length === 1 ? found[0] : undefined
})

export const accountByName = (name: string) => one("account", name)

export const accountBySubject = (subject: string) => one("subject", subject)

export const listAccounts = Effect.fn("Accounts.list")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<Account>(`${select} ORDER BY account`)
})

/** Returns the principal of the account; undefined if the account or its partner is disabled. */
export const principalOf = (account: Account | undefined): Principal | undefined =>
  account === undefined || account.status === "disabled" || !account.isPartnerEnabled
    ? undefined
    : {
        account: account.account,
        role: account.role,
        partner: account.partner === "" ? undefined : account.partner,
        scopes: scopesOf[account.role],
        since: account.since
      }

const write = Effect.fn("Accounts.write")(function* (account: Omit<Account, "isPartnerEnabled" | "since">) {
  const warehouse = yield* Warehouse
  const now = storeTime(yield* Clock.currentTimeMillis)
  yield* warehouse.insert(
    table,
    [
      {
        account: account.account,
        role: account.role,
        partner_id: account.partner,
        password_hash: account.passwordHash,
        subject: account.subject,
        status: account.status,
        created_at: account.createdAt === "" ? now : account.createdAt,
        updated_at: now
      }
    ],
    { token: "" }
  )
})

export type NewAccount = Pick<Account, "account" | "role" | "partner" | "passwordHash" | "subject">

/** Creates an account. Only an account with the role `partner` acts for a partner, and for exactly one. */
export const addAccount = Effect.fn("Accounts.add")(function* (made: NewAccount) {
  const refuse = (message: string) => new AccountRefused({ message })
  if ((made.role === "partner") !== (made.partner !== ""))
    return yield* refuse("an account with the role partner needs --partner ID; other roles must not have it")
  if (made.partner !== "") {
    const warehouse = yield* Warehouse
    const partners = yield* warehouse.query(
      "SELECT 1 AS one FROM corridor_raw.partner FINAL WHERE partner_id = {partner:String} AND status = 'enabled'",
      { params: { partner: made.partner } }
    )
    if (partners.length === 0) return yield* refuse(`partner ${made.partner} does not exist or is disabled`)
  }
  if ((yield* accountByName(made.account)) !== undefined) return yield* refuse(`account ${made.account} already exists`)
  if (made.subject !== "" && (yield* accountBySubject(made.subject)) !== undefined)
    return yield* refuse("an account with this subject already exists")
  yield* write({ ...made, status: "enabled", createdAt: "" })
  const partner = made.partner === "" ? null : made.partner
  yield* recordAction({ did: "account-made", by: "command line", partner, about: made.account })
})

export const setPasswordHash = Effect.fn("Accounts.setPasswordHash")(function* (name: string, passwordHash: string) {
  const account = yield* accountByName(name)
  if (account === undefined) return yield* new AccountRefused({ message: `account ${name} does not exist` })
  yield* write({ ...account, passwordHash })
})

/** Disables an account. Its sessions and tokens end immediately. */
export const disableAccount = Effect.fn("Accounts.disable")(function* (name: string) {
  const account = yield* accountByName(name)
  if (account === undefined) return yield* new AccountRefused({ message: `account ${name} does not exist` })
  yield* write({ ...account, status: "disabled" })
  const partner = account.partner === "" ? null : account.partner
  yield* recordAction({ did: "account-disabled", by: "command line", partner, about: name })
})
