/** The contract of `StateStore`, for SQLite and PostgreSQL. */
import { execFile } from "node:child_process"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { Reactivity } from "effect/reactivity"
import { createCode } from "../../infra/identity/createAccess.ts"
import { listTokens } from "../../infra/identity/Tokens.ts"
import { makeStateStore } from "../../infra/state/makeStateStore.ts"
import { openPostgres } from "../../infra/state/PostgresClient.ts"
import { postgresState, sqliteState } from "../../infra/state/StateLayer.ts"
import { appendEntry, type ChainName, chainEntries, lastEntry } from "../../ports/chain/ChainTable.ts"
import { followChain } from "../../ports/chain/HashChain.ts"
import { type StateError, StateStore } from "../../ports/StateStore.ts"
import { partnersEnabled } from "../fixtures/partnersEnabled.ts"
import { hasPostgres, type PostgresServer, startPostgres } from "../fixtures/postgresServer.ts"
import { nodeBinary } from "../fixtures/program.ts"
import { testFolder } from "../fixtures/testFolder.ts"

interface Store {
  readonly layer: Layer.Layer<StateStore, StateError>
  /** Arguments of `appendInProcess.ts`. */
  readonly place: readonly [kind: string, place: string]
}

const folder = testFolder("state")

const appendInProcess = (place: Store["place"], chain: ChainName, entries: number) =>
  Effect.promise(() =>
    promisify(execFile)(nodeBinary, [
      join(import.meta.dirname, "../fixtures/appendInProcess.ts"),
      ...place,
      chain,
      String(entries)
    ])
  )

const redeemInProcess = (place: Store["place"], code: string, redemptions: number) =>
  Effect.promise(() =>
    promisify(execFile)(nodeBinary, [
      join(import.meta.dirname, "../fixtures/redeemInProcess.ts"),
      ...place,
      code,
      String(redemptions)
    ])
  )

const addAccount = (account: string, role: string) =>
  Effect.flatMap(StateStore, (state) =>
    state.transaction(
      state.query<{ account: string }>(
        `INSERT INTO account (account, role, partner, password_hash, subject, status, created_at, updated_at)
         VALUES (?, ?, '', '', '', 'enabled', 1, 1) ON CONFLICT DO NOTHING RETURNING account`,
        [account, role]
      )
    )
  )

const roleOf = (account: string) =>
  Effect.flatMap(StateStore, (state) =>
    state.query<{ role: string }>("SELECT role FROM account WHERE account = ?", [account])
  )

const setRole = (account: string, role: string) =>
  Effect.flatMap(StateStore, (state) => state.query("UPDATE account SET role = ? WHERE account = ?", [role, account]))

/** Keeps a connection. */
const hold = Effect.flatMap(StateStore, (state) => state.transaction(Effect.sleep("10 seconds")))

const contract = (title: string, open: (name: string) => Store) => {
  const at = <A, E>(name: string, effect: (store: Store) => Effect.Effect<A, E, StateStore>) => {
    const store = open(name)
    return effect(store).pipe(Effect.provide(store.layer))
  }

  describe(title, () => {
    it.live("a written row is read again, also by a store that is opened later, with numbers as numbers", () => {
      const store = open("reopened")
      return Effect.gen(function* () {
        yield* addAccount("anna", "operator").pipe(Effect.provide(store.layer))
        const state = yield* StateStore
        const rows = yield* state.query("SELECT account, role, created_at FROM account")
        assert.deepStrictEqual(rows, [{ account: "anna", role: "operator", created_at: 1 }])
      }).pipe(Effect.provide(store.layer))
    })

    it.live("of 50 sign-ups with one name at once exactly one succeeds", () =>
      at("signups", () =>
        Effect.gen(function* () {
          const made = yield* Effect.all(
            Array.from({ length: 50 }, (_, n) => addAccount("anna", `role-${n}`)),
            { concurrency: "unbounded" }
          )
          const won = made.flatMap((rows, n) => (rows.length === 1 ? [`role-${n}`] : []))
          assert.strictEqual(won.length, 1)
          assert.deepStrictEqual(yield* roleOf("anna"), [{ role: won[0] as string }])
        })
      )
    )

    it.live("what a transaction has read is still true when it writes: 40 concurrent increments are all counted", () =>
      at("increments", () =>
        Effect.gen(function* () {
          const state = yield* StateStore
          yield* addAccount("anna", "0")
          const increment = state.transaction(
            Effect.gen(function* () {
              const [row] = yield* roleOf("anna")
              yield* Effect.sleep("1 millis")
              yield* setRole("anna", String(Number(row?.role) + 1))
            })
          )
          yield* Effect.all(
            Array.from({ length: 40 }, () => increment),
            { concurrency: "unbounded" }
          )
          assert.deepStrictEqual(yield* roleOf("anna"), [{ role: "40" }])
        })
      )
    )

    it.live("a transaction that fails or is interrupted leaves nothing behind, and the store still works", () =>
      at("undone", () =>
        Effect.gen(function* () {
          const state = yield* StateStore
          yield* addAccount("anna", "before")
          const failed = yield* Effect.flip(
            state.transaction(Effect.andThen(setRole("anna", "after"), Effect.fail("no" as const)))
          )
          assert.strictEqual(failed, "no")
          const fiber = yield* Effect.forkChild(
            state.transaction(Effect.andThen(setRole("anna", "after"), Effect.sleep("1 hour")))
          )
          yield* Effect.sleep("50 millis")
          yield* Fiber.interrupt(fiber)
          assert.deepStrictEqual(yield* roleOf("anna"), [{ role: "before" }])
          yield* state.transaction(setRole("anna", "later"))
          assert.deepStrictEqual(yield* roleOf("anna"), [{ role: "later" }])
        })
      )
    )

    it.live("a reader sees the rows of before while a transaction is open", () =>
      at("readers", () =>
        Effect.gen(function* () {
          const state = yield* StateStore
          yield* addAccount("anna", "before")
          const fiber = yield* Effect.forkChild(
            state.transaction(Effect.andThen(setRole("anna", "after"), Effect.sleep("200 millis")))
          )
          yield* Effect.sleep("50 millis")
          assert.deepStrictEqual(yield* roleOf("anna"), [{ role: "before" }])
          yield* Fiber.join(fiber)
          assert.deepStrictEqual(yield* roleOf("anna"), [{ role: "after" }])
        })
      )
    )

    it.live("a statement outside a transaction cannot write, and an error has no value", () =>
      at("refused", () =>
        Effect.gen(function* () {
          const state = yield* StateStore
          const error = yield* Effect.flip(
            state.query(
              "INSERT INTO account (account, role, partner, password_hash, subject, status, created_at, updated_at) VALUES (?, 'operator', '', '', '', 'enabled', 1, 1)",
              ["canary-name"]
            )
          )
          assert.strictEqual(error._tag, "StateError")
          yield* addAccount("canary-name", "operator")
          const twice = yield* Effect.flip(
            state.transaction(
              state.query(
                "INSERT INTO account (account, role, partner, password_hash, subject, status, created_at, updated_at) VALUES (?, 'operator', '', '', '', 'enabled', 1, 1)",
                ["canary-name"]
              )
            )
          )
          assert.notInclude(JSON.stringify([error, twice, String(error), String(twice)]), "canary-name")
        })
      )
    )

    it.live("a chain has one entry after another: raw SQL cannot fork it", () =>
      at("forked", () =>
        Effect.gen(function* () {
          const state = yield* StateStore
          const next = Effect.map(lastEntry("access"), (after) => ({ after, kind: "test", body: "{}", value: 1 }))
          yield* appendEntry("access", next)
          const [first] = yield* chainEntries("access")
          const fork = state.transaction(
            state.query("INSERT INTO chain_entry VALUES ('access', 2, 1, 'test', '{}', ?, 'other', '', '')", [
              first?.previous as string
            ])
          )
          assert.strictEqual((yield* Effect.flip(fork))._tag, "StateError")
          assert.strictEqual((yield* chainEntries("access")).length, 1)
        })
      )
    )

    it.live("two processes and 20 fibers append to one chain at once, which stays whole", () =>
      at("processes", ({ place }) =>
        Effect.gen(function* () {
          yield* chainEntries("ledger")
          const next = (n: number) =>
            Effect.map(lastEntry("ledger"), (after) => ({
              after,
              kind: "test",
              body: JSON.stringify({ n }),
              value: n
            }))
          yield* Effect.all(
            [
              appendInProcess(place, "ledger", 60),
              appendInProcess(place, "ledger", 60),
              Effect.all(
                Array.from({ length: 20 }, (_, n) => appendEntry("ledger", next(n))),
                { concurrency: "unbounded" }
              )
            ],
            { concurrency: "unbounded" }
          )
          const found = followChain(yield* chainEntries("ledger"), ({ body }) => body)
          if ("broken" in found) return assert.fail(JSON.stringify(found.broken))
          assert.strictEqual(new Set(found.entries).size, 140)
        })
      )
    )

    it.live("of 50 redemptions of one code in two processes exactly one registers its key and gets a token", () =>
      at("codes", ({ place }) =>
        Effect.gen(function* () {
          const { code } = yield* createCode({ partner: "shelter-north" }, 1)
          const printed = yield* Effect.all([redeemInProcess(place, code, 25), redeemInProcess(place, code, 25)], {
            concurrency: "unbounded"
          })
          const lines = printed.flatMap(({ stdout }) => stdout.trim().split("\n")).filter((line) => line !== "")
          const key = lines[0]?.split(" ")[1]
          assert.deepStrictEqual(lines, [`registered ${key}`, `redeemed ${key}`])
          assert.deepStrictEqual(
            (yield* listTokens()).map(({ scopes }) => scopes.includes("submit")),
            [true]
          )
        }).pipe(Effect.provide(partnersEnabled))
      )
    )

    it.live("a store that a newer version wrote is refused, with both numbers", () => {
      const store = open("newer")
      return Effect.gen(function* () {
        yield* Effect.flatMap(StateStore, (state) =>
          state.transaction(state.query("INSERT INTO migration (migration_id, name) VALUES (999, 'later')"))
        ).pipe(Effect.provide(store.layer))
        const error = yield* Effect.flip(StateStore.pipe(Effect.provide(store.layer)))
        assert.match(error.message, /migration 999; this version knows \d+/)
        assert.isFalse(error.retryable)
      })
    })
  })
}

contract("StateStore in SQLite", (name) => ({
  layer: sqliteState(join(folder, name)),
  place: ["sqlite", join(folder, name)]
}))

describe("StateStore in SQLite", () => {
  it.live("what was replaced or deleted is in no file of the store, also while another process has it open", () => {
    const place = join(folder, "bytes")
    const layer = sqliteState(place)
    const inFiles = (text: string) =>
      readdirSync(place).filter((name) => readFileSync(join(place, name)).includes(text))
    const put = (entry: string, sealed: string) =>
      Effect.flatMap(StateStore, ({ query, transaction }) =>
        transaction(
          Effect.andThen(
            query(
              "INSERT INTO review_entry (entry, partner, state, entered_by, entered_at, content_hash, records, undo, warnings) VALUES (?, 'p', 'waiting', 'anna', 1, '', 1, 0, '[]')",
              [entry]
            ),
            query("INSERT INTO review_rows VALUES (?, 0, 'p', 1, ?)", [entry, sealed])
          )
        )
      )
    return Effect.gen(function* () {
      const { query, transaction } = yield* StateStore
      yield* put("replaced", `CANARY-REPLACED ${"x".repeat(20_000)}`)
      yield* put("deleted", `CANARY-DELETED ${"x".repeat(20_000)}`)
      yield* put("stays", "CANARY-STAYS")
      assert.isNotEmpty(inFiles("CANARY-REPLACED"))
      yield* Effect.gen(function* () {
        const other = yield* StateStore
        yield* other.query("SELECT * FROM review_rows")
        yield* transaction(query("UPDATE review_rows SET sealed = '' WHERE entry = ?", ["replaced"]))
        yield* transaction(query("DELETE FROM review_rows WHERE entry = ?", ["deleted"]))
      }).pipe(Effect.provide(Layer.fresh(layer)))
      assert.deepStrictEqual([inFiles("CANARY-REPLACED"), inFiles("CANARY-DELETED")], [[], []])
      assert.deepStrictEqual(inFiles("CANARY-STAYS"), ["state.sqlite"])
    }).pipe(Effect.provide(layer))
  })

  it.live("only the owner can read its files, those of the log too", () =>
    Effect.gen(function* () {
      const path = join(folder, "modes")
      yield* Effect.gen(function* () {
        yield* addAccount("anna", "operator")
        const files = readdirSync(path)
        assert.includeMembers(files, ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"])
        for (const file of files) assert.strictEqual(statSync(join(path, file)).mode & 0o777, 0o600, file)
        assert.strictEqual(statSync(path).mode & 0o777, 0o700)
      }).pipe(Effect.provide(sqliteState(path)))
    })
  )
})

describe.skipIf(!hasPostgres())("PostgreSQL", { meta: { needs: "Debian's postgresql" } }, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.stop())
  it.live("a process that may not create tables needs a store that was migrated", () => {
    const url = server.database("unmigrated")
    const reader = postgresState(url, false)
    return Effect.gen(function* () {
      assert.isFalse((yield* Effect.flip(roleOf("anna").pipe(Effect.provide(reader)))).retryable)
      yield* roleOf("anna").pipe(Effect.provide(postgresState(url)))
      assert.deepStrictEqual(yield* roleOf("anna").pipe(Effect.provide(reader)), [])
    })
  })

  it.live(
    "every fault of the server is an error with its reason, none is a defect, and the next call finds it again",
    () => {
      const url = server.database("faults")
      const read = roleOf("anna")
      const restarted = (change?: Parameters<PostgresServer["restart"]>[0]) =>
        Effect.promise(() => server.restart(change))
      /** What is wrong; typed failures alone are caught here. */
      const reasonOf = <A>(effect: Effect.Effect<A, StateError, StateStore>) =>
        Effect.match(effect, {
          onSuccess: () => "",
          onFailure: ({ message, retryable }) =>
            retryable ? message.replace(/^.*\): /, "") : `not retryable: ${message}`
        })
      return Effect.gen(function* () {
        yield* addAccount("anna", "operator")
        const state = yield* StateStore
        const inTransaction = state.transaction(Effect.andThen(restarted(), read))
        const didNotRespond = "it did not respond. Check that PostgreSQL runs, and CORRIDOR_STATE_URL."
        assert.strictEqual(yield* reasonOf(inTransaction), didNotRespond, "restarted in a transaction")
        assert.strictEqual(yield* reasonOf(addAccount("berta", "operator")), "")

        yield* restarted({ standby: true })
        assert.strictEqual(yield* reasonOf(read), "")
        assert.include(yield* reasonOf(addAccount("cleo", "operator")), "it only reads. If it is a standby")

        yield* restarted({ settings: ["max_connections=2", "superuser_reserved_connections=0", "max_wal_senders=0"] })
        const busy = Effect.scoped(
          Effect.gen(function* () {
            for (let i = 0; i < 2; i++) yield* Effect.forkScoped(Effect.provide(hold, postgresState(url)))
            yield* Effect.sleep("3 seconds")
            return yield* reasonOf(read)
          })
        )
        assert.include(yield* busy, "it has no free connection")
        yield* restarted()
        assert.deepStrictEqual(yield* read, [{ role: "operator" }])

        const withShortTimeout = makeStateStore(yield* openPostgres(url, "2 seconds"), "2 seconds")
        assert.lengthOf(yield* withShortTimeout.query("SELECT 1 AS one"), 1)
        const frozen = <A>(effect: Effect.Effect<A, StateError, StateStore>) =>
          Effect.suspend(() => {
            const thaw = server.freeze()
            return Effect.ensuring(reasonOf(effect), Effect.sync(thaw))
          }).pipe(Effect.provideService(StateStore, withShortTimeout))
        assert.strictEqual(yield* frozen(read), didNotRespond)
        assert.strictEqual(yield* reasonOf(read), "")
        // The begin of a transaction, and its end, whose outcome nobody knows then.
        assert.strictEqual(yield* frozen(withShortTimeout.transaction(Effect.void)), didNotRespond)
        assert.strictEqual(yield* reasonOf(addAccount("dora", "operator")), "")
        let thaw = () => {}
        const endless = withShortTimeout.transaction(Effect.sync(() => (thaw = server.freeze())))
        assert.include(
          yield* Effect.ensuring(
            reasonOf(endless),
            Effect.sync(() => thaw())
          ),
          "the change may have been made. Look whether it was"
        )
        assert.strictEqual(yield* reasonOf(addAccount("emil", "operator")), "")

        // A client that froze, or lost its network, in a transaction: the server takes its lock away.
        const held = yield* Effect.forkChild(reasonOf(withShortTimeout.transaction(Effect.sleep("1 minute"))))
        yield* Effect.sleep("100 millis")
        assert.strictEqual(
          yield* reasonOf(
            addAccount("fedir", "operator").pipe(
              Effect.timeout("5 seconds"),
              Effect.catchTag("TimeoutError", Effect.die)
            )
          ),
          ""
        )
        yield* Fiber.interrupt(held)
      }).pipe(Effect.scoped, Effect.provide(Layer.merge(postgresState(url), Reactivity.layer)))
    }
  )

  it.live("each role of roles.sql has the rights that it needs and no other", () => {
    server.database("roles")
    const script = join(import.meta.dirname, "../../infra/state/roles.sql")
    server.runFile("roles", script)
    const as = (role: string, mayMigrate = false) => postgresState(server.urlFor("roles", role), mayMigrate)
    const [migrator, product, backup] = [as("corridor_migrator", true), as("corridor_product"), as("corridor_backup")]
    const write = (sql: string) => Effect.flatMap(StateStore, (state) => state.transaction(state.query(sql)))
    const read = (table: string) => Effect.flatMap(StateStore, (state) => state.query(`SELECT * FROM ${table}`))
    const refused = <A>(layer: typeof product, what: string, effect: Effect.Effect<A, StateError, StateStore>) =>
      Effect.match(Effect.provide(effect, layer), {
        onFailure: (error) => assert.include(error.message, "the user lacks a right", what),
        onSuccess: () => assert.fail(what)
      })
    return Effect.gen(function* () {
      const tables = yield* Effect.flip(Effect.provide(read("store"), as("corridor_product", true)))
      assert.strictEqual(tables._tag, "StateError")
      assert.lengthOf(yield* Effect.provide(read("store"), migrator), 1)
      yield* refused(product, "before the second run", read("account"))
      server.runFile("roles", script)
      server.runFile("roles", script)

      yield* Effect.gen(function* () {
        yield* addAccount("anna", "operator")
        yield* write("UPDATE account SET role = 'analyst' WHERE account = 'anna'")
        yield* write("INSERT INTO token VALUES ('t', 'anna', '[]', 'hash', '', 2, 1)")
        yield* write("UPDATE token SET expires_at = 1 WHERE token = 't'")
        yield* write("INSERT INTO open_session VALUES ('s', 'anna', 1, 1)")
        yield* write("DELETE FROM open_session WHERE secret_hash = 's'")
        yield* write("INSERT INTO review_setting VALUES ('p', 1)")
        yield* write("UPDATE review_setting SET is_on = 0")
        yield* write(
          "INSERT INTO review_entry (entry, partner, state, entered_by, entered_at, content_hash, records, undo, warnings) VALUES ('e', 'p', 'waiting', 'anna', 1, '', 1, 0, '[]')"
        )
        yield* write("INSERT INTO review_rows VALUES ('e', 0, 'p', 1, '')")
        yield* write("DELETE FROM review_rows")
        yield* write("INSERT INTO partner_event VALUES ('p', 1, 1, 'anna', 'entered', 'e', 1)")
        yield* appendEntry(
          "access",
          Effect.map(lastEntry("access"), (after) => ({ after, kind: "test", body: "{}", value: 1 }))
        )
      }).pipe(Effect.provide(product))
      for (const sql of [
        "UPDATE chain_entry SET body = ''",
        "DELETE FROM chain_entry",
        "TRUNCATE chain_entry",
        "DELETE FROM account",
        "DELETE FROM token",
        "DELETE FROM partner_event",
        "UPDATE partner_event SET account = ''",
        "UPDATE store SET moved = 0",
        "DELETE FROM migration",
        "DROP TABLE account",
        "ALTER TABLE chain_entry DROP CONSTRAINT chain_entry_pkey",
        "CREATE TABLE other (a INT)",
        "CREATE TEMP TABLE other (a INT)",
        "CREATE ROLE other SUPERUSER",
        "SET ROLE corridor_migrator"
      ])
        yield* refused(product, sql, write(sql))

      for (const table of ["migration", "store", "account", "token", "chain_entry", "review_setting", "partner_event"])
        assert.isNotEmpty(yield* Effect.provide(read(table), backup), table)
      yield* refused(backup, "sessions", read("open_session"))
      yield* refused(backup, "what waits for approval", read("review_rows"))
      for (const sql of [
        "INSERT INTO open_session VALUES ('s', 'anna', 1, 1)",
        "UPDATE account SET role = 'operator'",
        "DELETE FROM token",
        "INSERT INTO chain_entry SELECT * FROM chain_entry",
        "CREATE TABLE other (a INT)"
      ])
        yield* refused(backup, sql, write(sql))
    })
  })

  contract("StateStore in PostgreSQL", (name) => {
    const url = server.database(name)
    return { layer: postgresState(url), place: ["postgres", Redacted.value(url)] }
  })
})
