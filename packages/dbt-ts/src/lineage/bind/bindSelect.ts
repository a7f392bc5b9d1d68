/** One SELECT: its columns, and what decides which rows it has. */

import { failAt } from "../../sql/SqlError.ts"
import type { Expression, Select, With } from "../../sql/Syntax.ts"
import { change, type Flow, join } from "../Flow.ts"
import type { LineageTable } from "../LineageTable.ts"
import { aggregateBase } from "./Aggregates.ts"
import { addWith } from "./addWith.ts"
import { bare, collectAliases, somePart } from "./aliasesOf.ts"
import { bindJoins, bindTables } from "./bindFrom.ts"
import { expandStar, type Item } from "./expandStar.ts"
import { everything, type FlowValue, joinValues } from "./FlowValue.ts"
import { identity } from "./identity.ts"
import { type Binding, outside, Scope } from "./Scope.ts"
import { settle, valueOf } from "./valueOf.ts"

const isAggregate = (part: Expression): boolean =>
  part.type === "call" && part.over === undefined && aggregateBase(part.name) !== undefined

const aggregates = (expression: Expression): boolean => somePart(expression, isAggregate)

const flat = (keys: ReadonlyArray<Expression>): ReadonlyArray<Expression> =>
  keys.flatMap((key) => {
    const expression = bare(key)
    const grouping = expression.type === "call" && ["tuple", "rollup", "cube"].includes(expression.name.toLowerCase())
    return grouping ? [key, ...flat(expression.args)] : [key]
  })

/** Keys as written, with positions resolved to expressions. */
const keysOf = ({ groupBy, items }: Select): ReadonlyArray<Expression> => {
  if (groupBy === undefined) return []
  if (groupBy === "all") return items.filter((item) => !aggregates(item))
  return flat(groupBy).map((key) => {
    const place = key.type === "constant" && /^\d+$/.test(key.text) ? Number(key.text) : undefined
    return place === undefined ? key : (items[place - 1] ?? failAt(key.at, `there is no column ${place}`))
  })
}

const itemName = (item: Expression, scope: Scope): string => {
  if (item.type === "alias") return item.name
  const expression = bare(item)
  if (expression.type !== "name")
    return expression.type === "call" ? `${expression.name}@${expression.at}` : `@${expression.at}`
  const found = scope.find(expression.parts, outside)
  return found?.type === "column" ? found.name : expression.parts.join(".")
}

const itemsOf = (items: ReadonlyArray<Expression>, scope: Scope): ReadonlyArray<Item> =>
  items.flatMap((item) => {
    const expression = bare(item)
    return expression.type === "star"
      ? expandStar(expression, scope)
      : [{ name: itemName(item, scope), value: valueOf(item, scope, outside) }]
  })

/** The alias of an ARRAY JOIN is a column, no other name of the array. */
const bareItem = (item: Expression): Expression => (item.type === "alias" ? item.of : item)

const readsOf = (select: Select): ReadonlyArray<Expression> => [
  ...select.items,
  ...select.from.flatMap((from) =>
    from.type === "array" ? from.items.map(bareItem) : from.join?.on === undefined ? [] : [from.join.on]
  ),
  ...[...select.filters, ...(Array.isArray(select.groupBy) ? select.groupBy : [])],
  ...[select.having, select.qualify].flatMap((each) => each ?? []),
  ...select.orderBy.map(({ of }) => of),
  ...[...select.limitBy, ...select.distinctOn]
]

const rowsAfterGrouping = (scope: Scope, keys: FlowValue, having: FlowValue): Flow => {
  const { groupedBy, rows } = scope
  const before =
    groupedBy === undefined ? rows : change(rows, groupedBy.name, (is) => (groupedBy.from.has(is) ? groupedBy.to : is))
  return join(before, settle({ ...keys, plain: new Map(), keys: everything(keys) }, scope), settle(having, scope))
}

export const bindSelect = (select: Select, around: Scope | undefined, binding: Binding): LineageTable => {
  const scope = new Scope(binding, around)
  addWith(scope, select.with satisfies ReadonlyArray<With>, false)
  for (const expression of readsOf(select)) collectAliases(expression, scope.aliases)
  bindTables(select.from, scope)
  bindJoins(select.from, scope)
  scope.windows = select.windows
  const flowOf = (expressions: ReadonlyArray<Expression>): FlowValue =>
    joinValues(expressions.map((each) => valueOf(each, scope, outside)))
  scope.addRows(everything(flowOf(select.filters)))
  const having = select.having === undefined ? [] : [select.having]
  const grouped = select.groupBy !== undefined || [...select.items, ...having].some(aggregates)
  const keys = keysOf(select)
  const keyFlow = flowOf(keys)
  if (grouped) {
    scope.memo.clear()
    scope.keys = new Set(keys.map((key) => identity(key, scope, outside)))
  }
  const items = itemsOf(select.items, scope)
  const { groupedBy } = scope
  // The values of WITH FILL make rows; the order decides which rows a LIMIT leaves.
  const orders = select.limited ? select.orderBy.map(({ of }) => of) : []
  const deciding = flowOf([
    ...[...having, ...select.distinctOn, ...select.limitBy, ...orders],
    ...(select.qualify === undefined ? [] : [select.qualify]),
    ...select.orderBy.flatMap(({ of, fill }) => (fill.length > 0 ? [of, ...fill] : []))
  ])
  // A count that is not in the rows protects no person.
  scope.groupedBy = groupedBy
  const rows = grouped ? rowsAfterGrouping(scope, keyFlow, deciding) : join(scope.rows, everything(deciding))
  const columns = new Map<string, Flow>()
  for (const { name, value } of items) {
    const flow = settle(value, scope)
    columns.set(name, join(columns.get(name) ?? new Map(), flow))
  }
  for (const [name, as] of select.interpolate) {
    if (as !== undefined)
      columns.set(name, join(columns.get(name) ?? new Map(), settle(valueOf(as, scope, outside), scope)))
  }
  // How many rows DISTINCT leaves depends on every column.
  const ambiguous = new Set(items.map(({ name }) => name)).size < items.length
  return {
    columns,
    ambiguous,
    rows: select.distinct && select.distinctOn.length === 0 ? join(rows, ...columns.values()) : rows
  }
}
