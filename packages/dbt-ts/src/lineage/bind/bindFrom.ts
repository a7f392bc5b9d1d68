/** Puts the tables of a FROM into the scope of its SELECT. */

import type { Expression, From, Table } from "../../sql/Syntax.ts"
import { join } from "../Flow.ts"
import type { LineageTable } from "../LineageTable.ts"
import { everything } from "./FlowValue.ts"
import { namedTable } from "./namedTable.ts"
import { renamed } from "./renamed.ts"
import { outside, type Scope } from "./Scope.ts"
import { tableFunction } from "./tableFunctions.ts"
import { valueOf } from "./valueOf.ts"

const tableOf = (table: Table, scope: Scope): LineageTable => {
  if (table.type === "query") return scope.bind(table.query)
  return table.type === "function" ? tableFunction(table, scope) : namedTable(table.at, table.parts, scope)
}

const namesOf = (table: Table, alias: string | undefined): ReadonlyArray<string> => {
  if (alias !== undefined) return [alias]
  if (table.type !== "named") return []
  return table.parts.length > 1 ? [table.parts.at(-1) as string, table.parts.join(".")] : table.parts
}

/** One array of ARRAY JOIN: a new column for an alias, in place of the array without one. */
const joinArray = (item: Expression, scope: Scope): void => {
  const array = item.type === "alias" ? item.of : item
  const alias = item.type === "alias" ? item.name : undefined
  if (array.type === "name" && !isColumn(array.parts, scope)) {
    const below = scope.below(array.parts)
    for (const [name, flow] of below) {
      const last = name.slice(name.lastIndexOf(".") + 1)
      scope.arrays.set(alias === undefined ? name : `${alias}.${last}`, flow)
    }
    scope.addRows(join(...below.values()))
    if (below.size > 0) return
  }
  const flow = everything(valueOf(array, scope, outside))
  scope.addRows(flow)
  const name = alias ?? (array.type === "name" ? array.parts.join(".") : undefined)
  if (name !== undefined) scope.arrays.set(name, flow)
}

const isColumn = (parts: ReadonlyArray<string>, scope: Scope): boolean =>
  scope.tables.some(
    ({ names, table }) =>
      table.columns.has(parts.join(".")) ||
      (names.includes(parts[0] ?? "") && table.columns.has(parts.slice(1).join(".")))
  ) || scope.aliases.has(parts.join("."))

/** The tables first, without what joins them: an alias of the list may need all of them. */
export const bindTables = (from: ReadonlyArray<From>, scope: Scope): void => {
  for (const item of from) {
    if (item.type === "array") continue
    const table = renamed(item.at, tableOf(item.table, scope), item.columns)
    scope.addRows(table.rows)
    scope.tables.push({ names: namesOf(item.table, item.alias), table, using: new Set(item.join?.using ?? []) })
  }
}

/** What joins the tables decides which rows there are. */
export const bindJoins = (from: ReadonlyArray<From>, scope: Scope): void => {
  for (const item of from) {
    if (item.type === "array") {
      for (const each of item.items) joinArray(each, scope)
      continue
    }
    if (item.join?.on !== undefined) scope.addRows(everything(valueOf(item.join.on, scope, outside)))
    for (const name of item.join?.using ?? []) {
      scope.addRows(everything(valueOf({ type: "name", at: item.at, parts: [name] }, scope, outside)))
    }
  }
}
