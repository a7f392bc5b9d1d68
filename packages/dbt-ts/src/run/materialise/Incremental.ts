/**
 * Incremental models. The first build, a full refresh and a view at the name rebuild the table; otherwise the change
 * is made on a copy of the table, which shares its parts, and the copy is put in place atomically. So a reader sees
 * the old rows or the new ones, and a run that fails in between leaves the old ones.
 */
import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import type { Node } from "../../project/Node.ts"
import { NodeError } from "../NodeError.ts"
import type { NodeStore } from "../NodeStore.ts"
import { deleteInsert, insertOverwrite, legacy, type NewRows } from "./ApplyStrategy.ts"
import { aside, putInPlace, withAsides } from "./Aside.ts"
import { insertInto } from "./CreateTable.ts"
import { type Existing, existing } from "./Existing.ts"
import { onlyAdds, strategyOf } from "./IncrementalStrategy.ts"
import { persistDocs } from "./PersistDocs.ts"
import { applySchemaChange, schemaChange } from "./SchemaChange.ts"
import { buildTable } from "./Table.ts"

/** Engines that name their path in a cluster: a copy would have the same path, so these tables are changed in place. */
const isCopyable = ({ engine }: Existing): boolean => !/^(?:Replicated|Shared)|^Distributed$/.test(engine)

/** Makes a copy of a table to work on. Parts of a merge tree are shared and not copied, so the cost does not depend on the number of rows. */
const cloneAside = Effect.fn("Incremental.cloneAside")(function* (
  store: NodeStore,
  from: Relation,
  to: Relation,
  there: Existing
) {
  if (there.engine.includes("MergeTree"))
    return yield* store.commandUnlogged(`create table ${to.print()} clone as ${from.print()}`)
  yield* store.commandUnlogged(`create table ${to.print()} as ${from.print()}`)
  yield* store.commandUnlogged(`insert into ${to.print()} select * from ${from.print()}`)
})

export interface IncrementalSettings {
  readonly fullRefresh: boolean
  /** dbt-clickhouse's `use_lw_deletes`. */
  readonly lightweightDeletes: boolean
}

/** Builds an incremental model by its strategy. Fails with a `NodeError` if the strategy is unknown or the relation is neither table nor view. */
export const buildIncremental = Effect.fn("Incremental.build")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string,
  settings: IncrementalSettings
) {
  const strategy = strategyOf(node, settings.lightweightDeletes)
  if (strategy instanceof NodeError) return yield* strategy
  const there = yield* existing(store, relation)
  if (there === undefined || settings.fullRefresh || there.kind === "view") {
    return yield* buildTable(store, node, relation, sql)
  }
  if (there.kind !== "table") {
    return yield* new NodeError({
      kind: "Runtime Error",
      reason: `${relation.print()} is a ${there.kind}, and an incremental model is a table`
    })
  }
  const [fresh, incoming] = [aside(relation), aside(relation, "new_data")]
  const change = onlyAdds(node) ? undefined : yield* schemaChange(store, node, relation, sql)
  const copies = strategy.way === "legacy" || isCopyable(there)
  const table = copies ? fresh : relation
  const newRows: NewRows = { store, node, sql, incoming }
  const build = Effect.gen(function* () {
    if (strategy.way === "legacy") {
      const changed = change !== undefined
      const rows = yield* legacy(newRows, table, { old: relation, key: strategy.key, changed })
      yield* persistDocs(store, node, table)
      yield* putInPlace(store, table, relation)
      return rows
    }
    if (copies) yield* cloneAside(store, relation, fresh, there)
    if (change !== undefined) yield* applySchemaChange(store, node, table, change)
    const rows = yield* strategy.way === "append"
      ? insertInto(store, node, table, sql)
      : strategy.way === "delete_insert"
        ? deleteInsert(newRows, table, strategy)
        : insertOverwrite(newRows, table)
    yield* persistDocs(store, node, table)
    if (copies) yield* putInPlace(store, fresh, relation)
    return rows
  })
  return yield* withAsides(store, [fresh, incoming], build)
})
