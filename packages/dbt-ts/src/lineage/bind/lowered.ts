import { failAt } from "../../sql/SqlError.ts"
import type { Expression } from "../../sql/Syntax.ts"
import { change, type Flow } from "../Flow.ts"
import type { Lowering } from "../Lowering.ts"
import { aggregateBase, isNumbering } from "./Aggregates.ts"
import { bare, somePart } from "./aliasesOf.ts"
import { everything, type FlowValue, mapValue } from "./FlowValue.ts"
import type { Scope } from "./Scope.ts"

type Marked = Extract<Expression, { readonly type: "marked" }>

/** It counts rows of persons, or distinct values of which some are pseudonyms. */
const countsPersons = (expression: Expression, value: FlowValue): boolean => {
  const bases = new Set<string>()
  somePart(expression, (part) => {
    // A window counts rows of groups, and no group.
    const base = part.type === "call" && part.over === undefined ? aggregateBase(part.name) : undefined
    if (base !== undefined && isNumbering(base)) bases.add(base)
    return false
  })
  // Counting has made `quasi` of the pseudonyms that it went through.
  const through = [...everything(value).values()].filter(({ was, by }) => was === "pseudonym" && by.includes("count"))
  return through.some(({ column }) => bases.has("count") || (bases.size > 0 && column !== ""))
}

const isCall = (expression: Expression | undefined): expression is Extract<Expression, { readonly type: "call" }> =>
  expression?.type === "call"

const isCount = (expression: Expression | undefined): boolean =>
  isCall(expression) && isNumbering(aggregateBase(expression.name) ?? "")

/** Returns the statistic of `if(count >= least, statistic, null)`; nothing for another shape. */
const guardedPart = (expression: Expression): Expression | undefined => {
  if (!isCall(expression) || expression.name.toLowerCase() !== "if") return undefined
  const [condition, statistic, otherwise] = expression.args
  const [count, least] = isCall(condition) && condition.name === ">=" ? condition.args : []
  const isLeast = least?.type === "constant" && Number(least.text) >= 2
  const isNull = otherwise?.type === "constant" && otherwise.text.toLowerCase() === "null"
  return count !== undefined && isCount(bare(count)) && isLeast && isNull ? statistic : undefined
}

const without = new Set(["tonullable", "round", "tofloat64", "toint64", "assumenotnull"])

/** Returns the function that makes the value, below those that only change its type. */
const making = (expression: Expression): Expression => {
  const unmarked = bare(expression)
  const [inner] = isCall(unmarked) && without.has(unmarked.name.toLowerCase()) ? unmarked.args : []
  return inner === undefined ? unmarked : making(inner)
}

/** Returns why what is marked is not what the macro may lower; nothing where it is. */
const misfit = (lowering: Lowering, marked: Expression): string | undefined => {
  const unmarked = bare(marked)
  const statistic = lowering.guarded ? guardedPart(unmarked) : unmarked
  if (statistic === undefined) return "lowers only 'if(count >= least, statistic, null)' with a least of 2 or more"
  const made = lowering.guarded ? making(statistic) : unmarked
  if (isCall(made) && lowering.functions.has(made.name.toLowerCase())) return undefined
  return `lowers ${[...lowering.functions].join(", ")}, not ${isCall(made) ? `'${made.name}'` : "an expression that is not a call"}`
}

/** Returns the value of what a macro marked: its classes lowered as the macro is registered, and no others. */
export const lowered = (marked: Marked, value: FlowValue, scope: Scope): FlowValue => {
  const lowering = scope.binding.lowerings.get(marked.marker)
  if (lowering === undefined) {
    return failAt(
      marked.at,
      `the comment 'privacy: ${marked.marker}' was not written by a macro that may lower a class`
    )
  }
  const wrong = misfit(lowering, marked.of)
  if (wrong !== undefined) return failAt(marked.at, `${lowering.name} ${wrong}`)
  if (lowering.groups && countsPersons(marked.of, value)) scope.groupedBy = lowering
  const lower = (flow: Flow) => change(flow, lowering.name, (is) => (lowering.from.has(is) ? lowering.to : is))
  // What is read from single rows is not an aggregate, even inside a function.
  return lowering.to === "aggregate" ? { ...value, aggregated: lower(value.aggregated) } : mapValue(value, lower)
}
