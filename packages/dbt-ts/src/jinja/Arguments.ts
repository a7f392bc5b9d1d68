import type { Language, Operation } from "./Language.ts"
import { asWhole } from "./Numbers.ts"
import { truthy } from "./Operators.ts"
import { fail } from "./TemplateError.ts"
import { typeName } from "./typeName.ts"
import { given, type Named, type Value } from "./Value.ts"

/** The arguments of one call of a filter, method or function, by position or name. */
export class Arguments {
  readonly #function: string
  readonly #args: ReadonlyArray<Value>
  readonly #named: Named
  constructor(name: string, args: ReadonlyArray<Value>, named: Named) {
    this.#function = name
    this.#args = args
    this.#named = named
  }

  /** Binds to parameter names in order; an argument too many or of an unknown name is an error. */
  bind(...names: ReadonlyArray<string>): ReadonlyArray<Value | undefined> {
    if (this.#args.length > names.length) {
      fail(`${this.#function}() takes at most ${names.length} arguments (${this.#args.length} given)`)
    }
    for (const [name] of this.#named) {
      const index = names.indexOf(name)
      if (index === -1) fail(`${this.#function}() got an unexpected keyword argument '${name}'`)
      if (index < this.#args.length) fail(`${this.#function}() got multiple values for argument '${name}'`)
    }
    return names.map((name, index) => given(this.#args[index], () => this.#named.get(name)))
  }
}

/** Returns an argument that must be text, or the default if it is missing. Fails the template for any other type. */
export const text = (value: Value | undefined, otherwise?: string): string => {
  if (value === undefined && otherwise !== undefined) return otherwise
  return typeof value === "string"
    ? value
    : fail(`expected str, got ${value === undefined ? "nothing" : typeName(value)}`)
}

/** Returns an argument that must be a whole number, or the default if it is missing. Fails the template for any other type. */
export const count = (value: Value | undefined, otherwise?: number): number => {
  if (value === undefined && otherwise !== undefined) return otherwise
  const number = value === undefined ? undefined : asWhole(value)
  return number === undefined
    ? fail(`expected int, got ${value === undefined ? "nothing" : typeName(value)}`)
    : Number(number)
}

/** Returns true for a switch that is given and on. */
export const isOn = (value: Value | undefined): boolean => value !== undefined && truthy(value)

/** A filter with parameters of these names. */
export const taking =
  (
    names: ReadonlyArray<string>,
    body: (value: Value, args: ReadonlyArray<Value | undefined>, language: Language) => Value
  ): Operation<Value> =>
  (value, args, named, language) =>
    body(value, new Arguments("filter", args, named).bind(...names), language)
