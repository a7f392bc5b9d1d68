import type { BinaryOperator, CallArguments, CompareOperator, Expression } from "./Ast.ts"
import { fail } from "./TemplateError.ts"
import { TokenStream } from "./TokenStream.ts"

const none: CallArguments = { args: [], named: [], moreArgs: undefined, moreNamed: undefined }
const comparisons = new Set<string>(["==", "!=", "<", "<=", ">", ">="])
const constants = new Map<string, boolean | null>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null]
])

/** Jinja's expressions, in its order of precedence (Jinja2 3.1, `Parser.parse_expression`). */
export class ExpressionParser {
  protected readonly tokens: TokenStream
  constructor(template: string) {
    this.tokens = new TokenStream(template)
  }

  expression(): Expression {
    let { line } = this.tokens.current
    let value = this.#or()
    while (this.tokens.skipName("if")) {
      const condition = this.#or()
      const otherwise = this.tokens.skipName("else") ? this.expression() : undefined
      value = { type: "if", condition, value, otherwise, line }
      line = this.tokens.current.line
    }
    return value
  }

  /** Returns an expression, or several with commas: a tuple. `stop` names end it, as `in` does in a loop's target. */
  tuple(options: { readonly conditional?: boolean; readonly stop?: string; readonly explicit?: boolean } = {}) {
    const one = (): Expression => (options.conditional === false ? this.#or() : this.expression())
    const items: Array<Expression> = []
    let isTuple = false
    const over = (): boolean =>
      this.tokens.current.type === "variable_end" ||
      this.tokens.current.type === "block_end" ||
      this.tokens.isOperator(")") ||
      (options.stop !== undefined && this.tokens.isName(options.stop))
    for (;;) {
      if (items.length > 0) this.tokens.expectOperator(",")
      if (over()) break
      items.push(one())
      if (!this.tokens.isOperator(",")) break
      isTuple = true
    }
    if (!isTuple && items[0] !== undefined) return items[0]
    if (!isTuple && options.explicit !== true) this.tokens.unexpected("an expression")
    return { type: "tuple", items } satisfies Expression
  }

  #or(): Expression {
    let left = this.#and()
    while (this.tokens.skipName("or")) left = { type: "or", left, right: this.#and() }
    return left
  }

  #and(): Expression {
    let left = this.#not()
    while (this.tokens.skipName("and")) left = { type: "and", left, right: this.#not() }
    return left
  }

  #not(): Expression {
    return this.tokens.skipName("not") ? { type: "not", of: this.#not() } : this.#compare()
  }

  #compare(): Expression {
    const first = this.#sum()
    const rest: Array<readonly [CompareOperator, Expression]> = []
    for (;;) {
      const { current, following } = this.tokens
      if (current.type === "operator" && comparisons.has(current.value)) {
        this.tokens.next()
        rest.push([current.value as CompareOperator, this.#sum()])
      } else if (this.tokens.skipName("in")) rest.push(["in", this.#sum()])
      else if (this.tokens.isName("not") && following.type === "name" && following.value === "in") {
        this.tokens.next()
        this.tokens.next()
        rest.push(["not in", this.#sum()])
      } else break
    }
    return rest.length === 0 ? first : { type: "compare", first, rest }
  }

  #binary(operators: ReadonlyArray<string>, operand: () => Expression): Expression {
    let left = operand()
    for (;;) {
      const { current } = this.tokens
      if (current.type !== "operator" || !operators.includes(current.value)) return left
      this.tokens.next()
      left = { type: "binary", operator: current.value as BinaryOperator, left, right: operand() }
    }
  }

  #sum(): Expression {
    return this.#binary(["+", "-"], () => this.#concat())
  }

  #concat(): Expression {
    const first = this.#product()
    if (!this.tokens.isOperator("~")) return first
    const items = [first]
    while (this.tokens.skipOperator("~")) items.push(this.#product())
    return { type: "concat", items }
  }

  #product(): Expression {
    return this.#binary(["*", "/", "//", "%"], () => this.#binary(["**"], () => this.#unary(true)))
  }

  #unary(withFilters: boolean): Expression {
    let value: Expression
    if (this.tokens.skipOperator("-")) value = { type: "negative", of: this.#unary(false) }
    else if (this.tokens.skipOperator("+")) value = { type: "positive", of: this.#unary(false) }
    else value = this.primary()
    value = this.#postfix(value)
    return withFilters ? this.#filters(value) : value
  }

  protected primary(): Expression {
    const { current } = this.tokens
    if (current.type === "name") {
      this.tokens.next()
      const constant = constants.get(current.value)
      return constant === undefined ? { type: "name", name: current.value } : { type: "const", value: constant }
    }
    if (current.type === "string") {
      let value = ""
      while (this.tokens.current.type === "string") value += this.tokens.next().value
      return { type: "const", value }
    }
    if (current.type === "integer") {
      const value = BigInt(this.tokens.next().value)
      const small = Number(value)
      return { type: "const", value: Number.isSafeInteger(small) ? small : value }
    }
    if (current.type === "float") return { type: "float", value: Number(this.tokens.next().value) }
    if (this.tokens.skipOperator("(")) {
      const value = this.tuple({ explicit: true })
      this.tokens.expectOperator(")")
      return value
    }
    if (this.tokens.skipOperator("[")) {
      return { type: "list", items: this.#until("]", () => this.expression()) }
    }
    if (this.tokens.skipOperator("{")) {
      const pair = (): readonly [Expression, Expression] => {
        const key = this.expression()
        this.tokens.expectOperator(":")
        return [key, this.expression()]
      }
      return { type: "dict", items: this.#until("}", pair) }
    }
    return fail(`unexpected '${current.value}'`, current.line)
  }

  #until<A>(close: string, one: () => A): ReadonlyArray<A> {
    const items: Array<A> = []
    while (!this.tokens.isOperator(close)) {
      if (items.length > 0) {
        this.tokens.expectOperator(",")
        if (this.tokens.isOperator(close)) break
      }
      items.push(one())
    }
    this.tokens.expectOperator(close)
    return items
  }

  #postfix(start: Expression): Expression {
    let value = start
    for (;;) {
      const { line } = this.tokens.current
      if (this.tokens.skipOperator(".")) {
        const { current } = this.tokens
        if (current.type === "integer") {
          this.tokens.next()
          value = { type: "item", of: value, key: { type: "const", value: Number(current.value) } }
        } else value = { type: "attribute", of: value, name: this.tokens.expect("name").value }
      } else if (this.tokens.skipOperator("[")) {
        value = this.#subscript(value)
        this.tokens.expectOperator("]")
      } else if (this.tokens.isOperator("(")) value = { type: "call", of: value, call: this.#arguments(), line }
      else return value
    }
  }

  #subscript(operand: Expression): Expression {
    const bound = (): Expression | undefined =>
      this.tokens.isOperator(":") || this.tokens.isOperator("]") ? undefined : this.expression()
    const start = bound()
    if (this.tokens.skipOperator(":")) {
      const stop = bound()
      const step = this.tokens.skipOperator(":") ? bound() : undefined
      return { type: "slice", of: operand, start, stop, step }
    }
    // Jinja takes `x[]` for `x[()]`.
    if (start === undefined) return { type: "item", of: operand, key: { type: "tuple", items: [] } }
    const items = [start]
    while (this.tokens.skipOperator(",")) items.push(this.expression())
    return { type: "item", of: operand, key: items.length === 1 ? start : { type: "tuple", items } }
  }

  #filters(start: Expression): Expression {
    let value = start
    for (;;) {
      if (this.tokens.isOperator("|")) value = this.filterChain(value) as Expression
      else if (this.tokens.isName("is")) value = this.#test(value)
      // Calls are valid both after postfix expressions and after filters and tests.
      else if (this.tokens.isOperator("("))
        value = { type: "call", of: value, line: this.tokens.current.line, call: this.#arguments() }
      else return value
    }
  }

  #dottedName(): string {
    let name = this.tokens.expect("name").value
    while (this.tokens.skipOperator(".")) name += `.${this.tokens.expect("name").value}`
    return name
  }

  /** `| a | b(1)` after `of`; a filter block starts without the first bar. */
  protected filterChain(operand: Expression | undefined, inline = false): Expression | undefined {
    let value = operand
    let bare = inline
    while (bare || this.tokens.skipOperator("|")) {
      bare = false
      const { line } = this.tokens.current
      const name = this.#dottedName()
      value = { type: "filter", of: value, name, line, call: this.tokens.isOperator("(") ? this.#arguments() : none }
    }
    return value
  }

  #test(operand: Expression): Expression {
    const { line } = this.tokens.next()
    const negated = this.tokens.skipName("not")
    const name = this.#dottedName()
    const { current } = this.tokens
    let call = none
    if (this.tokens.isOperator("(")) call = this.#arguments()
    else if (
      ["name", "string", "integer", "float"].includes(current.type)
        ? !["else", "or", "and"].includes(current.value) || current.type !== "name"
        : this.tokens.isOperator("[") || this.tokens.isOperator("{")
    ) {
      if (this.tokens.isName("is")) fail("You cannot chain multiple tests with is", line)
      call = { ...none, args: [this.#postfix(this.primary())] }
    }
    const test: Expression = { type: "test", of: operand, name, call, line }
    return negated ? { type: "not", of: test } : test
  }

  #arguments(): CallArguments {
    const { line } = this.tokens.expectOperator("(")
    const ensure = (holds: boolean): void => {
      if (!holds) fail("invalid syntax for function call expression", line)
    }
    const args: Array<Expression> = []
    const named: Array<readonly [string, Expression]> = []
    let moreArgs: Expression | undefined
    let moreNamed: Expression | undefined
    let first = true
    while (!this.tokens.isOperator(")")) {
      if (!first) {
        this.tokens.expectOperator(",")
        if (this.tokens.isOperator(")")) break
      }
      first = false
      const { current, following } = this.tokens
      if (this.tokens.skipOperator("*")) {
        ensure(moreArgs === undefined && moreNamed === undefined)
        moreArgs = this.expression()
      } else if (this.tokens.skipOperator("**")) {
        ensure(moreNamed === undefined)
        moreNamed = this.expression()
      } else if (current.type === "name" && following.type === "operator" && following.value === "=") {
        ensure(moreNamed === undefined)
        this.tokens.next()
        this.tokens.next()
        named.push([current.value, this.expression()])
      } else {
        ensure(moreArgs === undefined && moreNamed === undefined && named.length === 0)
        args.push(this.expression())
      }
    }
    this.tokens.expectOperator(")")
    return { args, named, moreArgs, moreNamed }
  }
}
