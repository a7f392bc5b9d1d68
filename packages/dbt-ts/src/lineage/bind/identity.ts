/** A text that is the same for expressions that mean the same: that is how a key of GROUP BY is known again. */
import type { Expression } from "../../sql/Syntax.ts"
import type { Inside, Scope } from "./Scope.ts"

const list = (expressions: ReadonlyArray<Expression>, scope: Scope, inside: Inside): string =>
  expressions.map((each) => identity(each, scope, inside)).join(",")

export const identity = (expression: Expression, scope: Scope, inside: Inside): string => {
  switch (expression.type) {
    case "constant":
      return `'${expression.text}'`
    case "name": {
      const found = scope.find(expression.parts, inside)
      if (found === undefined) return `?${expression.parts.join(".")}`
      if (found.type === "lambda") return `λ${found.id}`
      if (found.type === "column") return found.id
      const resolving = new Set(inside.resolving).add(`${found.scope.id}.${found.name}`)
      return identity(found.of, found.scope, { ...inside, resolving })
    }
    case "alias":
      return identity(expression.of, scope, {
        ...inside,
        resolving: new Set(inside.resolving).add(`${scope.id}.${expression.name}`)
      })
    case "marked":
      return identity(expression.of, scope, inside)
    case "call": {
      const parameters = expression.parameters === undefined ? "" : `(${list(expression.parameters, scope, inside)})`
      const over = expression.over === undefined ? "" : ` over ${expression.at}`
      return `${expression.name}${parameters}(${list(expression.args, scope, inside)})${over}`
    }
    case "lambda": {
      const lambda = new Set([...inside.lambda, ...expression.parameters])
      return `${expression.parameters.join(",")}->${identity(expression.body, scope, { ...inside, lambda })}`
    }
    default:
      // Two subqueries or stars are never taken for one another.
      return `#${expression.type}${expression.at}`
  }
}
