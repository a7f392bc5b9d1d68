/** Expands `*`, `t.*` and `COLUMNS(…)` to columns. */

import { failAt } from "../../sql/SqlError.ts"
import type { Expression, Star, StarChange } from "../../sql/Syntax.ts"
import type { Flow } from "../Flow.ts"
import { type FlowValue, joinValues, plainValue } from "./FlowValue.ts"
import { outside, type Scope, type ScopeTable } from "./Scope.ts"
import { valueOf } from "./valueOf.ts"

export interface Item {
  readonly name: string
  readonly value: FlowValue
}

type At<A> = A & { readonly at: number }

const asKey = (id: string, flow: Flow, scope: Scope): FlowValue =>
  scope.keys?.has(id) === true ? { ...plainValue(new Map()), keys: flow } : plainValue(flow)

const columnsOf = (
  { names, table, using }: ScopeTable,
  index: number,
  scope: Scope
): ReadonlyArray<Item & { readonly column: string }> =>
  [...table.columns].flatMap(([column, flow]) => {
    if (using.has(column)) return []
    const twice = scope.isTwice(index, column)
    const shared = scope.tables
      .filter((each) => each.using.has(column))
      .flatMap((each) => each.table.columns.get(column) ?? [])
    const array = twice ? undefined : scope.arrays.get(column)
    const id = array === undefined ? `${scope.id}.${index}.${column}` : `${scope.id}.array.${column}`
    const value = joinValues([asKey(id, array ?? flow, scope), ...shared.map(plainValue)])
    return [{ column, name: twice && names.length > 0 ? `${names.at(-1)}.${column}` : column, value }]
  })

const pattern = (at: number, text: string): RegExp => {
  try {
    return new RegExp(text)
  } catch {
    return failAt(at, `the pattern '${text}' is not a valid regular expression`)
  }
}

const apply = (items: ReadonlyArray<Item>, change: StarChange, at: number, scope: Scope): ReadonlyArray<Item> => {
  switch (change.type) {
    case "except": {
      const matches = change.pattern === undefined ? undefined : pattern(at, change.pattern)
      return items.filter(({ name }) => !change.names.includes(name) && matches?.test(name) !== true)
    }
    case "replace": {
      const replaced = new Map(change.items.map(([name, of]) => [name, valueOf(of, scope, outside)]))
      return items.map((item) => ({ ...item, value: replaced.get(item.name) ?? item.value }))
    }
    case "apply":
    case "applyLambda": {
      const extra = change.type === "apply" ? change.parameters : [change.lambda]
      const reads = extra.map((each) => valueOf(each, scope, outside))
      const name = change.type === "apply" ? change.function : "apply"
      // An applied aggregate is not marked by a macro, so its values are not lowered.
      return items.map((item) => ({
        name: `${name}(${item.name})`,
        value: joinValues([item.value, ...reads, plainValue(scope.rows)])
      }))
    }
  }
}

const nameOf = (expression: Expression): string | undefined =>
  expression.type === "name" ? expression.parts.at(-1) : undefined

export const expandStar = (star: At<Star>, scope: Scope): ReadonlyArray<Item> => {
  const qualifier = star.qualifier.join(".")
  const tables = scope.tables.map((table, index) => ({ table, index }))
  const chosen = qualifier === "" ? tables : tables.filter(({ table }) => table.names.includes(qualifier))
  if (chosen.length === 0 && (scope.tables.length > 0 || qualifier !== ""))
    return failAt(star.at, `there is no table '${qualifier}'`)
  if (chosen.some(({ table }) => table.table.anyColumn === true || table.table.partial === true)) {
    return failAt(star.at, "the columns of '*' are not known here: list them")
  }
  // `t.*` has the columns of USING too.
  const each = chosen.flatMap(({ table, index }) =>
    columnsOf(qualifier === "" ? table : { ...table, using: new Set() }, index, scope)
  )
  const { only } = star
  let items: ReadonlyArray<Item> = each
  if (only !== undefined && "pattern" in only) {
    const matches = pattern(star.at, only.pattern)
    items = each.filter(({ column }) => matches.test(column))
  } else if (only !== undefined) {
    items = only.names.map((expression) => ({
      name: nameOf(expression) ?? failAt(star.at, "COLUMNS takes names"),
      value: valueOf(expression, scope, outside)
    }))
  }
  for (const change of star.changes) items = apply(items, change, star.at, scope)
  return items
}
