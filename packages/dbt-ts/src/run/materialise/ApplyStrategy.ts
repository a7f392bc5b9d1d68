/** Incremental strategies. `table` is an unpublished copy, or the table itself. */

import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import type { Node } from "../../project/Node.ts"
import { literal } from "../../store/ClickHouse.ts"
import type { NodeStore } from "../NodeStore.ts"
import { createTable } from "./CreateTable.ts"
import { columnsOf } from "./Existing.ts"
import type { IncrementalStrategy } from "./IncrementalStrategy.ts"
import { querySettings } from "./SettingsClause.ts"

const names = (columns: ReadonlyArray<{ readonly name: string }>): string =>
  columns.map(({ name }) => `\`${name}\``).join(", ")

/** The new rows of a model: the query that gives them, and the table in which they are kept until they are applied. */
export interface NewRows {
  readonly store: NodeStore
  readonly node: Node
  readonly sql: string
  readonly incoming: Relation
}

/** Deletes the rows whose key is among the new ones, then inserts those. */
export const deleteInsert = Effect.fn("ApplyStrategy.deleteInsert")(function* (
  { store, node, sql, incoming }: NewRows,
  table: Relation,
  strategy: Extract<IncrementalStrategy, { way: "delete_insert" }>
) {
  yield* createTable(store, node, incoming, sql)
  const settings = querySettings(node)
  const [to, from] = [table.print(), incoming.print()]
  const more = strategy.predicates.map((predicate) => `\nand ${predicate}`).join("")
  yield* store.command(
    `delete from ${to} where (${strategy.key}) in (select ${strategy.key} from ${from})${more}\n${settings}`
  )
  const columns = names(yield* columnsOf(store, table))
  return yield* store.command(`insert into ${to} select ${columns} from ${from}\n${settings}`)
})

/** Replaces every partition that the new rows touch. */
export const insertOverwrite = Effect.fn("ApplyStrategy.insertOverwrite")(function* (
  { store, node, sql, incoming }: NewRows,
  table: Relation
) {
  const rows = yield* createTable(store, node, incoming, sql)
  const partitions = yield* store.query<{ readonly id: string }>(
    `select distinct partition_id as id from system.parts where active and database = ${literal(incoming.schema ?? "")} and table = ${literal(incoming.identifier ?? "")} order by id`
  )
  if (partitions.length > 0) {
    const each = partitions.map(({ id }) => `replace partition id ${literal(id)} from ${incoming.print()}`)
    yield* store.command(`alter table ${table.print()}\n${each.join(",\n")}`)
  }
  return rows
})

/** Rewrites the table at `table` with the new rows' columns and types; old rows with other keys come first. */
export const legacy = Effect.fn("ApplyStrategy.legacy")(function* (
  { store, node, sql, incoming }: NewRows,
  table: Relation,
  { old, key, changed }: { readonly old: Relation; readonly key: string; readonly changed: boolean }
) {
  yield* createTable(store, node, incoming, sql)
  const settings = querySettings(node)
  const [to, from] = [table.print(), incoming.print()]
  yield* store.command(`create table ${to} as ${from}`)
  const had = names(yield* columnsOf(store, old))
  yield* store.command(
    `insert into ${to} (${had})\nselect ${had} from ${old.print()}\nwhere (${key}) not in (select ${key} from ${from})\n${settings}`
  )
  const added = changed ? names(yield* columnsOf(store, incoming)) : had
  return yield* store.command(`insert into ${to} (${added})\nselect ${added} from ${from}\n${settings}`)
})
