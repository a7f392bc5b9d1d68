/** References that are read without being rendered: `ref('x')`, `source('s', 't')` in property files. */
import type { Expression } from "../jinja/Ast.ts"
import { TemplateError } from "../jinja/TemplateError.ts"
import { parseExpression } from "../jinja/TemplateParser.ts"
import type { RefTarget } from "./Node.ts"

export type Reference =
  | { readonly kind: "ref"; readonly target: RefTarget }
  | { readonly kind: "source"; readonly source: readonly [string, string] }

const literal = (expression: Expression | undefined): string | number | undefined => {
  if (expression?.type === "float") return expression.value
  if (expression?.type !== "const") return undefined
  const { value } = expression
  return typeof value === "string" || typeof value === "number" ? value : undefined
}

const parsed = (text: string): Expression | undefined => {
  try {
    return parseExpression(text)
  } catch (thrown) {
    if (thrown instanceof TemplateError) return undefined
    throw thrown
  }
}

/** Returns the reference that a text is; nothing when it is none. */
export const staticReference = (text: string): Reference | undefined => {
  const expression = parsed(text)
  if (expression?.type !== "call" || expression.of.type !== "name") return undefined
  const args = expression.call.args.map(literal)
  if (args.length === 0 || args.length > 2 || args.some((each) => typeof each !== "string")) return undefined
  const [first, second] = args as ReadonlyArray<string>
  if (expression.of.name === "source" && second !== undefined)
    return { kind: "source", source: [first as string, second] }
  if (expression.of.name !== "ref") return undefined
  const named = new Map(expression.call.named)
  const version = literal(named.get("version") ?? named.get("v"))
  return {
    kind: "ref",
    target: { name: second ?? (first as string), package: second === undefined ? undefined : first, version }
  }
}
