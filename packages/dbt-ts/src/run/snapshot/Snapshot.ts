/**
 * Snapshots: the result of a query at each run, one row per version. A full refresh does not rebuild the table.
 * Later runs build it under another name with the changes and exchange it.
 */
import { Effect } from "effect"
import { Column } from "../../context/Column.ts"
import type { Relation } from "../../context/Relation.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Node } from "../../project/Node.ts"
import { reading } from "../../project/Reading.ts"
import { aside, putInPlace, withAsides } from "../materialise/Aside.ts"
import { createTable } from "../materialise/CreateTable.ts"
import { columnsOf, columnsOfQuery, existing, type StoredColumn } from "../materialise/Existing.ts"
import { persistDocs } from "../materialise/PersistDocs.ts"
import { querySettings } from "../materialise/SettingsClause.ts"
import { buildTable } from "../materialise/Table.ts"
import type { NodeStore } from "../NodeStore.ts"
import { type SnapshotSettings, snapshotSettings } from "./SnapshotSettings.ts"
import { firstRows, keyNames, rowChanged, stagedRows } from "./SnapshotSql.ts"

const quoted = (names: ReadonlyArray<string>): string => names.map((name) => `\`${name}\``).join(", ")

/** Returns the columns to compare: those that both have. Undefined when the query has a new one: then every row counts as changed. */
const checkedColumns = Effect.fn("Snapshot.checkedColumns")(function* (
  store: NodeStore,
  node: Node,
  { checkColumns, strategy }: SnapshotSettings,
  sql: string,
  has: ReadonlySet<string>
) {
  if (strategy === "timestamp") return []
  const from = checkColumns === "all" ? sql : `select ${checkColumns.join(", ")} from (\n${sql}\n) subq`
  const found = (yield* columnsOfQuery(store, from, querySettings(node))).map(({ name }) => name)
  return found.every((name) => has.has(name)) ? found : undefined
})

/** Returns the staged columns. With `join_use_nulls`, a column keeps the type of its source. */
const stagedColumns = Effect.fn("Snapshot.stagedColumns")(function* (
  store: NodeStore,
  node: Node,
  settings: SnapshotSettings,
  sql: string,
  staging: Relation
) {
  const own = new Set(["dbt_change_type", ...keyNames(settings)])
  const staged = (yield* columnsOf(store, staging)).filter(({ name }) => !own.has(name))
  if (!settings.outerNulls) return staged
  const source = yield* columnsOfQuery(store, sql, querySettings(node))
  const types = new Map(source.map(({ name, type }) => [name, type]))
  return staged.map(({ name, type }) => ({ name, type: types.get(name) ?? type }))
})

/** Brings staged rows into a copy of the snapshot. Columns that the source no longer has keep what they held. */
const merge = Effect.fn("Snapshot.merge")(function* (
  store: NodeStore,
  { meta }: SnapshotSettings,
  tables: { readonly target: Relation; readonly staging: Relation; readonly fresh: Relation },
  had: ReadonlyArray<string>,
  staged: ReadonlyArray<StoredColumn>
) {
  const [target, staging, fresh] = [tables.target.print(), tables.staging.print(), tables.fresh.print()]
  yield* store.command(`create table ${fresh} as ${target}`)
  for (const { name, type } of staged.filter((column) => !had.includes(column.name))) {
    yield* store.command(`alter table ${fresh} add column \`${name}\` ${new Column("", type).dataType}`)
  }
  yield* store.command(
    `insert into ${fresh} (${quoted(had)})\nselect ${quoted(had)} from ${target}\nwhere ${meta.scdId} not in (select ${meta.scdId} from ${staging})`
  )
  const ended = had.map((name) =>
    name === meta.validTo ? `ended.${name} as ${name}` : `target.\`${name}\` as \`${name}\``
  )
  const changed = yield* store.command(
    `insert into ${fresh} (${quoted(had)})
with ended as (select ${meta.scdId}, ${meta.validTo} from ${staging} where dbt_change_type in ('update', 'delete'))
select ${ended.join(", ")} from ${target} target
join ended on target.${meta.scdId} = ended.${meta.scdId}`
  )
  const columns = quoted(staged.map(({ name }) => name))
  const added = yield* store.command(
    `insert into ${fresh} (${columns})\nselect ${columns} from ${staging} where dbt_change_type in ('insert')`
  )
  return changed + added
})

export const buildSnapshot = Effect.fn("Snapshot.build")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string
) {
  const settings = yield* reading(() => snapshotSettings(node))
  const { meta, hardDeletes } = settings
  const refuse = (reason: string) => new ProjectError({ subject: node.originalFilePath, reason })
  const there = yield* existing(store, relation)
  if (there === undefined) return yield* buildTable(store, node, relation, firstRows(settings, sql))
  if (there.kind !== "table") {
    return yield* refuse(`${relation.print()} is a ${there.kind}, and a snapshot is a table`)
  }
  const had = (yield* columnsOf(store, relation)).map(({ name }) => name)
  const has = new Set(had)
  const needed = [meta.scdId, meta.validFrom, meta.validTo, ...(hardDeletes === "new_record" ? [meta.isDeleted] : [])]
  const missing = needed.filter((name) => !has.has(name))
  if (missing.length > 0) {
    return yield* refuse(
      `Snapshot target is not a snapshot table (missing ${missing.map((name) => `"${name}"`).join(", ")})`
    )
  }
  const checked = yield* checkedColumns(store, node, settings, sql, has)
  const sourceColumns =
    hardDeletes === "new_record" ? (yield* columnsOfQuery(store, sql, querySettings(node))).map(({ name }) => name) : []
  const comparison = {
    settings,
    sql,
    target: relation.print(),
    targetColumns: has,
    sourceColumns,
    changed: rowChanged(settings, checked)
  }
  const [staging, fresh] = [aside(relation, "staged"), aside(relation)]
  const build = Effect.gen(function* () {
    yield* createTable(store, node, staging, stagedRows(comparison))
    const staged = yield* stagedColumns(store, node, settings, sql, staging)
    const rows = yield* merge(store, settings, { target: relation, staging, fresh }, had, staged)
    yield* persistDocs(store, node, fresh)
    yield* putInPlace(store, fresh, relation)
    return rows
  })
  return yield* withAsides(store, [staging, fresh], build)
})
