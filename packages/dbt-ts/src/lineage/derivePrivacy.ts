/** Derives what one node exposes from its compiled SQL and from what it reads. */
import type { Node } from "../project/Node.ts"
import { parseSql } from "../sql/parseSql.ts"
import { lineAt, SqlError } from "../sql/SqlError.ts"
import { bindQuery } from "./bind/bindQuery.ts"
import type { Sources } from "./bind/Scope.ts"
import { type Flow, join, nothing } from "./Flow.ts"
import type { LineageTable } from "./LineageTable.ts"
import type { NodePrivacy } from "./NodePrivacy.ts"
import { columnClass, modelPrivacy } from "./PrivacySettings.ts"
import { reading } from "./sourceTable.ts"

export interface CompiledModel {
  readonly sql: string
  /** The SQL of an incremental model's first run, from which its present rows came. */
  readonly first?: string | undefined
  /** Queries that its template sent to the store. */
  readonly queries: ReadonlyArray<string>
}

/** The columns that a snapshot adds: they are made of what it keeps. */
const snapshotColumns = ["dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to", "dbt_is_deleted"]

const withSnapshot = (node: Node, table: LineageTable): LineageTable => {
  if (node.resourceType !== "snapshot") return table
  const names = (node.config["snapshot_meta_column_names"] ?? {}) as Readonly<Record<string, string>>
  const all = join(table.rows, ...table.columns.values())
  const own = snapshotColumns.map((name) => [names[name] ?? name, all] as const)
  return { columns: new Map([...table.columns, ...own]), rows: table.rows }
}

/** Maximum number of rounds for a model that reads itself. */
const rounds = 20

const size = (table: LineageTable): number =>
  [...table.columns.values()].reduce((sum, flow) => sum + flow.size, table.rows.size)

const isItself = (node: Node, parts: ReadonlyArray<string>): boolean =>
  parts.length === 2 && parts[0] === node.schema && parts[1] === node.alias

/** `before` is what the model is already, where that is known. */
const derived = (
  node: Node,
  sql: string,
  { table, lowerings }: Sources,
  before: LineageTable = { columns: new Map(), rows: nothing, anyColumn: true }
): LineageTable => {
  const query = parseSql(sql)
  let itself = before
  for (let round = 0; ; round++) {
    let readsItself = false
    const found = bindQuery(query, {
      table: (parts) => {
        if (!isItself(node, parts)) return table(parts)
        readsItself = true
        return itself
      },
      lowerings
    })
    if (!readsItself) return found
    if (itself.anyColumn !== true && size(found) === size(itself)) return found
    if (round > rounds) throw new SqlError(0, "the model reads itself and its privacy classes do not converge")
    // What it reads of itself came from where that came from.
    itself = found
  }
}

const both = (one: LineageTable, other: LineageTable): LineageTable => ({
  columns: new Map(
    [...one.columns.keys(), ...other.columns.keys()].map((name) => [
      name,
      join(one.columns.get(name) ?? nothing, other.columns.get(name) ?? nothing)
    ])
  ),
  rows: join(one.rows, other.rows)
})

/** An incremental model has the rows of its first run and of the later ones. */
const derivedOfRuns = (node: Node, { sql, first }: CompiledModel, surroundings: Sources): LineageTable => {
  if (first === undefined || first === sql) return derived(node, sql, surroundings)
  const before = derived(node, first, surroundings)
  return both(before, derived(node, sql, surroundings, before))
}

/** Returns the classes that the YAML of a trusted model gives. */
const trusted = (node: Node, trust: string): NodePrivacy => ({
  uniqueId: node.uniqueId,
  columns: new Map(
    [...node.columns.values()].map(({ name, meta }) => {
      const privacy = columnClass(`${node.uniqueId}.${name}`, meta)
      if (privacy === undefined) throw new SqlError(0, `column '${name}' of a trusted model needs a privacy class`)
      return [name, reading(node.uniqueId, name, [privacy])]
    })
  ),
  rows: nothing,
  trusted: trust,
  unknown: undefined
})

const none = { columns: new Map(), rows: nothing, trusted: undefined } as const

/** Queries whose result has no rows of a table. */
const metadata = /^\s*(?:desc|describe|show|exists)\b|\blimit\s+0\s*$/i

/** System tables contain nothing about persons. */
const systemTable: LineageTable = { columns: new Map(), rows: nothing, anyColumn: true }

/** Classes of the results of a template's queries, which it can print into its SQL. */
export const answers = (queries: ReadonlyArray<string>, { table, lowerings }: Sources): Flow =>
  join(
    ...queries
      .filter((sql) => !metadata.test(sql))
      .map((sql) => {
        const found = bindQuery(parseSql(sql), {
          table: (parts) => (parts.length === 2 && parts[0] === "system" ? systemTable : table(parts)),
          lowerings
        })
        return join(found.rows, ...found.columns.values())
      })
  )

export const derivePrivacy = (node: Node, model: CompiledModel, surroundings: Sources): NodePrivacy => {
  const { uniqueId } = node
  try {
    const trust = modelPrivacy(node)?.trust
    if (trust !== undefined) return trusted(node, trust)
    const { columns, rows } = withSnapshot(node, derivedOfRuns(node, model, surroundings))
    // Its queries of itself are covered by its own rows: their classes reach every row anyway.
    const itself = { columns, rows }
    const answered = answers(model.queries, {
      ...surroundings,
      table: (parts) => (isItself(node, parts) ? itself : surroundings.table(parts))
    })
    const all = new Map([...columns].map(([name, flow]) => [name, join(flow, answered)]))
    return { ...none, uniqueId, columns: all, rows: join(rows, answered), unknown: undefined }
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) throw thrown
    return {
      ...none,
      uniqueId,
      unknown: `line ${lineAt(model.sql, thrown.offset)} of its compiled SQL: ${thrown.message}`
    }
  }
}
