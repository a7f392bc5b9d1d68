/** The clauses between a table's name and its query. */
import type { Node } from "../../project/Node.ts"
import { tableSettings } from "./SettingsClause.ts"

const listed = (value: unknown): ReadonlyArray<string> => (Array.isArray(value) ? value.map(String) : [String(value)])

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

/** Other engines than merge trees that accept a sorting key. */
const sorted = new Set(["HDFS", "MaterializedPostgreSQL", "S3", "EmbeddedRocksDB", "Hive"])

const engineOf = (node: Node): string => String(node.config["engine"] ?? "MergeTree()")

const orderBy = (node: Node): ReadonlyArray<string> => {
  const engine = engineOf(node)
  if (!engine.includes("MergeTree") && !sorted.has(engine)) return []
  const given = node.config["order_by"]
  return [`order by (${isGiven(given) ? listed(given).join(",") : "tuple()"})`]
}

const partitionBy = (node: Node): ReadonlyArray<string> => {
  const given = node.config["partition_by"]
  return isGiven(given) ? [`partition by (${listed(given).join(",")})`] : []
}

const primaryKey = (node: Node): ReadonlyArray<string> => {
  const given = node.config["primary_key"]
  if (!isGiven(given) || given === "" || (Array.isArray(given) && given.length === 0)) return []
  return [`primary key ${Array.isArray(given) ? `(${listed(given).join(", ")})` : String(given)}`]
}

/** Keys, engine and settings of a model, a snapshot or a stored test. */
export const tableClauses = (node: Node): string => {
  const ttl = node.config["ttl"]
  return [
    `engine = ${engineOf(node)}`,
    ...orderBy(node),
    ...primaryKey(node),
    ...partitionBy(node),
    ...(isGiven(ttl) && ttl !== "" ? [`ttl ${String(ttl)}`] : []),
    tableSettings(node, String(node.config["engine"] ?? "MergeTree"))
  ]
    .filter((clause) => clause !== "")
    .join("\n")
}

/** dbt-clickhouse gives seeds an engine and keys, and no settings. */
export const seedClauses = (node: Node): string =>
  [`engine = ${engineOf(node)}`, ...orderBy(node), ...partitionBy(node)].join("\n")
