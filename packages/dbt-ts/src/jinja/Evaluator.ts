/**
 * Runs a parsed template. Everything is a generator that yields effects where a called function waits for one, so a
 * template without queries runs straight through, and one with queries can be interrupted like any effect.
 */
import type { MacroBody, Statement, Target } from "./Ast.ts"
import { ExpressionEvaluator } from "./ExpressionEvaluator.ts"
import { Namespace } from "./Globals.ts"
import { isConstant } from "./IsConstant.ts"
import type { Language } from "./Language.ts"
import { Loop, LoopExit } from "./Loop.ts"
import { Macro } from "./Macro.ts"
import { iterate, iterated, truthy } from "./Operators.ts"
import { NativeOutput, type Output, TextOutput } from "./Output.ts"
import { str } from "./Print.ts"
import { Scope } from "./Scope.ts"
import { fail, TemplateError } from "./TemplateError.ts"
import { defined, typeName } from "./typeName.ts"
import { Dict, type Step, Undefined, type Value } from "./Value.ts"

/** Returns the message for a limit of the engine, worded as in Python if Python has the same limit. */
const limitWords = ({ message }: RangeError): string =>
  message.startsWith("Maximum call stack") ? "maximum recursion depth exceeded" : "a text or list is too long"

export class Evaluator extends ExpressionEvaluator {
  /** Where a macro of the template itself is kept: dbt hides those, and expects macros in separate files. */
  readonly #macroName: (name: string) => string
  constructor(language: Language, macroName: (name: string) => string) {
    super(language)
    this.#macroName = macroName
  }

  *text(body: ReadonlyArray<Statement>, scope: Scope): Step<string> {
    const out = new TextOutput()
    yield* this.#run(body, scope, out)
    return out.text()
  }

  /** Returns the value where the template prints just one, as dbt reads settings. */
  *native(body: ReadonlyArray<Statement>, scope: Scope): Step<Value> {
    const out = new NativeOutput()
    yield* this.#run(body, scope, out)
    return out.result()
  }

  *#run(body: ReadonlyArray<Statement>, scope: Scope, out: Output): Step<void> {
    for (const statement of body) {
      if (statement.type === "data") {
        out.constant(statement.text)
        continue
      }
      if (statement.type !== "print") out.boundary()
      try {
        yield* this.#statement(statement, scope, out)
      } catch (thrown) {
        // The innermost statement knows its line best.
        if (thrown instanceof TemplateError && thrown.line === undefined) fail(thrown.message, statement.line)
        if (thrown instanceof RangeError) fail(limitWords(thrown), statement.line)
        throw thrown
      }
      if (statement.type !== "print") out.boundary()
    }
  }

  *#statement(statement: Exclude<Statement, { type: "data" }>, scope: Scope, out: Output): Step<void> {
    switch (statement.type) {
      case "print": {
        const value = yield* this.evaluate(statement.value, scope)
        if (out instanceof NativeOutput && isConstant(statement.value)) out.constant(str(value))
        else out.value(value)
        return
      }
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
      case "exit":
        throw new LoopExit(statement.kind)
      case "macro":
        scope.set(this.#macroName(statement.macro.name), this.macro(statement.macro, scope))
        return
      case "callBlock": {
        const { call, caller } = statement
        const callee = yield* this.evaluate(call.of, scope)
        const bound = yield* this.bind(call.call, scope)
        const named = new Map(bound.named).set("caller", this.macro(caller, scope))
        out.value(yield* this.invoke(callee, bound.args, named))
        return
      }
      case "filterBlock": {
        const text = yield* this.text(statement.body, new Scope(scope))
        const filtered = yield* this.evaluate(statement.filter, scope, text)
        if (typeof filtered !== "string") fail(`expected str instance, ${typeName(filtered)} found`)
        out.value(filtered)
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
      if (space === undefined) fail(`'${target.name}' is undefined`)
      else if (!(space instanceof Namespace)) fail("cannot assign attribute on non-namespace object")
      else space.values.set(target.attribute, value)
    } else {
      const found = iterated(defined(value)) ?? fail(`cannot unpack non-iterable ${typeName(value)} object`)
      const items = [...found]
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
    iterated: Value,
    depth: number,
    scope: Scope,
    out: Output
  ): Step<void> {
    const { condition } = statement
    let items: Array<Value> = []
    // A list that grows while it is gone through is gone through to its end, as in Python.
    if (condition === undefined) items = Array.isArray(iterated) ? iterated : [...iterate(iterated)]
    else {
      for (const item of iterate(iterated)) {
        const inner = new Scope(scope)
        this.#assign(statement.target, item, inner)
        if (truthy(yield* this.evaluate(condition, inner))) items.push(item)
      }
    }
    if (items.length === 0) return yield* this.#run(statement.otherwise, new Scope(scope), out)
    const evaluator = this
    const recurse = statement.recursive
      ? function* (inner: Value, below: number): Step<Value> {
          const text = new TextOutput()
          yield* evaluator.#for(statement, inner, below, scope, text)
          return text.text()
        }
      : undefined
    const loop = new Loop(items, depth, recurse, this.language.lenient)
    for (const item of items) {
      loop.advance()
      const inner = new Scope(scope, [["loop", loop]])
      inner.countRound()
      this.#assign(statement.target, item, inner)
      try {
        yield* this.#run(statement.body, inner, out)
      } catch (thrown) {
        if (!(thrown instanceof LoopExit)) throw thrown
        if (thrown.kind === "break") break
      }
      if (iterated instanceof Dict && iterated.size !== items.length && condition === undefined) {
        fail("dictionary changed size during iteration")
      }
    }
  }

  /** Returns a macro that sees the names of `scope`. */
  macro(body: MacroBody, scope: Scope): Macro {
    const evaluator = this
    return new Macro(body, function* (bound) {
      const inner = new Scope(scope, bound)
      for (const { name, otherwise } of body.parameters) {
        if (bound.has(name)) continue
        inner.set(
          name,
          otherwise === undefined
            ? new Undefined(`parameter '${name}' was not provided`, evaluator.language.lenient)
            : yield* evaluator.evaluate(otherwise, inner)
        )
      }
      return yield* evaluator.text(body.body, inner)
    })
  }
}
