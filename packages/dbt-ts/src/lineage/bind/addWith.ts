import { failAt } from "../../sql/SqlError.ts"
import type { Query, With } from "../../sql/Syntax.ts"
import type { LineageTable } from "../LineageTable.ts"
import { renamed } from "./renamed.ts"
import { lazily, Scope } from "./Scope.ts"

/** Maximum number of rounds for a query that reads itself: one per class, and some more. */
const rounds = 20

const size = ({ columns, rows }: LineageTable): number =>
  [...columns.values()].reduce((sum, flow) => sum + flow.size, rows.size)

/** A recursive query's first part names its columns; then it is read until nothing new comes. */
const bindRecursive = (name: string, columns: ReadonlyArray<string>, query: Query, scope: Scope): LineageTable => {
  const { body } = query
  const seed = body.type === "set" ? body.left : body
  let table = renamed(query.at, scope.bind({ ...query, with: [], body: seed }), columns)
  for (let round = 0; round < rounds; round++) {
    const inner = new Scope(scope.binding, scope, true)
    inner.queries.set(name, () => table)
    const next = renamed(query.at, inner.bind(query), columns)
    const done = size(next) === size(table)
    table = next
    if (done) return table
  }
  return failAt(query.at, `the recursive query '${name}' does not converge`)
}

/** Queries of WITH that are being bound right now. */
const open = new WeakSet<Query>()

/** Puts the queries and expressions of a WITH into the scope; a query is bound when it is first used. */
export const addWith = (scope: Scope, withs: ReadonlyArray<With>, recursive: boolean): void => {
  for (const item of withs) {
    if (item.type === "expression") {
      scope.aliases.set(item.name, item.of)
      continue
    }
    const { name, columns, query } = item
    scope.queries.set(
      name,
      lazily(() => {
        if (open.has(query)) return failAt(query.at, `'${name}' refers to itself without RECURSIVE`)
        // Its own name means what it means outside.
        const inner = new Scope(scope.binding, scope, true)
        if (recursive) return bindRecursive(name, columns, query, inner)
        inner.queries.set(name, () => scope.parent?.query(name))
        open.add(query)
        try {
          return renamed(query.at, inner.bind(query), columns)
        } finally {
          open.delete(query)
        }
      })
    )
  }
}
