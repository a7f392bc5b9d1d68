/** Statements that a node's configuration puts before and after its building. */
import { Effect } from "effect"
import type { Node } from "../project/Node.ts"
import type { Compiler } from "./Compile.ts"
import type { NodeStore } from "./NodeStore.ts"

export type HookKind = "pre" | "post"

/** One hook, in any of the forms that a project may write. */
const read = (value: unknown): ReadonlyArray<{ readonly sql: string; readonly transaction: boolean }> => {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.flatMap(read)
  if (typeof value === "object") {
    const { sql, transaction } = value as { readonly sql?: unknown; readonly transaction?: unknown }
    return [{ sql: String(sql ?? ""), transaction: transaction !== false }]
  }
  return [{ sql: String(value), transaction: true }]
}

/** Those outside of a transaction are first before and last after; ClickHouse has no transactions, the order stays. */
const ordered = (kind: HookKind, node: Node) => {
  const hooks = [...read(node.config[`${kind}-hook`]), ...read(node.config[`${kind}_hook`])]
  const inside = hooks.filter(({ transaction }) => transaction)
  const outside = hooks.filter(({ transaction }) => !transaction)
  return kind === "pre" ? [...outside, ...inside] : [...inside, ...outside]
}

/** Runs the node's hooks of one kind in order, each rendered just before it is sent. */
export const runHooks = Effect.fn("Hooks.run")(function* (
  store: NodeStore,
  compiler: Pick<Compiler, "renderText">,
  node: Node,
  kind: HookKind
) {
  for (const [index, { sql }] of ordered(kind, node).entries()) {
    const text = yield* compiler.renderText(node, `${node.originalFilePath} ${kind}-hook ${index + 1}`, sql)
    const statement = text.trim().replace(/;\s*$/, "")
    if (statement !== "") yield* store.command(statement)
  }
})
