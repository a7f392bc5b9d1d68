/**
 * Runs a parsed template. Everything is a generator that yields effects where a called function waits for one, so a
 * template without queries runs straight through, and one with queries can be interrupted like any effect.
 */

import { attributeOf, itemOf, sliceOf } from "./Access.ts"
import type { CallArguments, Expression, MacroBody, Statement, Target } from "./Ast.ts"
import { Dict } from "./Dict.ts"
import { Namespace } from "./Globals.ts"
import type { Language } from "./Language.ts"
import { Loop } from "./Loop.ts"
import { Macro } from "./Macro.ts"
import { arithmetic, asNumber, compare, concat, defined, iterate, negative, truthy, typeName } from "./Operators.ts"
import { str } from "./Print.ts"
import { Scope } from "./Scope.ts"
import { fail, TemplateError } from "./TemplateError.ts"
import { Float, given, HostObject, type Named, type Step, Tuple, Undefined, type Value } from "./Value.ts"

interface Bound {
  readonly args: ReadonlyArray<Value>
  readonly named: Named
}

export class Evaluator {
  readonly #language: Language
  constructor(language: Language) {
    this.#language = language
  }

  *text(body: ReadonlyArray<Statement>, scope: Scope): Step<string> {
    const out: Array<string> = []
    yield* this.#run(body, scope, out)
    return out.join("")
  }

  *#run(body: ReadonlyArray<Statement>, scope: Scope, out: Array<string>): Step<void> {
    for (const statement of body) {
      if (statement.type === "data") {
        out.push(statement.text)
        continue
      }
      try {
        yield* this.#statement(statement, scope, out)
      } catch (thrown) {
        // The innermost statement knows its line best.
        if (thrown instanceof TemplateError && thrown.line === undefined) fail(thrown.message, statement.line)
        if (thrown instanceof RangeError) fail("maximum recursion depth exceeded", statement.line)
        throw thrown
      }
    }
  }

  *#statement(statement: Exclude<Statement, { type: "data" }>, scope: Scope, out: Array<string>): Step<void> {
    switch (statement.type) {
      case "print":
        out.push(str(yield* this.evaluate(statement.value, scope)))
        return
      case "do":
        yield* this.evaluate(statement.value, scope)
        return
      case "set":
        this.#assign(statement.target, yield* this.evaluate(statement.value, scope), scope)
        return
      case "setBlock": {
        const text = yield* this.text(statement.body, new Scope(scope))
        const { filter } = statement
        this.#assign(statement.target, filter === undefined ? text : yield* this.evaluate(filter, scope, text), scope)
        return
      }
      case "branch": {
        for (const arm of statement.arms) {
          if (truthy(yield* this.evaluate(arm.condition, scope))) return yield* this.#run(arm.body, scope, out)
        }
        return yield* this.#run(statement.otherwise, scope, out)
      }
      case "for":
        return yield* this.#for(statement, yield* this.evaluate(statement.of, scope), 0, scope, out)
      case "macro":
        scope.set(statement.macro.name, this.macro(statement.macro, scope))
        return
      case "callBlock": {
        const { call, caller } = statement
        const bound = yield* this.#bind(call.call, scope)
        const named = new Map(bound.named).set("caller", this.macro(caller, scope))
        out.push(str(yield* this.#invoke(yield* this.evaluate(call.of, scope), bound.args, named)))
        return
      }
      case "filterBlock": {
        const text = yield* this.text(statement.body, new Scope(scope))
        out.push(str(yield* this.evaluate(statement.filter, scope, text)))
        return
      }
      case "with": {
        const inner = new Scope(scope)
        for (const [target, value] of statement.bindings) {
          this.#assign(target, yield* this.evaluate(value, scope), inner)
        }
        return yield* this.#run(statement.body, inner, out)
      }
    }
  }

  #assign(target: Target, value: Value, scope: Scope): void {
    if (target.type === "name") scope.set(target.name, value)
    else if (target.type === "namespace") {
      const space = scope.get(target.name)
      if (!(space instanceof Namespace)) fail("cannot assign attribute on non-namespace object")
      else space.values.set(target.attribute, value)
    } else {
      const items = [...iterate(defined(value))]
      const wanted = target.items.length
      if (items.length > wanted) fail(`too many values to unpack (expected ${wanted})`)
      if (items.length < wanted) fail(`not enough values to unpack (expected ${wanted}, got ${items.length})`)
      target.items.forEach((inner, index) => {
        this.#assign(inner, items[index] as Value, scope)
      })
    }
  }

  *#for(
    statement: Extract<Statement, { type: "for" }>,
    of: Value,
    depth: number,
    scope: Scope,
    out: Array<string>
  ): Step<void> {
    const items: Array<Value> = []
    for (const item of iterate(of)) {
      if (statement.condition !== undefined) {
        const inner = new Scope(scope)
        this.#assign(statement.target, item, inner)
        if (!truthy(yield* this.evaluate(statement.condition, inner))) continue
      }
      items.push(item)
    }
    if (items.length === 0) return yield* this.#run(statement.otherwise, new Scope(scope), out)
    const evaluator = this
    const recurse = statement.recursive
      ? function* (inner: Value, below: number): Step<Value> {
          const text: Array<string> = []
          yield* evaluator.#for(statement, inner, below, scope, text)
          return text.join("")
        }
      : undefined
    const loop = new Loop(items, depth, recurse)
    for (const item of items) {
      loop.advance()
      const inner = new Scope(scope, [["loop", loop]])
      this.#assign(statement.target, item, inner)
      yield* this.#run(statement.body, inner, out)
    }
  }

  /** A macro that sees the names of `scope`. */
  macro(body: MacroBody, scope: Scope): Macro {
    const evaluator = this
    return new Macro(body, function* (bound) {
      const inner = new Scope(scope, bound)
      for (const { name, otherwise } of body.parameters) {
        if (bound.has(name)) continue
        inner.set(
          name,
          otherwise === undefined
            ? new Undefined(`parameter '${name}' was not provided`, evaluator.#language.lenient)
            : yield* evaluator.evaluate(otherwise, inner)
        )
      }
      return yield* evaluator.text(body.body, inner)
    })
  }

  *#bind(call: CallArguments, scope: Scope): Step<Bound> {
    const args: Array<Value> = []
    for (const argument of call.args) args.push(yield* this.evaluate(argument, scope))
    const named = new Map<string, Value>()
    for (const [name, value] of call.named) named.set(name, yield* this.evaluate(value, scope))
    if (call.moreArgs !== undefined) args.push(...iterate(yield* this.evaluate(call.moreArgs, scope)))
    if (call.moreNamed !== undefined) {
      const more = yield* this.evaluate(call.moreNamed, scope)
      if (!(more instanceof Dict)) return fail("argument after ** must be a mapping")
      for (const [key, value] of more.entries()) {
        if (named.has(str(key))) fail(`got multiple values for keyword argument '${str(key)}'`)
        named.set(str(key), value)
      }
    }
    return { args, named }
  }

  *#invoke(callee: Value, args: ReadonlyArray<Value>, named: Named): Step<Value> {
    if (callee instanceof Undefined) return callee.lenient ? callee : fail(callee.hint)
    if (!(callee instanceof HostObject) || !callee.callable) return fail(`'${typeName(callee)}' object is not callable`)
    return yield* callee.call(args, named)
  }

  /** The value of an expression; `input` is what a filter block filters. */
  *evaluate(node: Expression, scope: Scope, input?: Value): Step<Value> {
    const { lenient } = this.#language
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
        const of = yield* this.evaluate(node.of, scope)
        const [start, stop, step] = [node.start, node.stop, node.step]
        return sliceOf(
          of,
          start === undefined ? null : yield* this.evaluate(start, scope),
          stop === undefined ? null : yield* this.evaluate(stop, scope),
          step === undefined ? null : yield* this.evaluate(step, scope)
        )
      }
      case "call": {
        const callee = yield* this.evaluate(node.of, scope)
        const { args, named } = yield* this.#bind(node.call, scope)
        return yield* this.#invoke(callee, args, named)
      }
      case "filter": {
        const value = node.of === undefined ? given(input, () => "") : yield* this.evaluate(node.of, scope, input)
        const filter = this.#language.filter(node.name) ?? fail(`No filter named '${node.name}'.`, node.line)
        const { args, named } = yield* this.#bind(node.call, scope)
        return filter(value, args, named, this.#language)
      }
      case "test": {
        const value = yield* this.evaluate(node.of, scope)
        const test = this.#language.test(node.name) ?? fail(`No test named '${node.name}'.`, node.line)
        const { args, named } = yield* this.#bind(node.call, scope)
        return test(value, args, named, this.#language)
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
      case "positive": {
        const value = defined(yield* this.evaluate(node.of, scope))
        return asNumber(value) === undefined ? fail(`bad operand type for unary +: '${typeName(value)}'`) : value
      }
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
          ? new Undefined("the inline if-expression evaluated to false and no else section was defined.", lenient)
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
