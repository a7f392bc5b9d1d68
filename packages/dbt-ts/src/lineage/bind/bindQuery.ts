/** Queries: WITH, unions and what is nested. */

import { failAt } from "../../sql/SqlError.ts"
import type { Body, Query } from "../../sql/Syntax.ts"
import { type Flow, join, nothing } from "../Flow.ts"
import type { LineageTable } from "../LineageTable.ts"
import { addWith } from "./addWith.ts"
import { bindSelect } from "./bindSelect.ts"
import { type Binding, Scope, type Sources } from "./Scope.ts"

/** Returns whether a row is there once more, or on the other side, decides whether it stays. */
const setRows = (all: boolean, left: LineageTable, right: LineageTable): Flow =>
  all ? join(left.rows, right.rows) : join(left.rows, right.rows, ...left.columns.values(), ...right.columns.values())

const bindBody = (body: Body, scope: Scope | undefined, binding: Binding): LineageTable => {
  if (body.type === "select") return bindSelect(body, scope, binding)
  if (body.type === "nested") return bindInside(body.query, scope, binding)
  const left = bindBody(body.left, scope, binding)
  const right = bindBody(body.right, scope, binding)
  if (left.ambiguous === true || right.ambiguous === true)
    return failAt(body.at, "a part of the union has two columns of the same name")
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

const bindInside = (query: Query, around: Scope | undefined, binding: Binding): LineageTable => {
  if (query.with.length === 0) return bindBody(query.body, around, binding)
  const scope = new Scope(binding, around, true)
  addWith(scope, query.with, query.recursive)
  return bindBody(query.body, scope, binding)
}

/** Returns the columns and rows of a query, with what each comes from. Throws `SqlError` for what is not known. */
export const bindQuery = (query: Query, sources: Sources): LineageTable => {
  const binding: Binding = { ...sources, bindQuery: (inner, around) => bindInside(inner, around, binding) }
  return bindInside(query, undefined, binding)
}
