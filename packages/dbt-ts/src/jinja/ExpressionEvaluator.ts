/** What expressions come to. See `Evaluator.ts` for why everything is a generator. */
import { attributeOf, itemOf, sliceOf } from "./Access.ts"
import type { CallArguments, Expression } from "./Ast.ts"
import { isConstant } from "./IsConstant.ts"
import type { Language } from "./Language.ts"
import { arithmetic, compare, concat, iterate, negative, positive, truthy } from "./Operators.ts"
import { str } from "./Print.ts"
import type { Scope } from "./Scope.ts"
import { fail } from "./TemplateError.ts"
import { typeName } from "./typeName.ts"
import { Dict, Float, given, HostObject, type Named, type Step, Tuple, Undefined, type Value } from "./Value.ts"

interface Bound {
  readonly args: ReadonlyArray<Value>
  readonly named: Named
}

export class ExpressionEvaluator {
  protected readonly language: Language
  constructor(language: Language) {
    this.language = language
  }

  protected *bind(call: CallArguments, scope: Scope): Step<Bound> {
    const args: Array<Value> = []
    for (const argument of call.args) args.push(yield* this.evaluate(argument, scope))
    const named = new Map<string, Value>()
    for (const [name, value] of call.named) named.set(name, yield* this.evaluate(value, scope))
    if (call.moreArgs !== undefined) args.push(...iterate(yield* this.evaluate(call.moreArgs, scope)))
    if (call.moreNamed !== undefined) {
      const more = yield* this.evaluate(call.moreNamed, scope)
      if (!(more instanceof Dict)) return fail("argument after ** must be a mapping")
      for (const [key, value] of more.entries()) {
        if (typeof key !== "string") fail("keywords must be strings")
        if (named.has(str(key))) fail(`got multiple values for keyword argument '${str(key)}'`)
        named.set(str(key), value)
      }
    }
    return { args, named }
  }

  protected *invoke(callee: Value, args: ReadonlyArray<Value>, named: Named): Step<Value> {
    if (callee instanceof Undefined) return callee.lenient ? callee : fail(callee.hint)
    if (!(callee instanceof HostObject) || !callee.callable) return fail(`'${typeName(callee)}' object is not callable`)
    return yield* callee.call(args, named)
  }

  /** Returns the value of an expression; `input` is what a filter block filters. */
  *evaluate(node: Expression, scope: Scope, input?: Value): Step<Value> {
    const { lenient } = this.language
    switch (node.type) {
      case "const":
        return node.value
      case "float":
        return new Float(node.value)
      case "name":
        return given(scope.get(node.name), () => new Undefined(`'${node.name}' is undefined`, lenient))
      case "list":
        return yield* this.#all(node.items, scope)
      case "tuple":
        return new Tuple(yield* this.#all(node.items, scope))
      case "dict": {
        const dict = new Dict()
        for (const [key, value] of node.items) {
          dict.set(yield* this.evaluate(key, scope), yield* this.evaluate(value, scope))
        }
        return dict
      }
      case "attribute":
        return attributeOf(yield* this.evaluate(node.of, scope), node.name, lenient)
      case "item":
        return itemOf(yield* this.evaluate(node.of, scope), yield* this.evaluate(node.key, scope), lenient)
      case "slice": {
        const sliced = yield* this.evaluate(node.of, scope)
        const [start, stop, step] = [node.start, node.stop, node.step]
        const bounds = [
          start === undefined ? null : yield* this.evaluate(start, scope),
          stop === undefined ? null : yield* this.evaluate(stop, scope),
          step === undefined ? null : yield* this.evaluate(step, scope)
        ] as const
        // Jinja evaluates constants when it compiles, and there a wrong slice is undefined, not an error.
        return given(sliceOf(sliced, ...bounds), () =>
          isConstant(node)
            ? new Undefined(`${typeName(sliced)} object has no such slice`, lenient)
            : fail(`'${typeName(sliced)}' object cannot be sliced like this`)
        )
      }
      case "call": {
        const callee = yield* this.evaluate(node.of, scope)
        const { args, named } = yield* this.bind(node.call, scope)
        return yield* this.invoke(callee, args, named)
      }
      case "filter": {
        const value = node.of === undefined ? given(input, () => "") : yield* this.evaluate(node.of, scope, input)
        const filter = this.language.filter(node.name) ?? fail(`No filter named '${node.name}'.`, node.line)
        const { args, named } = yield* this.bind(node.call, scope)
        return filter(value, args, named, this.language)
      }
      case "test": {
        const value = yield* this.evaluate(node.of, scope)
        const test = this.language.test(node.name) ?? fail(`No test named '${node.name}'.`, node.line)
        const { args, named } = yield* this.bind(node.call, scope)
        return test(value, args, named, this.language)
      }
      case "binary":
        return arithmetic(
          node.operator,
          yield* this.evaluate(node.left, scope),
          yield* this.evaluate(node.right, scope)
        )
      case "concat":
        return concat(yield* this.#all(node.items, scope))
      case "and": {
        const left = yield* this.evaluate(node.left, scope)
        return truthy(left) ? yield* this.evaluate(node.right, scope) : left
      }
      case "or": {
        const left = yield* this.evaluate(node.left, scope)
        return truthy(left) ? left : yield* this.evaluate(node.right, scope)
      }
      case "not":
        return !truthy(yield* this.evaluate(node.of, scope))
      case "negative":
        return negative(yield* this.evaluate(node.of, scope))
      case "positive":
        return positive(yield* this.evaluate(node.of, scope))
      case "compare": {
        let left = yield* this.evaluate(node.first, scope)
        for (const [operator, next] of node.rest) {
          const right = yield* this.evaluate(next, scope)
          if (!compare(operator, left, right)) return false
          left = right
        }
        return true
      }
      case "if": {
        if (truthy(yield* this.evaluate(node.condition, scope))) return yield* this.evaluate(node.value, scope)
        return node.otherwise === undefined
          ? new Undefined(
              `the inline if-expression on line ${node.line} evaluated to false and no else section was defined.`,
              lenient
            )
          : yield* this.evaluate(node.otherwise, scope)
      }
    }
  }

  *#all(nodes: ReadonlyArray<Expression>, scope: Scope): Step<Array<Value>> {
    const values: Array<Value> = []
    for (const node of nodes) values.push(yield* this.evaluate(node, scope))
    return values
  }
}
