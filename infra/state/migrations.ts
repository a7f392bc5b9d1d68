/**
 * The tables of the state store, in the SQL that SQLite and PostgreSQL share. A migration that was released never changes; add a new one
 * instead. Times are milliseconds since 1970.
 */
import { Effect } from "effect"
import { Migrator, SqlClient } from "effect/sql"

const statements = (...texts: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const text of texts) yield* sql.unsafe(text)
  })

/** By number and name; `version.ts` has the newest number. */
const migrations = {
  "1_access": statements(
    // Which store this is, and whether the rows of earlier versions were moved into it (1).
    `CREATE TABLE store (id TEXT PRIMARY KEY, moved INTEGER NOT NULL DEFAULT 0)`,
    // Who may sign in. No password, only its hash.
    `CREATE TABLE account (
       account TEXT PRIMARY KEY,
       role TEXT NOT NULL,
       partner TEXT NOT NULL,
       password_hash TEXT NOT NULL,
       subject TEXT NOT NULL,
       status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
       created_at BIGINT NOT NULL,
       updated_at BIGINT NOT NULL
     )`,
    `CREATE UNIQUE INDEX account_subject ON account (subject) WHERE subject <> ''`,
    // Tokens for programs: the hash of the secret part, and the public key that follows from it.
    `CREATE TABLE token (
       token TEXT PRIMARY KEY,
       account TEXT NOT NULL REFERENCES account (account),
       scopes TEXT NOT NULL,
       token_hash TEXT NOT NULL,
       public_key TEXT NOT NULL,
       expires_at BIGINT NOT NULL,
       created_at BIGINT NOT NULL
     )`,
    // Open sessions of browsers, by the hash of their secret.
    `CREATE TABLE open_session (
       secret_hash TEXT PRIMARY KEY,
       account TEXT NOT NULL REFERENCES account (account),
       idle_end BIGINT NOT NULL,
       last_end BIGINT NOT NULL
     )`
  ),
  // The hash chains: an entry is added once and never changed, and only one entry follows another.
  "2_chains": statements(
    `CREATE TABLE chain_entry (
       chain TEXT NOT NULL,
       seq BIGINT NOT NULL,
       at BIGINT NOT NULL,
       kind TEXT NOT NULL,
       body TEXT NOT NULL,
       previous TEXT NOT NULL,
       hash TEXT NOT NULL,
       signing_key TEXT NOT NULL,
       signature TEXT NOT NULL,
       PRIMARY KEY (chain, seq),
       UNIQUE (chain, previous)
     )`
  ),
  // What an account of a partner may do. Earlier accounts, including those of a restored backup, may still do everything.
  "3_partner_roles": statements(
    `ALTER TABLE account ADD COLUMN partner_roles TEXT NOT NULL DEFAULT '["enter","approve","manage"]'`
  ),
  "4_review": statements(
    // Which partners review before sending.
    `CREATE TABLE review_setting (partner TEXT PRIMARY KEY, is_on INTEGER NOT NULL)`,
    // Entries that another account must approve before they are sent.
    `CREATE TABLE review_entry (
       entry TEXT PRIMARY KEY,
       partner TEXT NOT NULL,
       state TEXT NOT NULL,
       entered_by TEXT NOT NULL,
       entered_at BIGINT NOT NULL,
       content_hash TEXT NOT NULL,
       records BIGINT NOT NULL,
       erased BIGINT NOT NULL DEFAULT 0,
       undo INTEGER NOT NULL,
       warnings TEXT NOT NULL,
       decided_by TEXT NOT NULL DEFAULT '',
       decided_at BIGINT NOT NULL DEFAULT 0,
       reason TEXT NOT NULL DEFAULT '',
       submission TEXT NOT NULL DEFAULT '',
       lease_until BIGINT NOT NULL DEFAULT 0
     )`,
    `CREATE INDEX review_entry_partner ON review_entry (partner, state)`,
    // Its rows, encrypted (ingest/review/sealedRows.ts), while it waits.
    `CREATE TABLE review_rows (
       entry TEXT NOT NULL REFERENCES review_entry (entry),
       part INTEGER NOT NULL,
       partner TEXT NOT NULL,
       key_version INTEGER NOT NULL,
       sealed TEXT NOT NULL,
       PRIMARY KEY (entry, part)
     )`,
    `CREATE INDEX review_rows_partner ON review_rows (partner)`,
    // Who did what, without values.
    `CREATE TABLE partner_event (
       partner TEXT NOT NULL,
       seq BIGINT NOT NULL,
       at BIGINT NOT NULL,
       account TEXT NOT NULL,
       did TEXT NOT NULL,
       submission TEXT NOT NULL,
       records BIGINT NOT NULL,
       PRIMARY KEY (partner, seq)
     )`
  ),
  // When access to an account was last given by a code or a new password: before, it may have been another person's.
  "5_access_given": statements(
    `ALTER TABLE account ADD COLUMN access_given_at BIGINT NOT NULL DEFAULT 0`,
    `UPDATE account SET access_given_at = updated_at`
  )
}

const run = Migrator.make({})({ loader: Migrator.fromRecord(migrations), table: "migration" })

/** Names of the migrations, in order. */
export const stateMigrations: ReadonlyArray<string> = Object.keys(migrations)

/** Applies the missing migrations. Run it in a transaction. */
export const migrateState = Effect.asVoid(run)
