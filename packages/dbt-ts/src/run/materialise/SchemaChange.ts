/** What happens to a table whose query returns different columns. */
import { Effect } from "effect"
import { Column } from "../../context/Column.ts"
import type { Relation } from "../../context/Relation.ts"
import type { Node } from "../../project/Node.ts"
import { NodeError } from "../NodeError.ts"
import type { NodeStore } from "../NodeStore.ts"
import { columnsOf, columnsOfQuery, type StoredColumn } from "./Existing.ts"
import { querySettings } from "./SettingsClause.ts"

export interface SchemaChange {
  readonly add: ReadonlyArray<StoredColumn>
  readonly drop: ReadonlyArray<StoredColumn>
  readonly modify: ReadonlyArray<StoredColumn>
}

const ways = ["ignore", "fail", "append_new_columns", "sync_all_columns"]

const shown = (columns: ReadonlyArray<StoredColumn>): string =>
  `[${columns.map(({ name, type }) => `'${name} ${type}'`).join(", ")}]`

const outOfSync = ({ add, drop, modify }: SchemaChange): string =>
  [
    "The source and target schemas on this incremental model are out of sync.",
    "They can be reconciled in several ways:",
    "  - set the `on_schema_change` config to `append_new_columns` or `sync_all_columns`.",
    "  - Re-run the incremental model with `full_refresh: True` to update the target schema.",
    "  - update the schema manually and re-run the process.",
    "",
    "Additional troubleshooting context:",
    `   Source columns not in target: ${shown(drop)}`,
    `   Target columns not in source: ${shown(add)}`,
    `   New column types: ${shown(modify)}`
  ].join("\n")

/** Undefined when nothing is to be changed; fails where the model does not allow what would have to be. */
export const schemaChange = Effect.fn("SchemaChange.find")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string
) {
  const way = String(node.config["on_schema_change"] ?? "ignore")
  const refuse = (reason: string) => new NodeError({ kind: "Runtime Error", reason })
  if (!ways.includes(way)) return yield* refuse(`on_schema_change '${way}' must be one of ${ways.join(", ")}`)
  if (way === "ignore") return undefined
  const has = yield* columnsOf(store, relation)
  const gives = yield* columnsOfQuery(store, sql, querySettings(node))
  const inner = new Map(has.map(({ name, type }) => [name, new Column("", type).dtype]))
  const given = new Set(gives.map(({ name }) => name))
  const change: SchemaChange = {
    add: gives.filter(({ name }) => !inner.has(name)),
    drop: has.filter(({ name }) => !given.has(name)),
    modify: gives.filter(({ name, type }) => inner.has(name) && inner.get(name) !== new Column("", type).dtype)
  }
  const loses = change.drop.length > 0 || change.modify.length > 0
  if (change.add.length === 0 && !loses) return undefined
  if (way === "fail" || (way !== "sync_all_columns" && loses)) return yield* refuse(outOfSync(change))
  return change
})

/** Changes the columns of a table: one by one, dropped before added before modified, as dbt-clickhouse does. */
export const applySchemaChange = Effect.fn("SchemaChange.apply")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  { add, drop, modify }: SchemaChange
) {
  const codec = (name: string): string => {
    const given = node.columns.get(name)?.extra?.["codec"]
    return given ? ` codec(${String(given)})` : ""
  }
  const changes = [
    ...drop.map(({ name }) => `drop column if exists \`${name}\``),
    ...add.map(
      ({ name, type }) => `add column if not exists \`${name}\` ${new Column("", type).dataType}${codec(name)}`
    ),
    ...modify.map(({ name, type }) => `modify column if exists \`${name}\` ${new Column("", type).dataType}`)
  ]
  for (const change of changes) yield* store.command(`alter table ${relation.print()} ${change}`)
})
