/**
 * What a restore keeps of the state store that it replaces. A backup knows accounts, tokens and the access log as they were: it would restore access
 * that was revoked since, and remove the record of who did what and of what was disclosed.
 */
import { Effect } from "effect"
import { keepEntry, signedEntries } from "../../ports/chain/ChainTable.ts"
import type { SignedEntry } from "../../ports/chain/SignedChain.ts"
import { ledgerCuts, recordAction } from "../../ports/identity/AccessLog.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { entriesAfter } from "./NewerLedger.ts"

interface AccountRow {
  readonly account: string
  readonly created_at: number
  readonly updated_at: number
  readonly access_given_at: number
  readonly partner_roles: string
  readonly password_hash: string
  readonly status: string
}

const readRows = Effect.fn("NewerAccess.read")(function* () {
  const accounts = yield* StateStore.query<AccountRow>(
    "SELECT account, created_at, updated_at, access_given_at, partner_roles, password_hash, status FROM account"
  )
  const tokens = yield* StateStore.query<{ token: string; expires_at: number }>("SELECT token, expires_at FROM token")
  return { accounts, tokens }
})

const readAll = Effect.fn("NewerAccess.readAll")(function* () {
  return {
    ...(yield* readRows()),
    access: yield* signedEntries("access")
  }
})

export interface KeptAccess {
  /** Whether the access log that was there continues that of the backup: it is the same installation, and later. */
  readonly continues: boolean
  readonly accounts: number
  readonly tokens: number
  /** Entries of the ledger that followed those of the backup, and stay. */
  readonly laterLedgerEntries: number
}

/** For a backup whose accounts and chains are moved out of ClickHouse after the restore. */
export const nothingKept: KeptAccess = { continues: false, accounts: 0, tokens: 0, laterLedgerEntries: 0 }

const lastChange = ({ updated_at, access_given_at }: AccountRow) => Math.max(updated_at, access_given_at)

const isSame = (one: AccountRow, other: AccountRow) => JSON.stringify(one) === JSON.stringify(other)

/**
 * Runs `replace`, which replaces the state store, and then applies what changed since the backup to the accounts and tokens that both have: roles,
 * passwords, what was disabled or revoked. Entries of the access log that followed those of the backup are appended again, and so are those of `ledger`,
 * which is undefined if they are not known: the access log then records a cut. Run it in a transaction.
 */
export const keepNewerAccess = Effect.fn("NewerAccess.keep")(function* <E, R>(
  backup: string,
  replace: Effect.Effect<void, E, R>,
  ledger: ReadonlyArray<SignedEntry> | undefined
) {
  const there = yield* readAll()
  yield* replace
  const restored = yield* readAll()

  const accountsThen = new Map(restored.accounts.map((one) => [one.account, one]))
  const accounts = there.accounts.filter((one) => {
    const then = accountsThen.get(one.account)
    return then?.created_at === one.created_at && lastChange(then) <= lastChange(one) && !isSame(then, one)
  })
  for (const { account, updated_at, access_given_at, partner_roles, password_hash, status } of accounts)
    yield* StateStore.query(
      "UPDATE account SET updated_at = ?, access_given_at = ?, partner_roles = ?, password_hash = ?, status = ? WHERE account = ?",
      [updated_at, access_given_at, partner_roles, password_hash, status, account]
    )

  const tokensThen = new Map(restored.tokens.map(({ token, expires_at }) => [token, expires_at]))
  const tokens = there.tokens.filter(({ token, expires_at }) => expires_at < (tokensThen.get(token) ?? expires_at))
  for (const { token, expires_at } of tokens)
    yield* StateStore.query("UPDATE token SET expires_at = ? WHERE token = ?", [expires_at, token])

  const later = entriesAfter(there.access, restored.access)
  for (const entry of later ?? []) yield* keepEntry("access", entry)
  for (const entry of ledger ?? []) yield* keepEntry("ledger", entry)
  // A later cut means that this store was itself restored into a new one: it does not know what was revoked before.
  const wasCut = yield* ledgerCuts()
  const isCut = (later ?? []).some(({ hash }) => wasCut.includes(hash))
  const restore = { by: "command line", partner: null, about: backup }
  yield* recordAction({ did: "store-restored", ...restore })
  if (ledger === undefined) yield* recordAction({ did: "ledger-cut", ...restore })
  return {
    continues: later !== undefined && there.access.length > 0 && !isCut,
    accounts: accounts.length,
    tokens: tokens.length,
    laterLedgerEntries: ledger?.length ?? 0
  } satisfies KeptAccess
})
