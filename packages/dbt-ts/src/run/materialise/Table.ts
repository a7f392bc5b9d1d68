import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import type { Node } from "../../project/Node.ts"
import type { NodeStore } from "../NodeStore.ts"
import { aside, putInPlace, withAsides } from "./Aside.ts"
import { createTable } from "./CreateTable.ts"
import { persistDocs } from "./PersistDocs.ts"

/** Rebuilds a table, replacing any relation of its name; returns the number of rows written. */
export const buildTable = Effect.fn("Table.build")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  sql: string
) {
  const fresh = aside(relation)
  const build = Effect.gen(function* () {
    const rows = yield* createTable(store, node, fresh, sql)
    yield* persistDocs(store, node, fresh)
    yield* putInPlace(store, fresh, relation)
    return rows
  })
  return yield* withAsides(store, [fresh], build)
})
