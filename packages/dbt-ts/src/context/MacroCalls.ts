/** The macros that a macro calls, as far as its text shows. */
import type { CallArguments, Expression, Statement } from "../jinja/Ast.ts"

export interface MacroCall {
  /** `dispatch` is `adapter.dispatch('name', 'namespace')`. */
  readonly kind: "call" | "dispatch"
  readonly name: string
  readonly namespace: string | undefined
}

const text = (expression: Expression | undefined): string | undefined =>
  expression?.type === "const" && typeof expression.value === "string" ? expression.value : undefined

const dispatched = ({ args, named }: CallArguments): MacroCall | undefined => {
  const given = new Map(named)
  const name = text(args[0] ?? given.get("macro_name"))
  return name === undefined
    ? undefined
    : { kind: "dispatch", name, namespace: text(args[1] ?? given.get("macro_namespace")) }
}

const callOf = (callee: Expression, call: CallArguments): MacroCall | undefined => {
  if (callee.type === "name") return { kind: "call", name: callee.name, namespace: undefined }
  if (callee.type !== "attribute" || callee.of.type !== "name") return undefined
  if (callee.of.name !== "adapter") return { kind: "call", name: callee.name, namespace: callee.of.name }
  return callee.name === "dispatch" ? dispatched(call) : undefined
}

/** Calls in order of appearance, before names are resolved. */
export const macroCalls = (statement: Statement): ReadonlyArray<MacroCall> => {
  const found: Array<MacroCall> = []
  const walk = (tree: unknown): void => {
    if (Array.isArray(tree)) {
      for (const item of tree) walk(item)
      return
    }
    if (typeof tree !== "object" || tree === null || tree instanceof Set) return
    const node = tree as { readonly type?: string }
    if (node.type === "call") {
      const { of, call } = node as Extract<Expression, { type: "call" }>
      const made = callOf(of, call)
      if (made !== undefined) found.push(made)
    }
    for (const item of Object.values(tree)) walk(item)
  }
  walk(statement)
  return found
}
