/**
 * Statements for one node as statements for a cluster. Migrations, raw tables and withdrawals say each thing once, for one
 * node; on a cluster the same words pass through here.
 *
 * A table that names a partner or a partner's topic is cut into shards by it: the rows lie in `<table>_local`, and a
 * Distributed table has the plain name. All that is known of a partner lies on one shard, so a batch, which is of one
 * partner, is one insert into one shard, with one token; and revisions of a record, a person's records and its withdrawal meet
 * where they lie. Any other table is small and is whole on every node.
 */
import { createHash } from "node:crypto"

export interface ClusterTables {
  /** Name of the cluster in ClickHouse's `remote_servers`. */
  readonly cluster: string
}

const name = /^[A-Za-z_][A-Za-z0-9_]*$/

const create =
  /^CREATE TABLE IF NOT EXISTS (\w+)\.(\w+)\s*(\([\s\S]*\))\s*ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?\s*([\s\S]*)$/i
const createDatabase = /^CREATE DATABASE IF NOT EXISTS (\w+)$/i
const alter = /^ALTER TABLE (\w+)\.(\w+)\s+([\s\S]*)$/i
const drop = /^DROP TABLE IF EXISTS (\w+)\.(\w+)$/i

/** Columns that say whose a row is, best first. */
const owners = ["partner_id", "topic"] as const

/** Tables that are dbt's own work lie in databases that copy themselves; see `replicatedDatabases`. */
export const replicatedDatabases: ReadonlySet<string> = new Set(["corridor_staging", "corridor_mart"])

const hasColumn = (columns: string, column: string) => new RegExp(`[(,]\\s*\`?${column}\`?\\s+[A-Z]`).test(columns)

/** The column by which a table is cut into shards; undefined when it is whole everywhere. */
export const shardingColumn = (columns: string): (typeof owners)[number] | undefined =>
  owners.find((column) => hasColumn(columns, column))

export const localName = (table: string): string => `${table}_local`

/** A week: longer than an outage that nobody ends. Beyond it the ledger of boundaries tells a retry. */
const windowSeconds = 604_800

const replicatedTail = (tail: string) =>
  tail.replace(
    /non_replicated_deduplication_window\s*=\s*(\d+)/i,
    `replicated_deduplication_window = $1, replicated_deduplication_window_seconds = ${windowSeconds}`
  )

const createTable = (
  { cluster }: ClusterTables,
  [, database, table, columns, engine, given, tail]: RegExpExecArray
): ReadonlyArray<string> => {
  const column = shardingColumn(columns as string)
  const stored = column === undefined ? (table as string) : localName(table as string)
  // {uuid} would part a table that is made again from its old path; a plain path is what a lost replica finds again.
  const place =
    column === undefined
      ? `'/clickhouse/tables/all/${database}/${stored}', '{shard}-{replica}'`
      : `'/clickhouse/tables/{shard}/${database}/${stored}', '{replica}'`
  const replicated = `Replicated${engine}(${[place, ...(given ? [given] : [])].join(", ")})`
  const rows = `CREATE TABLE IF NOT EXISTS ${database}.${stored} ON CLUSTER '${cluster}' ${columns}
ENGINE = ${replicated} ${replicatedTail(tail as string)}`
  if (column === undefined) return [rows]
  return [
    rows,
    `CREATE TABLE IF NOT EXISTS ${database}.${table} ON CLUSTER '${cluster}' AS ${database}.${stored}
ENGINE = Distributed('${cluster}', '${database}', '${stored}', cityHash64(${column}))`
  ]
}

/** What a change of a table means: a change of columns is for both its tables, one of rows for where they lie. */
const alterTable = (
  { cluster }: ClusterTables,
  [statement, database, table, change]: RegExpExecArray,
  isSharded: (table: string) => boolean
): ReadonlyArray<string> => {
  if (replicatedDatabases.has(database as string)) return [statement as string]
  const on = (target: string) => `ALTER TABLE ${database}.${target} ON CLUSTER '${cluster}' ${change}`
  if (!isSharded(`${database}.${table}`)) return [on(table as string)]
  const local = on(localName(table as string))
  return /^(ADD|DROP|MODIFY|RENAME|COMMENT|CLEAR) COLUMN/i.test(change as string)
    ? [local, on(table as string)]
    : [local]
}

/**
 * The cluster's statements for one statement for one node. `isSharded` answers, for a table that is there, whether it is cut
 * into shards. What is neither a definition nor a change (SELECT, INSERT) is left as it is: it meets the Distributed table.
 */
export const clusterStatements = (
  statement: string,
  tables: ClusterTables,
  isSharded: (table: string) => boolean
): ReadonlyArray<string> => {
  if (!name.test(tables.cluster)) throw new Error("the cluster's name has letters, digits and underscores")
  const text = statement.trim()
  const database = createDatabase.exec(text)
  if (database !== null) {
    const place = replicatedDatabases.has(database[1] as string)
      ? `\nENGINE = Replicated('/clickhouse/databases/${database[1]}', 'all', '{shard}-{replica}')`
      : ""
    return [`${text} ON CLUSTER '${tables.cluster}'${place}`]
  }
  const made = create.exec(text)
  if (made !== null && !replicatedDatabases.has(made[1] as string)) return createTable(tables, made)
  const changed = alter.exec(text)
  if (changed !== null) return alterTable(tables, changed, isSharded)
  const dropped = drop.exec(text)
  if (dropped !== null && !replicatedDatabases.has(dropped[1] as string)) {
    const [, where, table] = dropped as unknown as readonly [string, string, string]
    const all = isSharded(`${where}.${table}`) ? [table, localName(table)] : [table]
    return all.map((target) => `DROP TABLE IF EXISTS ${where}.${target} ON CLUSTER '${tables.cluster}' SYNC`)
  }
  if (/^(CREATE|DROP|RENAME|EXCHANGE|TRUNCATE|OPTIMIZE)\s/i.test(text) && !isOfReplicated(text))
    throw new Error(`this statement has no form for a cluster: ${fingerprint(text)}`)
  // dbt names no engine, or a single node's: in a database that copies itself the table must copy its rows too.
  return [
    isOfReplicated(text) ? text.replace(/^(create table[^(]*?engine = )MergeTree\(\)/i, "$1ReplicatedMergeTree") : text
  ]
}

/** True for a definition whose object lies in a database that copies itself. */
const isOfReplicated = (text: string) => [...replicatedDatabases].some((database) => text.includes(database))

/** The words before the first bracket or quote: enough to find the statement, and no value. */
const fingerprint = (text: string) =>
  `${text.split(/[('"]/, 1)[0]?.trim().slice(0, 80)} (${createHash("sha256").update(text).digest("hex").slice(0, 8)})`
