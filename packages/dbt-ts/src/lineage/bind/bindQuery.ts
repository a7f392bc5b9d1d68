/** Queries: WITH, unions and what is nested. */

import { failAt } from "../../sql/SqlError.ts"
import type { Body, Query, With } from "../../sql/Syntax.ts"
import { type Flow, join, nothing } from "../Flow.ts"
import type { LineageTable } from "../LineageTable.ts"
import type { Binding } from "./Binding.ts"
import { renamed } from "./bindFrom.ts"
import { bindSelect } from "./bindSelect.ts"
import { lazily, Scope } from "./Scope.ts"

/** Rounds after which a query that reads itself must have told all that it reads: one for each class, and some. */
const rounds = 20

const size = ({ columns, rows }: LineageTable): number =>
  [...columns.values()].reduce((sum, flow) => sum + flow.size, rows.size)

/** A recursive query's first part names its columns; then it is read until nothing new comes. */
const bindRecursive = (name: string, columns: ReadonlyArray<string>, query: Query, scope: Scope): LineageTable => {
  const { body } = query
  const seed = body.type === "set" ? body.left : body
  let table = renamed(query.at, bindBody(seed, scope, scope.binding), columns)
  for (let round = 0; round < rounds; round++) {
    const inner = new Scope(scope.binding, scope, true)
    inner.queries.set(name, () => table)
    const next = renamed(query.at, bindQuery(query, inner, scope.binding), columns)
    const done = size(next) === size(table)
    table = next
    if (done) return table
  }
  return failAt(query.at, `'${name}' reads itself in a way that does not end`)
}

/** Queries of WITH that are being bound right now. */
const open = new WeakSet<Query>()

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
        if (open.has(query)) return failAt(query.at, `'${name}' reads itself without RECURSIVE`)
        // Its own name means what it means outside.
        const inner = new Scope(scope.binding, scope, true)
        if (recursive) return bindRecursive(name, columns, query, inner)
        inner.queries.set(name, () => scope.parent?.query(name))
        open.add(query)
        try {
          return renamed(query.at, bindQuery(query, inner, scope.binding), columns)
        } finally {
          open.delete(query)
        }
      })
    )
  }
}

/** Whether a row is there once more, or on the other side, decides whether it stays. */
const setRows = (all: boolean, left: LineageTable, right: LineageTable): Flow =>
  all ? join(left.rows, right.rows) : join(left.rows, right.rows, ...left.columns.values(), ...right.columns.values())

const bindBody = (body: Body, scope: Scope | undefined, binding: Binding): LineageTable => {
  if (body.type === "select") return bindSelect(body, scope, binding)
  if (body.type === "nested") return bindQuery(body.query, scope, binding)
  const left = bindBody(body.left, scope, binding)
  const right = bindBody(body.right, scope, binding)
  if (left.ambiguous === true || right.ambiguous === true) return failAt(body.at, "two columns of a part have one name")
  const others = [...right.columns.values()]
  if (others.length !== left.columns.size)
    return failAt(body.at, "the parts of a union have different numbers of columns")
  const columns = new Map(
    [...left.columns].map(([name, flow], index) => [
      name,
      body.operator === "except" ? flow : join(flow, others[index] ?? nothing)
    ])
  )
  return { columns, rows: setRows(body.operator === "union all", left, right) }
}

export const bindQuery = (query: Query, around: Scope | undefined, binding: Binding): LineageTable => {
  if (query.with.length === 0) return bindBody(query.body, around, binding)
  const scope = new Scope(binding, around, true)
  addWith(scope, query.with, query.recursive)
  return bindBody(query.body, scope, binding)
}
