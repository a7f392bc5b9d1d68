import type { CallArguments, Expression } from "./Ast.ts"

/** Filters that depend on the context, or whose result has no literal: Jinja does not evaluate them at compile time. */
const dynamic = new Set([
  ...["map", "select", "reject", "selectattr", "rejectattr"],
  ...["as_bool", "as_native", "as_number", "as_text"]
])

const all = (nodes: ReadonlyArray<Expression | undefined>): boolean =>
  nodes.every((node) => node === undefined || isConstant(node))

const constantCall = ({ args, named, moreArgs, moreNamed }: CallArguments): boolean =>
  all([...args, ...named.map(([, value]) => value), moreArgs, moreNamed])

/**
 * Returns true when Jinja works the expression out while it compiles the template: no names and no calls in it. It matters
 * where dbt renders settings natively: `{{ 1 }}` becomes the text `1`, `{{ var('one') }}` stays a number.
 */
export const isConstant = (node: Expression): boolean => {
  switch (node.type) {
    case "const":
    case "float":
      return true
    case "name":
    case "call":
      return false
    case "list":
    case "tuple":
    case "concat":
      return all(node.items)
    case "dict":
      return all(node.items.flat())
    case "attribute":
    case "not":
    case "negative":
    case "positive":
      return isConstant(node.of)
    case "item":
      return all([node.of, node.key])
    case "slice":
      return all([node.of, node.start, node.stop, node.step])
    case "filter":
      return all([node.of]) && !dynamic.has(node.name) && constantCall(node.call)
    case "test":
      return isConstant(node.of) && constantCall(node.call)
    case "binary":
    case "and":
    case "or":
      return all([node.left, node.right])
    case "compare":
      return all([node.first, ...node.rest.map(([, value]) => value)])
    case "if":
      return node.otherwise !== undefined && all([node.condition, node.value, node.otherwise])
  }
}
