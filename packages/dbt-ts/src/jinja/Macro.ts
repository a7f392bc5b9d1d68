import type { MacroBody } from "./Ast.ts"
import { fail } from "./TemplateError.ts"
import { Dict, given, HostObject, type Named, type Step, Tuple, Undefined, type Value } from "./Value.ts"

/** Thrown by `return(value)`: the macro that runs ends with this value instead of its text. */
export class MacroReturn {
  readonly value: Value
  constructor(value: Value) {
    this.value = value
  }
}

/** Runs a macro's body with its names bound. */
export type RunMacro = (bound: ReadonlyMap<string, Value>) => Step<Value>

/** A macro, or the body of a `call` block as `caller`. */
export class Macro extends HostObject {
  readonly typeName = "Macro"
  override get module(): string {
    return "jinja2.runtime"
  }
  readonly body: MacroBody
  readonly #run: RunMacro
  constructor(body: MacroBody, run: RunMacro) {
    super()
    this.body = body
    this.#run = run
  }

  override get callable(): boolean {
    return true
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case "name":
        return this.body.name
      case "arguments":
        return new Tuple(this.body.parameters.map((parameter) => parameter.name))
      case "catch_kwargs":
        return this.body.speaksOf.has("kwargs")
      case "catch_varargs":
        return this.body.speaksOf.has("varargs")
      case "caller":
        return this.body.speaksOf.has("caller")
      default:
        return undefined
    }
  }

  override *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    const { parameters, speaksOf, name } = this.body
    const bound = new Map<string, Value>()
    const left = new Map(named)
    parameters.forEach((parameter, index) => {
      const value = given(args[index], () => left.get(parameter.name))
      if (index >= args.length) left.delete(parameter.name)
      if (value !== undefined) bound.set(parameter.name, value)
    })
    if (speaksOf.has("caller") && !parameters.some((parameter) => parameter.name === "caller")) {
      bound.set(
        "caller",
        given(left.get("caller"), () => new Undefined("No caller defined"))
      )
      left.delete("caller")
    }
    if (speaksOf.has("kwargs")) bound.set("kwargs", Dict.of(left))
    else if (left.size > 0) fail(`macro '${name}' takes no keyword argument '${[...left.keys()][0]}'`)
    if (speaksOf.has("varargs")) bound.set("varargs", new Tuple(args.slice(parameters.length)))
    else if (args.length > parameters.length) {
      fail(`macro '${name}' takes not more than ${parameters.length} argument(s)`)
    }
    try {
      return yield* this.#run(bound)
    } catch (thrown) {
      if (thrown instanceof MacroReturn) return thrown.value
      throw thrown
    }
  }

  override print(): string {
    return `<Macro '${this.body.name}'>`
  }
}
