import type { Call, Expression } from "../../sql/Syntax.ts"

const windowOf = ({ over }: Call): ReadonlyArray<Expression> => (typeof over === "object" ? over.reads : [])

/** Parts of an expression that belong to the same SELECT; those of a lambda have their own names. */
const partsOf = (expression: Expression): ReadonlyArray<Expression> => {
  switch (expression.type) {
    case "call":
      return [...expression.args, ...(expression.parameters ?? []), ...windowOf(expression)]
    case "alias":
    case "marked":
      return [expression.of]
    case "star":
      return expression.changes.flatMap((change) => (change.type === "replace" ? change.items.map(([, of]) => of) : []))
    default:
      return []
  }
}

/** Every alias of an expression and its parts: seen everywhere in its SELECT. */
export const collectAliases = (expression: Expression, into: Map<string, Expression>): void => {
  // The first one wins, as for a column that is named twice.
  if (expression.type === "alias" && !into.has(expression.name)) into.set(expression.name, expression.of)
  for (const part of partsOf(expression)) collectAliases(part, into)
}

/** Returns the expression without aliases and markers. */
export const bare = (expression: Expression): Expression =>
  expression.type === "alias" || expression.type === "marked" ? bare(expression.of) : expression

/** Returns whether the expression, or a part of it in the same SELECT, passes the test. */
export const somePart = (expression: Expression, test: (part: Expression) => boolean): boolean =>
  test(expression) || partsOf(expression).some((part) => somePart(part, test))
