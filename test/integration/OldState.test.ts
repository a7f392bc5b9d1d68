/** Accounts, tokens, the audit log and the ledger of a version that kept them in ClickHouse, as it wrote them (`fixtures/oldState.json`). */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { addAccount, listAccounts } from "../../infra/identity/Accounts.ts"
import { tokenKeys } from "../../infra/identity/Tokens.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { bindState } from "../../infra/state/bindState.ts"
import { sqliteState } from "../../infra/state/StateLayer.ts"
import { readAccessLog, recordAction } from "../../ports/identity/AccessLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readLedger, storedLedger } from "../../release/ledger/Ledger.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { temporaryFolder } from "./TestStack.ts"

type Rows = ReadonlyArray<Readonly<Record<string, unknown>>>

const old: Readonly<Record<string, Rows>> = JSON.parse(
  readFileSync(new URL("../fixtures/oldState.json", import.meta.url), "utf8")
)

/** Makes ClickHouse as an earlier version left it: with its rows, and without the id of a state store. */
const insertOld = Effect.gen(function* () {
  yield* migrate()
  const warehouse = yield* Warehouse
  yield* warehouse.command("TRUNCATE TABLE corridor_release.state_store")
  for (const [table, rows] of Object.entries(old)) yield* warehouse.insert(table, rows, { token: "" })
})

/** Rows that are left in the tables of the old version. */
const left = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const counts = yield* Effect.forEach(Object.keys(old), (table) => warehouse.query(`SELECT 1 AS one FROM ${table}`))
  return counts.flat().length
})

/** Hashes of a chain in its order; the file has the rows as the store gave them. */
const oldEntries = (table: string) =>
  (old[table] ?? []).toSorted((a, b) => Number(a["seq"]) - Number(b["seq"])).map(({ hash }) => hash)

const assertMoved = Effect.gen(function* () {
  const accounts = yield* listAccounts()
  assert.deepStrictEqual(
    accounts.map(({ account, role, partner, status, subject }) => [account, role, partner, status, subject]),
    [
      ["ada", "analyst", "", "enabled", "subject-of-ada"],
      ["alpha", "partner", "alpha", "enabled", ""],
      ["gone", "researcher", "", "disabled", ""]
    ]
  )
  const tokens = yield* tokenKeys()
  for (const { token_id, account, public_key } of old["corridor_access.token"] ?? [])
    assert.deepStrictEqual(tokens.get(token_id as string) as unknown, { account, key: public_key })
  assert.deepStrictEqual(
    (yield* readAccessLog()).map(({ hash }) => hash),
    oldEntries("corridor_access.log")
  )
  assert.deepStrictEqual(
    (yield* readLedger()).map(({ hash }) => hash),
    oldEntries("corridor_vintage.ledger")
  )
  assert.isTrue((yield* storedLedger).every(({ signature }) => signature !== ""))
  const budget = Effect.flatMap(Queries, (queries) => queries.allowance({ person: "ada" }))
  assert.deepStrictEqual(yield* Effect.provide(budget, Queries.layerTest), { granted: 5, used: 0, left: 5 })
  assert.strictEqual(yield* left, 0)
})

it.live("what an earlier version kept in ClickHouse is moved once, with every hash and signature", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("old-state")
    yield* Effect.gen(function* () {
      yield* insertOld
      assert.strictEqual((yield* Effect.flip(bindState(false)))._tag, "StateRefused")
      yield* bindState(true)
      yield* assertMoved
      // Again, as at the next start, also by a process that may not migrate.
      yield* bindState(true)
      yield* bindState(false)
      yield* assertMoved
      yield* recordAction({ did: "sign-in", by: "ada", partner: null, about: "" })
      assert.strictEqual((yield* readAccessLog()).length, oldEntries("corridor_access.log").length + 1)
      // Killed after the copy was committed and before the old tables were emptied: the copy is not repeated.
      yield* insertOld
      yield* bindState(true)
      assert.strictEqual((yield* readAccessLog()).length, oldEntries("corridor_access.log").length + 1)
      assert.strictEqual(yield* left, 0)
      // An empty state store in its place would forget what was disclosed.
      const other = bindState(true).pipe(Effect.provide(sqliteState(join(folder, "other"))))
      assert.include((yield* Effect.flip(other)).message, "another state store")
      // Accounts without the store that they belong to: it was lost, and must not begin empty.
      const warehouse = yield* Warehouse
      yield* warehouse.command("TRUNCATE TABLE corridor_release.state_store")
      const lost = Effect.gen(function* () {
        yield* addAccount({ account: "ada", role: "researcher", partner: "", passwordHash: "", subject: "" })
        return yield* Effect.flip(bindState(true))
      }).pipe(Effect.provide(sqliteState(join(folder, "used"))))
      assert.include((yield* lost).message, "This ClickHouse is new")
    }).pipe(Effect.provide(embeddedStores(folder)))
  })
)

it.live("a ledger that was tampered with before the move is broken after it", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("old-state-tampered")
    yield* Effect.gen(function* () {
      yield* insertOld
      const warehouse = yield* Warehouse
      yield* warehouse.command(
        "ALTER TABLE corridor_vintage.ledger UPDATE body = replace(body, '\"vintage\":1', '\"vintage\":9') WHERE seq = 1 SETTINGS mutations_sync = 2"
      )
      yield* bindState(true)
      assert.strictEqual((yield* Effect.flip(readLedger()))._tag, "LedgerBroken")
    }).pipe(Effect.provide(embeddedStores(folder)))
  })
)
