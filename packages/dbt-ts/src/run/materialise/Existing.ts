import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import { type ClickHouseError, literal } from "../../store/ClickHouse.ts"
import type { NodeStore } from "../NodeStore.ts"

/** The relation of a name in the store, by dbt-clickhouse's four kinds. */
export interface Existing {
  readonly kind: "table" | "view" | "materialized_view" | "dictionary"
  readonly engine: string
}

const kinds: Readonly<Record<string, Existing["kind"]>> = {
  View: "view",
  MaterializedView: "materialized_view",
  Dictionary: "dictionary"
}

/** Returns what has the name of a relation in the store now; undefined if nothing. */
export const existing = (
  store: NodeStore,
  { schema = "", identifier = "" }: Relation
): Effect.Effect<Existing | undefined, ClickHouseError> =>
  Effect.map(
    store.query<{ readonly engine: string }>(
      `select engine from system.tables where database = ${literal(schema)} and name = ${literal(identifier)}`
    ),
    ([row]) => (row === undefined ? undefined : { kind: kinds[row.engine] ?? "table", engine: row.engine })
  )

/** Columns of a table, in order, with ClickHouse's types. */
export interface StoredColumn {
  readonly name: string
  readonly type: string
}

/** Returns the columns of a relation in the store, in order; none if it does not exist. */
export const columnsOf = (
  store: NodeStore,
  { schema = "", identifier = "" }: Relation
): Effect.Effect<ReadonlyArray<StoredColumn>, ClickHouseError> =>
  store.query<StoredColumn>(
    `select name, type from system.columns where database = ${literal(schema)} and table = ${literal(identifier)} order by position`
  )

/** Returns the columns that a query would give; nothing of its data is read. */
export const columnsOfQuery = (
  store: NodeStore,
  sql: string,
  settings = ""
): Effect.Effect<ReadonlyArray<StoredColumn>, ClickHouseError> =>
  Effect.map(store.query<StoredColumn>(`describe table (\n${sql}\n)\n${settings}`), (rows) =>
    rows.map(({ name, type }) => ({ name, type }))
  )
