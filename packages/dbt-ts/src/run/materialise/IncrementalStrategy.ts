/** Which way an incremental model takes, by dbt-clickhouse 1.10's rules. */
import type { Node } from "../../project/Node.ts"
import { NodeError } from "../NodeError.ts"

export type IncrementalStrategy =
  | { readonly way: "append" }
  | { readonly way: "legacy"; readonly key: string }
  | { readonly way: "delete_insert"; readonly key: string; readonly predicates: ReadonlyArray<string> }
  | { readonly way: "insert_overwrite" }

const list = (value: unknown): ReadonlyArray<string> =>
  value === undefined || value === null || value === ""
    ? []
    : Array.isArray(value)
      ? value.map(String)
      : [String(value)]

const allowed = ["legacy", "append", "delete_insert", "insert_overwrite"]

/** Returns true where rows are only added and nothing is compared: then a change of the columns is not looked for either. */
export const onlyAdds = (node: Node): boolean =>
  Boolean(node.config["inserts_only"]) ||
  (list(node.config["unique_key"]).length === 0 && node.config["incremental_strategy"] !== "insert_overwrite")

/**
 * Without a key rows are appended with any strategy. Without a strategy it is `legacy` (the whole table is
 * written again), or `delete_insert` where the target has lightweight deletes switched on.
 */
export const strategyOf = (node: Node, lightweightDeletes: boolean): IncrementalStrategy | NodeError => {
  const { incremental_strategy: named } = node.config
  const keys = list(node.config["unique_key"])
  const wrong = (reason: string) => new NodeError({ kind: "Runtime Error", reason })
  if (onlyAdds(node)) return { way: "append" }
  const given = list(node.config["predicates"])
  const predicates = given.length > 0 ? given : list(node.config["incremental_predicates"])
  const isDefault = named === undefined || named === null || named === "" || named === "default"
  const way = isDefault ? (lightweightDeletes ? "delete_insert" : "legacy") : String(named).replaceAll("+", "_")
  if (!allowed.includes(way)) return wrong(`The incremental strategy '${way}' is not valid for ClickHouse.`)
  if (way === "delete_insert" && keys.length === 0) return wrong(`'${way}' strategy requires a non-empty 'unique_key'.`)
  if (way !== "delete_insert" && predicates.length > 0) {
    return wrong(`Cannot apply incremental predicates with '${way}' strategy.`)
  }
  if (way === "insert_overwrite") {
    if (list(node.config["partition_by"]).length === 0)
      return wrong(`'${way}' strategy requires non-empty 'partition_by'.`)
    return keys.length > 0 ? wrong(`'${way}' strategy does not support unique_key.`) : { way }
  }
  const key = keys.join(", ")
  if (way === "append") return { way }
  return way === "legacy" ? { way, key } : { way: "delete_insert", key, predicates }
}
