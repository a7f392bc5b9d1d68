/** Settings of tables and queries, as dbt-clickhouse 1.10 writes them. */
import { fromHost } from "../../jinja/Json.ts"
import { str } from "../../jinja/Print.ts"
import type { Node } from "../../project/Node.ts"

type Settings = Readonly<Record<string, unknown>>

/** A text is quoted unless it already is; anything else is printed as in Python. */
const assignment = ([name, value]: readonly [string, unknown]): string =>
  typeof value === "string" && !value.startsWith("'") ? `${name}='${value}'` : `${name}=${str(fromHost(value))}`

const settingsClause = (settings: Settings): string => {
  const entries = Object.entries(settings)
  return entries.length === 0 ? "" : `settings ${entries.map(assignment).join(", ")}`
}

const deduplication = "replicated_deduplication_window"
const withoutDeduplication: ReadonlySet<string> = new Set(["table", "incremental", "ephemeral", "materialized_view"])

/** A rebuilt table must never drop an insert as a repeated one; engines without merges know no such setting. */
export const tableSettings = (node: Node, engine: string): string => {
  const given = (node.config["settings"] ?? {}) as Settings
  const all: Settings =
    withoutDeduplication.has(node.config.materialized) && given[deduplication] === undefined
      ? { ...given, [deduplication]: "0" }
      : given
  return settingsClause(
    Object.fromEntries(Object.entries(all).filter(([name]) => name !== deduplication || engine.includes("MergeTree")))
  )
}

/** Returns the SETTINGS clause of a node's query; empty if it has none. */
export const querySettings = (node: Node): string => settingsClause((node.config["query_settings"] ?? {}) as Settings)
