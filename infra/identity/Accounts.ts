/** Reads and changes accounts in the state store. */
import { Clock, Effect, Schema } from "effect"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import {
  partnerRoles as allPartnerRoles,
  type PartnerRole,
  type Principal,
  partnerScopes,
  type Role,
  scopesOf
} from "../../ports/identity/Principal.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

interface StoredAccount {
  readonly account: string
  readonly role: Role
  /** "" for accounts that do not act for a partner. */
  readonly partner: string
  /** The partner of the account; empty for other accounts. */
  readonly partnerRoles: ReadonlyArray<PartnerRole>
  readonly passwordHash: string
  /** Subject at the OpenID provider; "" for a local account. */
  readonly subject: string
  readonly status: "enabled" | "disabled"
  /**
   * When it was created, or access to it was last given by a code or a new password, in milliseconds since 1970. Before
   * then it may have been another person's, so it decides on nothing that was proposed earlier.
   */
  readonly since: number
}

export interface Account extends StoredAccount {
  /** True if the account's partner exists and is enabled, or if the account does not act for a partner. */
  readonly isPartnerEnabled: boolean
}

/** The account cannot be created or changed. `message` gives the reason. */
export class AccountRefused extends Schema.TaggedError<AccountRefused>()("AccountRefused", {
  message: Schema.String
}) {}

type AccountRow = Omit<StoredAccount, "partnerRoles"> & { readonly partnerRoles: string }

const readRow = (row: AccountRow): StoredAccount => ({
  ...row,
  partnerRoles: row.role === "partner" ? JSON.parse(row.partnerRoles) : []
})

const since = "CASE WHEN access_given_at > created_at THEN access_given_at ELSE created_at END"

const select = `SELECT account, role, partner, partner_roles AS "partnerRoles", password_hash AS "passwordHash", subject, status, ${since} AS since FROM account`

const isPartnerEnabled = Effect.fn("Accounts.isPartnerEnabled")(function* (partner: string) {
  if (partner === "") return true
  const partners = yield* Warehouse.query(
    "SELECT 1 AS one FROM corridor_raw.partner FINAL WHERE partner_id = {partner:String} AND status = 'enabled'",
    { params: { partner } }
  )
  return partners.length > 0
})

const one = Effect.fn("Accounts.one")(function* (column: "account" | "subject", value: string) {
  const [found] = yield* StateStore.query<AccountRow>(`${select} WHERE ${column} = ?`, [value])
  if (found === undefined) return undefined
  return { ...readRow(found), isPartnerEnabled: yield* isPartnerEnabled(found.partner) } satisfies Account
})

/** Finds an account by its name; undefined if there is none. */
export const accountByName = (name: string) => one("account", name)

/** Returns the account with a subject at the OpenID provider. Local accounts have none. */
export const accountBySubject = (subject: string) => (subject === "" ? Effect.undefined : one("subject", subject))

/** Returns all accounts, by name. */
export const listAccounts = Effect.fn("Accounts.list")(function* () {
  const stored = yield* StateStore.query<AccountRow>(`${select} ORDER BY account`)
  return yield* Effect.forEach(stored.map(readRow), (account) =>
    Effect.map(isPartnerEnabled(account.partner), (enabled): Account => ({ ...account, isPartnerEnabled: enabled }))
  )
})

/** Returns a partner's accounts, by name, the disabled ones too. */
export const accountsOfPartner = Effect.fn("Accounts.ofPartner")(function* (partner: string) {
  const stored = yield* StateStore.query<AccountRow>(
    `${select} WHERE role = 'partner' AND partner = ? ORDER BY account`,
    [partner]
  )
  return stored.map(readRow)
})

/** Returns the scopes that an account has, and that its tokens can have. */
export const scopesOfAccount = ({ role, partnerRoles }: Pick<Account, "role" | "partnerRoles">) =>
  role === "partner" ? partnerScopes(partnerRoles) : scopesOf[role]

/** Returns the principal of the account; undefined if the account or its partner is disabled. */
export const principalOf = (account: Account | undefined): Principal | undefined =>
  account === undefined || account.status === "disabled" || !account.isPartnerEnabled
    ? undefined
    : {
        account: account.account,
        role: account.role,
        partner: account.partner === "" ? undefined : account.partner,
        partnerRoles: account.partnerRoles,
        scopes: scopesOfAccount(account),
        since: account.since
      }

type NewAccount = Pick<Account, "account" | "role" | "partner" | "passwordHash" | "subject"> & {
  /** All if it is left out. */
  readonly partnerRoles?: ReadonlyArray<PartnerRole>
}

/** Adds the row. Returns false if the name or the subject has an account already. */
const insert = Effect.fn("Accounts.insert")(function* ({
  account,
  role,
  partner,
  partnerRoles = allPartnerRoles,
  passwordHash,
  subject
}: NewAccount) {
  const now = yield* Clock.currentTimeMillis
  const made = yield* StateStore.query(
    `INSERT INTO account (account, role, partner, partner_roles, password_hash, subject, status, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, 'enabled', ?, ?) ON CONFLICT DO NOTHING RETURNING account`,
    [account, role, partner, JSON.stringify(partnerRoles), passwordHash, subject, now, now]
  )
  return made.length === 1
})

/**
 * Creates an account. Only an account with the role `partner` acts for a partner, and for exactly one. `by` is the account that creates it, for
 * the audit log.
 */
export const addAccount = Effect.fn("Accounts.add")(function* (made: NewAccount, by = "command line") {
  const refuse = (message: string) => new AccountRefused({ message })
  if ((made.role === "partner") !== (made.partner !== ""))
    return yield* refuse("an account with the role partner needs --partner ID; other roles must not have it")
  if (!(yield* isPartnerEnabled(made.partner)))
    return yield* refuse(`partner ${made.partner} does not exist or is disabled`)
  const partner = made.partner === "" ? null : made.partner
  yield* StateStore.transaction(
    Effect.gen(function* () {
      if (yield* insert(made)) return yield* recordAction({ did: "account-made", by, partner, about: made.account })
      const sameName = yield* accountByName(made.account)
      return yield* refuse(
        sameName === undefined
          ? "an account with this subject already exists"
          : `account ${made.account} already exists`
      )
    })
  )
})

/** Changes one column of an account, and returns the account's partner. */
const change = Effect.fn("Accounts.change")(function* (
  name: string,
  column: "password_hash" | "status" | "partner_roles",
  value: string
) {
  const [changed] = yield* StateStore.query<{ partner: string }>(
    `UPDATE account SET ${column} = ?, updated_at = ? WHERE account = ? RETURNING partner`,
    [value, yield* Clock.currentTimeMillis, name]
  )
  return (
    changed ?? (yield* new AccountRefused({ message: `Account ${name} does not exist. 'account list' shows all.` }))
  )
})

/** Records that a person was given access to an account, and ends its sessions, which may be another person's. */
export const giveAccess = Effect.fn("Accounts.giveAccess")(function* (name: string) {
  yield* StateStore.query("DELETE FROM open_session WHERE account = ?", [name])
  yield* StateStore.query("UPDATE account SET access_given_at = ? WHERE account = ?", [
    yield* Clock.currentTimeMillis,
    name
  ])
})

/** Gives a local account another password by its hash, closes its sessions, and notes that access to it was given now. */
export const setPasswordHash = Effect.fn("Accounts.setPasswordHash")(function* (name: string, passwordHash: string) {
  yield* StateStore.transaction(Effect.andThen(change(name, "password_hash", passwordHash), giveAccess(name)))
})

/** The partner would have accounts and no account that manages them. */
export class LastManager extends Schema.TaggedError<LastManager>()("LastManager", { message: Schema.String }) {}

/** Fails if no other account of the partner would manage the accounts that are left. */
const keepManager = Effect.fn("Accounts.keepManager")(function* (partner: string, name: string, isLeft: boolean) {
  const others = (yield* accountsOfPartner(partner)).filter(
    ({ account, status }) => account !== name && status === "enabled"
  )
  if ((others.length === 0 && !isLeft) || others.some((one) => one.partnerRoles.includes("manage"))) return
  return yield* new LastManager({
    message: `${name} is the last account that manages the accounts of ${partner}. Give another account the role manage first.`
  })
})

/** Changes the roles of a partner's account, at once: also of its open sessions and tokens. */
export const setPartnerRoles = Effect.fn("Accounts.setPartnerRoles")(function* (
  name: string,
  given: ReadonlyArray<PartnerRole>,
  by = "command line"
) {
  yield* StateStore.transaction(
    Effect.gen(function* () {
      const account = yield* accountByName(name)
      if (account?.role !== "partner")
        return yield* new AccountRefused({ message: `${name} is not an account of a partner` })
      if (account.partnerRoles.includes("manage") && !given.includes("manage"))
        yield* keepManager(account.partner, name, true)
      yield* change(name, "partner_roles", JSON.stringify(given))
      yield* recordAction({ did: "account-changed", by, partner: account.partner, about: name })
    })
  )
})

/**
 * Disables an account. Its sessions and tokens end immediately. The last manager is disabled only if the partner has no other account; with
 * `keepsAccess`, not even then.
 */
export const disableAccount = Effect.fn("Accounts.disable")(function* (
  name: string,
  by = "command line",
  keepsAccess = false
) {
  yield* StateStore.transaction(
    Effect.gen(function* () {
      const account = yield* accountByName(name)
      if (account?.partnerRoles.includes("manage")) yield* keepManager(account.partner, name, keepsAccess)
      const { partner } = yield* change(name, "status", "disabled")
      yield* StateStore.query("DELETE FROM open_session WHERE account = ?", [name])
      yield* recordAction({ did: "account-disabled", by, partner: partner || null, about: name })
    })
  )
})
