import { change } from "../Flow.ts"
import { failAt } from "../sql/SqlError.ts"
import type { Expression } from "../sql/Syntax.ts"
import { aggregateBase, isNumbering } from "./Aggregates.ts"
import { bare, somePart } from "./aliasesOf.ts"
import { everything, type FlowValue, mapValue } from "./FlowValue.ts"
import type { Scope } from "./Scope.ts"

type Marked = Extract<Expression, { readonly type: "marked" }>

/** It counts rows of persons, or distinct values of which some are pseudonyms. */
const countsPersons = (of: Expression, value: FlowValue): boolean => {
  const bases = new Set<string>()
  somePart(of, (part) => {
    const base = part.type === "call" ? aggregateBase(part.name) : undefined
    if (base !== undefined && isNumbering(base)) bases.add(base)
    return false
  })
  // Counting has made `quasi` of the pseudonyms that it went through.
  const through = [...everything(value).values()].filter(({ was, by }) => was === "pseudonym" && by.includes("count"))
  return through.some(({ column }) => bases.has("count") || (bases.size > 0 && column !== ""))
}

/** The value of what a macro marked: its classes lowered as the macro is registered, and no others. */
export const lowered = (marked: Marked, value: FlowValue, scope: Scope): FlowValue => {
  const lowering = scope.binding.lowerings.get(marked.marker)
  if (lowering === undefined) {
    return failAt(
      marked.at,
      `the comment 'privacy: ${marked.marker}' was not written by a macro that may lower a class`
    )
  }
  const of = bare(marked.of)
  if (of.type !== "call" || !lowering.functions.has(of.name.toLowerCase())) {
    const what = of.type === "call" ? `'${of.name}'` : "what is no function"
    return failAt(marked.at, `${lowering.name} lowers ${[...lowering.functions].join(", ")}, not ${what}`)
  }
  if (lowering.groups && countsPersons(of, value)) scope.groupedBy = lowering
  return mapValue(value, (flow) => change(flow, lowering.name, (is) => (lowering.from.has(is) ? lowering.to : is)))
}
