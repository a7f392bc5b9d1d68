/** The layers of `StateStore`. Each opens the database and applies the missing migrations. */
import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, type SqlError } from "effect/sql"
import { StateError, StateStore } from "../../ports/StateStore.ts"
import { makeStateStore, toStateError } from "./makeStateStore.ts"
import { migrateState } from "./migrations.ts"
import { stateVersion } from "./version.ts"

const refuse = (message: string) =>
  new StateError({ operation: "open", retryable: false, message, detail: Redacted.make("") })

/** Fails unless the store has the migrations of this version. */
const checkVersion = Effect.fn("StateLayer.checkVersion")(function* (state: StateStore["Service"]) {
  const [applied] = yield* state.query<{ newest: number }>("SELECT MAX(migration_id) AS newest FROM migration")
  const newest = applied?.newest ?? 0
  if (newest === stateVersion) return
  return yield* refuse(
    newest > stateVersion
      ? `A newer version of the program wrote the state store (migration ${newest}; this version knows ${stateVersion}). Use that version, or restore a backup that this version made (docs/how-to/upgrade.md).`
      : `The state store has migration ${newest}, and this version needs ${stateVersion}. Run 'migrate' first.`
  )
})

/** Applies the missing migrations, and names the store if it is new. */
const migrate = Effect.fn("StateLayer.migrate")(function* (state: StateStore["Service"], sql: SqlClient.SqlClient) {
  yield* Effect.provideService(migrateState, SqlClient.SqlClient, sql)
  yield* checkVersion(state)
  yield* state.query("INSERT INTO store (id) SELECT CAST(? AS TEXT) WHERE NOT EXISTS (SELECT 1 FROM store)", [
    randomUUID()
  ])
})

const stateOf = (
  open: Effect.Effect<SqlClient.SqlClient, SqlError.SqlError, Scope.Scope | Reactivity.Reactivity>,
  mayMigrate: boolean
) =>
  Layer.effect(
    StateStore,
    Effect.gen(function* () {
      const sql = yield* Effect.mapError(open, (error) => toStateError("open", error))
      const state = makeStateStore(sql)
      if (!mayMigrate) return yield* Effect.as(checkVersion(state), state)
      yield* state
        .transaction(migrate(state, sql))
        .pipe(
          Effect.catchTag(["MigrationError", "SqlError"], () =>
            Effect.fail(refuse("The tables of the state store could not be made. Check the rights of its user."))
          )
        )
      return state
    })
  ).pipe(Layer.provide(Reactivity.layer))

/** Returns the state of an embedded stack: a SQLite file in the folder `path`. */
export const sqliteState = (path: string): Layer.Layer<StateStore, StateError> =>
  stateOf(
    Effect.flatMap(
      Effect.promise(() => import("./SqliteClient.ts")),
      ({ openSqlite }) => openSqlite(join(path, "state.sqlite"))
    ),
    true
  )

/** Returns the state in the PostgreSQL database of the URL. `mayMigrate`: false for a user without the right to create tables. */
export const postgresState = (url: Redacted.Redacted<string>, mayMigrate = true): Layer.Layer<StateStore, StateError> =>
  stateOf(
    Effect.flatMap(
      Effect.promise(() => import("./PostgresClient.ts")),
      ({ openPostgres }) => openPostgres(url)
    ),
    mayMigrate
  )
