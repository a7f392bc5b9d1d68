/** What an expression reads, and how. */

import { failAt } from "../../sql/SqlError.ts"
import type { Call, Expression, Window } from "../../sql/Syntax.ts"
import { change, type Flow, join, nothing } from "../Flow.ts"
import { aggregateBase, isChoosing, isNumbering, keepsState } from "./Aggregates.ts"
import { everything, type FlowValue, joinValues, mapValue, noValue, plainValue } from "./FlowValue.ts"
import { identity } from "./identity.ts"
import { lowered } from "./lowered.ts"
import { namedTable } from "./namedTable.ts"
import { type Inside, outside, type Scope } from "./Scope.ts"

/** Functions that read data which is not a column in the query. */
const unknown = /^(?:dictget|dicthas|dictis|joinget|file$|catboostevaluate|evalmlmethod|getclienthttpheader|s3|url$)/i

const comparisons = new Set([
  ...["=", "==", "!=", "<>", "<=>", "in", "not in", "global in", "global not in", "like", "ilike"]
])

/** The flow of a count: the pseudonym itself does not pass, but that it counts persons does. */
const counted = (flow: Flow): Flow => change(flow, "count", (is) => (is === "pseudonym" ? "quasi" : is))

/** A pseudonym compared with a constant singles out one person. */
const singledOut = (name: string, args: ReadonlyArray<FlowValue>): ReadonlyArray<FlowValue> => {
  const constant = args.some((value) => everything(value).size === 0)
  if (!constant || !comparisons.has(name.toLowerCase())) return args
  const single = (flow: Flow) => change(flow, "compared with a constant", (is) => (is === "pseudonym" ? "direct" : is))
  return args.map((value) => mapValue(value, single))
}

const windowReads = (over: Window | string, scope: Scope, at: number): ReadonlyArray<Expression> => {
  const window = typeof over === "string" ? scope.windows.get(over) : over
  if (window === undefined) return failAt(at, `there is no window '${String(over)}'`)
  return window.base === undefined ? window.reads : [...window.reads, ...windowReads(window.base, scope, at)]
}

const isMembership = (name: string) => /^(?:global )?(?:not )?in$/i.test(name)

/** `x in y`: y may be a table or a query of WITH. */
const memberValue = (expression: Expression, scope: Scope, inside: Inside): FlowValue => {
  if (expression.type !== "name" || scope.find(expression.parts, inside) !== undefined)
    return valueOf(expression, scope, inside)
  const table = namedTable(expression.at, expression.parts, scope)
  return plainValue(join(table.rows, ...table.columns.values()))
}

const callValue = (expression: Call & { readonly at: number }, scope: Scope, inside: Inside): FlowValue => {
  const { name, at, over } = expression
  if (unknown.test(name)) return failAt(at, `what '${name}' reads is not known`)
  const base = aggregateBase(name)
  // `count(*)` and the like read rows, not columns.
  const own = expression.args.filter((arg) => base === undefined || arg.type !== "star")
  const parts = [...own, ...(expression.parameters ?? [])]
  const isWindow = over !== undefined
  const values = parts.map((part, index) =>
    index === 1 && isMembership(name) ? memberValue(part, scope, inside) : valueOf(part, scope, inside)
  )
  const alias = scope.find([name], inside)
  if (alias?.type === "alias" && alias.of.type === "lambda") values.push(valueOf(alias.of, alias.scope, outside))
  const read = joinValues(singledOut(name, values))
  if (/^arrayjoin$/i.test(name)) scope.addRows(everything(read))
  if (base === undefined && !isWindow) return read
  const windowed = isWindow ? windowReads(over, scope, at).map((each) => valueOf(each, scope, inside)) : []
  const numbers = base !== undefined && isNumbering(base) && !keepsState(name)
  const how = (flow: Flow) => (numbers ? counted(flow) : flow)
  const many = base !== undefined && isChoosing(base) ? nothing : counted(scope.rows)
  if (isWindow) return joinValues([mapValue(joinValues([read, ...windowed]), how), plainValue(many)])
  return { plain: nothing, keys: nothing, aggregated: join(how(everything(read)), many) }
}

const nameValue = (at: number, parts: ReadonlyArray<string>, scope: Scope, inside: Inside): FlowValue => {
  const found = scope.require(at, parts, inside)
  if (found.type === "lambda") return noValue
  if (found.type === "column") return plainValue(found.flow)
  const resolving = new Set(inside.resolving).add(`${found.scope.id}.${found.name}`)
  const key = [...resolving].sort().join("|") + found.name
  const known = found.scope.memo.get(key)
  if (known !== undefined) return known
  const value = valueOf(found.of, found.scope, { ...inside, resolving })
  if (inside.lambda.size === 0) found.scope.memo.set(key, value)
  return value
}

const plainlyValueOf = (expression: Expression, scope: Scope, inside: Inside): FlowValue => {
  switch (expression.type) {
    case "constant":
      return noValue
    case "name":
      return nameValue(expression.at, expression.parts, scope, inside)
    case "alias": {
      const resolving = new Set(inside.resolving).add(`${scope.id}.${expression.name}`)
      return valueOf(expression.of, scope, { ...inside, resolving })
    }
    case "marked":
      return lowered(expression, valueOf(expression.of, scope, inside), scope)
    case "lambda": {
      const lambda = new Set([...inside.lambda, ...expression.parameters])
      return valueOf(expression.body, scope, { ...inside, lambda })
    }
    case "subquery": {
      const table = scope.bind(expression.query)
      return plainValue(join(table.rows, ...table.columns.values()))
    }
    case "call":
      return callValue(expression, scope, inside)
    case "star":
      // As an argument: every column of every table.
      return plainValue(join(...scope.tables.flatMap(({ table }) => [...table.columns.values()])))
  }
}

export const valueOf = (expression: Expression, scope: Scope, inside: Inside): FlowValue => {
  const value = plainlyValueOf(expression, scope, inside)
  if (scope.keys === undefined || value.plain.size === 0) return value
  // A constant of GROUP BY is not a key of anything.
  if (!scope.keys.has(identity(expression, scope, inside))) return value
  return { plain: nothing, keys: join(value.plain, value.keys), aggregated: value.aggregated }
}

/** Returns the classes that arrive at the end, once it is known whether the rows are groups of persons. */
export const settle = (value: FlowValue, scope: Scope): Flow => {
  const { groupedBy } = scope
  if (groupedBy === undefined) return everything(value)
  const dimension = change(value.keys, `key of a group that ${groupedBy.name} counts`, (is) =>
    is === "quasi" || is === "sensitive" ? "dimension" : is
  )
  return join(value.plain, dimension, value.aggregated)
}
