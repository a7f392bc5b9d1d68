import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Node } from "../../project/Node.ts"
import type { NodeStore } from "../NodeStore.ts"
import { columnsOf } from "./Existing.ts"

const label = "$dbt_comment_literal_block$"

/** Stores descriptions as comments of the table and its columns, if `persist_docs` is set. */
export const persistDocs = Effect.fn("PersistDocs.persist")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation
) {
  const wanted = (node.config["persist_docs"] ?? {}) as { readonly relation?: unknown; readonly columns?: unknown }
  const changes: Array<readonly [string, string]> = []
  if (wanted.relation === true && node.description !== "") changes.push(["modify comment", node.description])
  if (wanted.columns === true && node.columns.size > 0) {
    const there = new Set((yield* columnsOf(store, relation)).map(({ name }) => name))
    for (const { name, description } of node.columns.values()) {
      if (there.has(name) && description !== "") changes.push([`comment column \`${name}\``, description])
    }
  }
  if (changes.length === 0) return
  if (changes.some(([, text]) => text.includes(label))) {
    return yield* new ProjectError({
      subject: node.originalFilePath,
      reason: `The string ${label} is not allowed in comments.`
    })
  }
  const clauses = changes.map(([change, text]) => `${change} ${label}${text}${label}`)
  yield* store.command(`alter table ${relation.print()} ${clauses.join(", ")}`)
})
