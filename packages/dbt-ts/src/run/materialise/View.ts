import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import { ProjectError, refuse } from "../../ProjectError.ts"
import type { Node } from "../../project/Node.ts"
import { reading } from "../../project/Reading.ts"
import type { NodeStore } from "../NodeStore.ts"
import { checkContract, hasContract } from "./Contract.ts"
import { existing } from "./Existing.ts"
import { persistDocs } from "./PersistDocs.ts"
import { querySettings, tableSettings } from "./SettingsClause.ts"

/** The user whose rights a view has. */
const security = (node: Node): string => {
  const { sql_security: given, definer } = node.config
  if (given === undefined || given === null || given === "") return ""
  if (given === "invoker") return "sql security invoker"
  if (given === "definer") {
    if (!definer) refuse(node.originalFilePath, "Invalid config parameter `definer`. No value was provided.")
    return `definer = ${String(definer)} sql security definer`
  }
  return refuse(
    node.originalFilePath,
    `Invalid config parameter \`sql_security\`. Got: \`${String(given)}\`, but only definer | invoker allowed.`
  )
}

/** Makes or replaces a view; ClickHouse does that in one step, also in the place of a table. */
export const buildView = Effect.fn("View.build")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string
) {
  const there = yield* existing(store, relation)
  if (there !== undefined && there.kind !== "view" && there.kind !== "table") {
    return yield* new ProjectError({
      subject: node.originalFilePath,
      reason: `${relation.print()} is a ${there.kind}; remove it before a view takes its place`
    })
  }
  if (hasContract(node)) yield* checkContract(store, node, sql)
  const header = node.config["sql_header"]
  const rights = yield* reading(() => security(node))
  const statement = [
    header === undefined || header === null ? "" : String(header),
    `create or replace view ${relation.print()}`,
    rights,
    `as (\n${sql}\n${querySettings(node)})`,
    node.config.materialized === "view" ? tableSettings(node, "MergeTree") : ""
  ]
  yield* store.command(statement.filter((part) => part !== "").join("\n"))
  yield* persistDocs(store, node, relation)
})
