/** `catalog.json`, version 1: tables and columns as they are in the store. */

import type { Document } from "../Documents.ts"
import type { Invocation } from "../Invocation.ts"
import type { Manifest } from "../project/Node.ts"
import { literal } from "../store/ClickHouse.ts"
import { metadata } from "./Metadata.ts"
import { relationName } from "./NodeDocument.ts"

/** One column of a table as in `system.columns` and `system.tables`. */
export interface StoredColumn {
  readonly schema: string
  readonly table: string
  readonly kind: "table" | "view"
  readonly comment: string | null
  readonly column: string
  readonly position: number
  readonly type: string
  readonly columnComment: string | null
}

/** Query for all columns of some databases. */
export const catalogQuery = (schemas: Iterable<string>): string => `
select
  columns.database as schema,
  columns.table as table,
  if(tables.engine in ('MaterializedView', 'View'), 'view', 'table') as kind,
  nullIf(tables.comment, '') as comment,
  columns.name as column,
  toUInt32(columns.position) as position,
  columns.type as type,
  nullIf(columns.comment, '') as columnComment
from system.columns as columns
inner join system.tables as tables on tables.database = columns.database and tables.name = columns.table
where columns.database in (${[...schemas].map(literal).join(", ")})
order by schema, table, position`

/** Databases in which the project has or reads tables. */
export const schemasOf = (manifest: Manifest): ReadonlySet<string> =>
  new Set([
    ...[...manifest.nodes.values()].filter((node) => relationName(node) !== null).map((node) => node.schema),
    ...[...manifest.sources.values()].map((source) => source.schema)
  ])

const noStatistics = {
  has_stats: {
    id: "has_stats",
    label: "Has Stats?",
    value: false,
    include: false,
    description: "Indicates whether there are statistics for this table"
  }
}

const tableDocument = (uniqueId: string, columns: ReadonlyArray<StoredColumn>): Document => {
  const [first] = columns as [StoredColumn]
  return {
    metadata: {
      type: first.kind,
      schema: first.schema,
      name: first.table,
      database: "",
      comment: first.comment,
      owner: null
    },
    columns: Object.fromEntries(
      columns.map(({ column, type, position, columnComment }) => [
        column,
        { type, index: position, name: column, comment: columnComment }
      ])
    ),
    stats: noStatistics,
    unique_id: uniqueId
  }
}

export const catalogDocument = (
  manifest: Manifest,
  stored: ReadonlyArray<StoredColumn>,
  invocation: Invocation
): Document => {
  const tables = Map.groupBy(stored, ({ schema, table }) => `${schema}.${table}`)
  const found = (uniqueId: string, schema: string, table: string) => {
    const columns = tables.get(`${schema}.${table}`)
    return columns === undefined ? [] : [[uniqueId, tableDocument(uniqueId, columns)] as const]
  }
  const nodes = [...manifest.nodes.values()].filter((node) => relationName(node) !== null)
  return {
    metadata: metadata("catalog/v1", invocation),
    nodes: Object.fromEntries(nodes.flatMap((node) => found(node.uniqueId, node.schema, node.alias))),
    sources: Object.fromEntries(
      [...manifest.sources.values()].flatMap((source) => found(source.uniqueId, source.schema, source.identifier))
    ),
    errors: null
  }
}
