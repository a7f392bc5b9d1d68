/** What is done with a node's SQL, by its materialisation. */
import { Effect } from "effect"
import type { Node } from "../project/Node.ts"
import { relationOf } from "./Compile.ts"
import { buildIncremental } from "./materialise/Incremental.ts"
import { buildTable } from "./materialise/Table.ts"
import { buildView } from "./materialise/View.ts"
import type { NodeStore } from "./NodeStore.ts"
import type { Outcome } from "./Outcome.ts"
import type { RunContext } from "./RunContext.ts"
import { loadSeed } from "./seed/Seed.ts"
import { buildSnapshot } from "./snapshot/Snapshot.ts"

/** A node's own `full_refresh` goes before the flag. */
export const isFullRefresh = ({ options }: RunContext, { config }: Node): boolean => {
  const { full_refresh: own } = config
  return own === undefined || own === null ? options.fullRefresh === true : own === true
}

export const build = Effect.fn("Build.build")(function* (
  context: RunContext,
  store: NodeStore,
  node: Node,
  sql: string
) {
  const relation = relationOf(node)
  const fullRefresh = isFullRefresh(context, node)
  const built = (rows: number | undefined): Outcome => ({
    status: "success",
    message: "OK",
    rows,
    adapterResponse: { _message: "OK", ...(rows === undefined ? {} : { rows_affected: rows }) }
  })
  if (node.resourceType === "seed") {
    const csv = context.project.seedText.get(node.uniqueId) ?? ""
    const rows = yield* loadSeed(store, node, relation, csv, fullRefresh)
    const code = fullRefresh ? "CREATE" : "INSERT"
    const message = `${code} ${rows}`
    return { ...built(rows), message, adapterResponse: { _message: message, code, rows_affected: rows } }
  }
  if (node.resourceType === "snapshot") return built(yield* buildSnapshot(store, node, relation, sql))
  const { materialized } = node.config
  if (materialized === "view") {
    yield* buildView(store, node, relation, sql)
    return built(undefined)
  }
  if (materialized === "incremental") {
    const lightweightDeletes = context.project.target.useLightweightDeletes === true
    return built(yield* buildIncremental(store, node, relation, sql, { fullRefresh, lightweightDeletes }))
  }
  return built(yield* buildTable(store, node, relation, sql))
})
