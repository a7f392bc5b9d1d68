import type { MacroBody } from "./Ast.ts"
import { fail } from "./TemplateError.ts"
import {
  type Attributes,
  attributeIn,
  Dict,
  given,
  HostObject,
  type Named,
  type Step,
  Tuple,
  Undefined,
  type Value
} from "./Value.ts"

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
  override readonly module = "jinja2.runtime"
  readonly body: MacroBody
  readonly #run: RunMacro
  constructor(body: MacroBody, run: RunMacro) {
    super()
    this.body = body
    this.#run = run
  }

  override readonly callable = true

  static readonly #attributes: Attributes<Macro> = {
    name: ({ body }) => body.name,
    arguments: ({ body }) => new Tuple(body.parameters.map((parameter) => parameter.name)),
    catch_kwargs: ({ body }) => body.implicitArguments.has("kwargs"),
    catch_varargs: ({ body }) => body.implicitArguments.has("varargs"),
    caller: ({ body }) => body.implicitArguments.has("caller")
  }

  override attribute(name: string): Value | undefined {
    return attributeIn(Macro.#attributes, this, name)
  }

  override *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    const { parameters, implicitArguments, name } = this.body
    const bound = new Map<string, Value>()
    const left = new Map(named)
    parameters.forEach((parameter, index) => {
      const value = given(args[index], () => left.get(parameter.name))
      if (index >= args.length) left.delete(parameter.name)
      if (value !== undefined) bound.set(parameter.name, value)
    })
    if (implicitArguments.has("caller") && !parameters.some((parameter) => parameter.name === "caller")) {
      bound.set(
        "caller",
        given(left.get("caller"), () => new Undefined("No caller defined"))
      )
      left.delete("caller")
    }
    if (implicitArguments.has("kwargs")) bound.set("kwargs", Dict.of(left))
    else if (left.size > 0) fail(`macro '${name}' takes no keyword argument '${[...left.keys()][0]}'`)
    if (implicitArguments.has("varargs")) bound.set("varargs", new Tuple(args.slice(parameters.length)))
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
