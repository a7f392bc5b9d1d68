import type { Expression, MacroBody, Parameter, Statement, Target, Template } from "./Ast.ts"
import { ExpressionParser } from "./ExpressionParser.ts"
import { fail } from "./TemplateError.ts"

/** Tags of Jinja and dbt that are known and refused by name. */
const refused = new Set("autoescape block docs extends from import include materialization snapshot".split(" "))

class TemplateParser extends ExpressionParser {
  /** How many loops are open around the current tag. */
  #loops = 0

  template(): Template {
    const body = this.#statements([])
    if (this.tokens.current.type !== "eof") this.tokens.unexpected("end of template")
    return body
  }

  /** Returns the statements up to a tag that starts with one of `ends`, whose name is the current token afterwards. */
  #statements(ends: ReadonlyArray<string>): ReadonlyArray<Statement> {
    const body: Array<Statement> = []
    for (;;) {
      const { current } = this.tokens
      if (current.type === "eof") {
        if (ends.length > 0) {
          fail(
            `Unexpected end of template. Jinja was looking for the following tags: ${ends.map((e) => `'${e}'`).join(" or ")}.`,
            current.line
          )
        }
        return body
      }
      this.tokens.next()
      if (current.type === "data") body.push({ type: "data", text: current.value })
      else if (current.type === "variable_begin") {
        body.push({ type: "print", value: this.tuple(), line: current.line })
        this.tokens.expect("variable_end")
      } else {
        if (this.tokens.current.type === "name" && ends.includes(this.tokens.current.value)) return body
        body.push(...this.#statement())
        this.tokens.expect("block_end")
      }
    }
  }

  /** Returns the body of a tag: from its end to `ends`. */
  #body(...ends: ReadonlyArray<string>): ReadonlyArray<Statement> {
    this.tokens.skipOperator(":")
    this.tokens.expect("block_end")
    return this.#statements(ends)
  }

  #closedBody(end: string): ReadonlyArray<Statement> {
    const body = this.#body(end)
    this.tokens.next()
    return body
  }

  #statement(): ReadonlyArray<Statement> {
    const { value: tag, line } = this.tokens.expect("name")
    switch (tag) {
      case "if":
        return [this.#if(line)]
      case "for":
        return [this.#for(line)]
      case "set":
        return [this.#set(line)]
      case "do":
        return [{ type: "do", value: this.tuple(), line }]
      case "break":
      case "continue":
        return this.#loops > 0 ? [{ type: "exit", kind: tag, line }] : fail(`'${tag}' outside of a loop`, line)
      case "macro":
        return [{ type: "macro", macro: this.#macro("", "endmacro"), line }]
      case "test":
        return [{ type: "macro", macro: this.#macro("test_", "endtest"), line }]
      case "call":
        return [this.#callBlock(line)]
      case "filter": {
        const filter = this.filterChain(undefined, true) as Expression
        return [{ type: "filterBlock", filter, body: this.#closedBody("endfilter"), line }]
      }
      case "with":
        return [this.#with(line)]
      case "print": {
        const values: Array<Statement> = []
        do values.push({ type: "print", value: this.expression(), line })
        while (this.tokens.skipOperator(","))
        return values
      }
      default:
        return refused.has(tag)
          ? fail(`the tag '${tag}' is not supported`, line)
          : fail(`Encountered unknown tag '${tag}'.`, line)
    }
  }

  #if(line: number): Statement {
    const arms: Array<{ condition: Expression; body: ReadonlyArray<Statement> }> = []
    for (;;) {
      const condition = this.tuple({ conditional: false })
      arms.push({ condition, body: this.#body("elif", "else", "endif") })
      const tag = this.tokens.next().value
      if (tag === "endif") return { type: "branch", arms, otherwise: [], line }
      if (tag === "else") return { type: "branch", arms, otherwise: this.#closedBody("endif"), line }
    }
  }

  #for(line: number): Statement {
    const target = this.#targets()
    if (sets(target, "loop")) fail("Can't assign to special loop variable in for-loop target", line)
    this.tokens.expectName("in")
    const iterated = this.tuple({ conditional: false, stop: "recursive" })
    const condition = this.tokens.skipName("if") ? this.expression() : undefined
    const recursive = this.tokens.skipName("recursive")
    this.#loops++
    const body = this.#body("endfor", "else")
    this.#loops--
    const otherwise = this.tokens.next().value === "else" ? this.#closedBody("endfor") : []
    return { type: "for", target, of: iterated, condition, recursive, body, otherwise, line }
  }

  #target(): Target {
    if (this.tokens.skipOperator("(")) {
      const target = this.#targets()
      this.tokens.expectOperator(")")
      return target
    }
    const { value: name, line } = this.tokens.expect("name")
    if (["true", "false", "none", "True", "False", "None"].includes(name)) fail("can't assign to 'const'", line)
    if (this.tokens.skipOperator(".")) {
      return { type: "namespace", name, attribute: this.tokens.expect("name").value }
    }
    return { type: "name", name }
  }

  #targets(): Target {
    const first = this.#target()
    if (!this.tokens.isOperator(",")) return first
    const items = [first]
    while (this.tokens.skipOperator(",")) items.push(this.#target())
    return { type: "targets", items }
  }

  #set(line: number): Statement {
    const target = this.#targets()
    if (this.tokens.skipOperator("=")) return { type: "set", target, value: this.tuple(), line }
    const filter = this.filterChain(undefined)
    return { type: "setBlock", target, filter, body: this.#closedBody("endset"), line }
  }

  #parameters(): ReadonlyArray<Parameter> {
    const parameters: Array<Parameter> = []
    this.tokens.expectOperator("(")
    while (!this.tokens.isOperator(")")) {
      if (parameters.length > 0) this.tokens.expectOperator(",")
      const { value: name, line } = this.tokens.expect("name")
      if (this.tokens.skipOperator(":")) this.#typeName()
      const otherwise = this.tokens.skipOperator("=") ? this.expression() : undefined
      if (otherwise === undefined && parameters.at(-1)?.otherwise !== undefined) {
        fail("non-default argument follows default argument", line)
      }
      if (parameters.some((each) => each.name === name)) fail(`the parameter '${name}' is declared twice`, line)
      parameters.push({ name, otherwise })
    }
    this.tokens.expectOperator(")")
    return parameters
  }

  /** `name: type[of, these]`: dbt permits types of macro parameters; they have no effect. */
  #typeName(): void {
    this.tokens.expect("name")
    if (!this.tokens.skipOperator("[")) return
    this.#typeName()
    while (this.tokens.skipOperator(",")) this.#typeName()
    this.tokens.expectOperator("]")
  }

  #macro(prefix: string, end: string): MacroBody {
    const name = prefix + this.tokens.expect("name").value
    const parameters = this.#parameters()
    const outer = this.#loops
    this.#loops = 0
    const body = this.#closedBody(end)
    this.#loops = outer
    return macroBody(name, parameters, body)
  }

  #callBlock(line: number): Statement {
    const parameters = this.tokens.isOperator("(") ? this.#parameters() : []
    const call = this.expression()
    if (call.type !== "call") return fail("expected call", line)
    return { type: "callBlock", call, caller: macroBody("caller", parameters, this.#closedBody("endcall")), line }
  }

  #with(line: number): Statement {
    const bindings: Array<readonly [Target, Expression]> = []
    while (this.tokens.current.type !== "block_end") {
      if (bindings.length > 0) this.tokens.expectOperator(",")
      const target = this.#target()
      this.tokens.expectOperator("=")
      bindings.push([target, this.expression()])
    }
    return { type: "with", bindings, body: this.#closedBody("endwith"), line }
  }
}

const sets = (target: Target, name: string): boolean =>
  target.type === "targets" ? target.items.some((each) => sets(each, name)) : target.name === name

/** Adds to `found` the implicit arguments that a piece of the tree names, at any depth. */
const collectImplicit = (tree: unknown, found: Set<string>): void => {
  if (Array.isArray(tree)) for (const item of tree) collectImplicit(item, found)
  else if (typeof tree === "object" && tree !== null && !(tree instanceof Set)) {
    const node = tree as { type?: string; name?: string }
    if (node.type === "name" && ["varargs", "kwargs", "caller"].includes(node.name ?? "")) {
      found.add(node.name as string)
    }
    for (const item of Object.values(tree)) collectImplicit(item, found)
  }
}

const macroBody = (name: string, parameters: ReadonlyArray<Parameter>, body: Template): MacroBody => {
  const found = new Set<string>()
  collectImplicit(body, found)
  return { name, parameters, body, implicitArguments: found }
}

/** Parses a template; throws a `TemplateError` where it is wrong. */
export const parseTemplate = (source: string): Template => {
  try {
    return new TemplateParser(source).template()
  } catch (thrown) {
    if (thrown instanceof RangeError) return fail("maximum recursion depth exceeded")
    throw thrown
  }
}

/** Parses text that is one expression, without delimiters. */
export const parseExpression = (source: string): Expression => {
  const parser = new TemplateParser(`{{ ${source} }}`)
  const [only, ...rest] = parser.template()
  return only?.type === "print" && rest.length === 0 ? only.value : fail("expected one expression")
}

/** Returns whether the text has a tag, an expression or a comment. */
export const isTemplate = (source: string): boolean => /\{[{%#]/.test(source)
