/** The tables in ClickHouse in which earlier versions kept accounts, tokens, the audit log and the ledger. */
import { Effect } from "effect"
import { StateStore, type StateValue } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

interface OldTable {
  readonly from: string
  readonly to: string
  /** Column of the state store, with its value in ClickHouse. */
  readonly columns: Readonly<Record<string, string>>
}

const millis = (column: string) => `toFloat64(toUnixTimestamp64Milli(${column}))`

const chainColumns = {
  seq: "toFloat64(seq)",
  at: "toFloat64(at)",
  kind: "kind",
  body: "body",
  previous: "previous",
  hash: "hash"
}

const oldTables: ReadonlyArray<OldTable> = [
  {
    from: "corridor_access.account FINAL",
    to: "account",
    columns: {
      account: "account",
      role: "role",
      partner: "partner_id",
      password_hash: "password_hash",
      subject: "subject",
      status: "toString(status)",
      created_at: millis("created_at"),
      updated_at: millis("updated_at")
    }
  },
  {
    from: "corridor_access.token FINAL",
    to: "token",
    columns: {
      token: "token_id",
      account: "account",
      scopes: "toJSONString(scopes)",
      token_hash: "token_hash",
      public_key: "public_key",
      expires_at: millis("expires_at"),
      created_at: millis("created_at")
    }
  },
  {
    from: "corridor_access.log",
    to: "chain_entry",
    columns: { chain: "'access'", ...chainColumns, signing_key: "''", signature: "''" }
  },
  {
    from: "corridor_vintage.ledger",
    to: "chain_entry",
    columns: { chain: "'ledger'", ...chainColumns, signing_key: "key", signature: "signature" }
  }
]

const nameOf = ({ from }: OldTable) => from.replace(" FINAL", "")

/** Returns whether a table of an earlier version has rows. */
export const hasOldRows = Effect.fn("oldTables.hasRows")(function* () {
  for (const table of oldTables)
    if ((yield* Warehouse.query(`SELECT 1 AS one FROM ${nameOf(table)} LIMIT 1`)).length > 0) return true
  return false
})

const copy = Effect.fn("oldTables.copy")(function* ({ from, to, columns }: OldTable) {
  const names = Object.keys(columns)
  // Its own names: an alias that is also a column would replace the column in the other expressions.
  const rows = yield* Warehouse.query<Readonly<Record<string, StateValue>>>(
    `SELECT ${Object.values(columns)
      .map((value, i) => `${value} AS value_${i}`)
      .join(", ")} FROM ${from}`
  )
  const insert = `INSERT INTO ${to} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`
  for (const row of rows)
    yield* StateStore.query(
      insert,
      names.map((_, i) => row[`value_${i}`] as StateValue)
    )
})

/** Copies all rows into the state store. Run it in a transaction. */
export const moveOldRows = () => Effect.forEach(oldTables, copy, { discard: true })

/** Empties the tables, after their rows were copied. */
export const emptyOldTables = Effect.fn("oldTables.empty")(function* () {
  for (const table of oldTables)
    yield* Warehouse.command(`TRUNCATE TABLE ${nameOf(table)}`, { settings: { max_table_size_to_drop: 0 } })
})
