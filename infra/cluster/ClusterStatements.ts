/**
 * Rewrites statements for one node as statements for a cluster. Migrations, raw tables and withdrawals are written for one node only.
 *
 * A table with a column for the partner or the partner's topic is sharded by it. The rows are in `<table>_local`, and a Distributed table
 * has the plain name. All rows of a partner are on one shard. A batch has records of one partner, so it is one insert into one shard, with
 * one token. Revisions of a record, a person's records and a withdrawal are on the same shard too. All other tables are small, and every
 * node has a full copy.
 */
import { createHash } from "node:crypto"

interface ClusterTables {
  /** Name of the cluster in ClickHouse's `remote_servers`. */
  readonly cluster: string
}

const name = /^[A-Za-z_][A-Za-z0-9_]*$/

const create =
  /^CREATE TABLE IF NOT EXISTS (\w+)\.(\w+)\s*(\([\s\S]*\))\s*ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?\s*([\s\S]*)$/i
const createDatabase = /^CREATE DATABASE IF NOT EXISTS (\w+)$/i
const alter = /^ALTER TABLE (\w+)\.(\w+)\s+([\s\S]*)$/i
const drop = /^DROP TABLE IF EXISTS (\w+)\.(\w+)$/i

/** Columns that identify the partner of a row, in order of preference. */
const owners = ["partner_id", "topic"] as const

/** Databases with the engine Replicated, which replicate the tables that dbt creates. */
const replicatedDatabases: ReadonlySet<string> = new Set(["corridor_staging", "corridor_mart"])

const hasColumn = (columns: string, column: string) => new RegExp(`[(,]\\s*\`?${column}\`?\\s+[A-Z]`).test(columns)

/** Returns the column by which a table is sharded, or undefined if every node has all of it. */
const shardingColumn = (columns: string): (typeof owners)[number] | undefined =>
  owners.find((column) => hasColumn(columns, column))

/** Returns the name of the table with the rows of one node. */
export const localName = (table: string): string => `${table}_local`

/** A week: longer than an unattended outage. The ledger of batch boundaries detects later retries. */
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
  // Without {uuid}: a table that is created again would get another path, and a lost replica could not find its data.
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

/** Rewrites ALTER TABLE. A change of columns applies to both tables of a sharded table, a change of rows to the local one only. */
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
 * Rewrites one statement for a single node as the statements for the cluster. `isSharded` returns whether an existing table is sharded. A
 * statement that neither defines nor changes a table (SELECT, INSERT) is unchanged, because it uses the Distributed table.
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
  // dbt names no engine, or one for a single node. In a Replicated database, the table must replicate its rows too.
  return [
    isOfReplicated(text) ? text.replace(/^(create table[^(]*?engine = )MergeTree\(\)/i, "$1ReplicatedMergeTree") : text
  ]
}

/** Returns true if the statement defines an object in a Replicated database. */
const isOfReplicated = (text: string) => [...replicatedDatabases].some((database) => text.includes(database))

/** Identifies a statement in an error without values: the text before the first bracket or quote, and a hash. */
const fingerprint = (text: string) =>
  `${text.split(/[('"]/, 1)[0]?.trim().slice(0, 80)} (${createHash("sha256").update(text).digest("hex").slice(0, 8)})`
