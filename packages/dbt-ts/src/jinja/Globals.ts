/** The global functions of Jinja2 3.1. */
import { Arguments, count, text } from "./Arguments.ts"
import { dictFrom, fromKeys } from "./CollectionMethods.ts"
import { repr } from "./Print.ts"
import { Range } from "./Range.ts"
import { fail } from "./TemplateError.ts"
import {
  type Attributes,
  attributeIn,
  Dict,
  HostObject,
  LookupObject,
  method,
  type Named,
  plainFunction,
  type Value
} from "./Value.ts"

/** `namespace(…)`: an object whose attributes `set` may change from inside of a loop. */
export class Namespace extends HostObject {
  readonly typeName = "Namespace"
  override readonly module = "jinja2.utils"
  readonly values: Dict
  constructor(values: Dict) {
    super()
    this.values = values
  }
  override attribute(name: string): Value | undefined {
    return this.values.get(name)
  }
  override print(): string {
    return `<Namespace ${repr(this.values)}>`
  }
}

/** `cycler(…)`: gives its items in turn. */
const cycler = (items: ReadonlyArray<Value>): Value => {
  if (items.length === 0) fail("at least one item has to be provided")
  let at = 0
  const attributes: Attributes<undefined> = {
    current: () => items[at] as Value,
    next: method(() => {
      const item = items[at] as Value
      at = (at + 1) % items.length
      return item
    }),
    reset: method(() => {
      at = 0
      return null
    })
  }
  return new LookupObject("Cycler", (name) => attributeIn(attributes, undefined, name))
}

class Joiner extends HostObject {
  readonly typeName = "Joiner"
  override readonly module = "jinja2.utils"
  readonly #glue: string
  #used = false
  constructor(glue: string) {
    super()
    this.#glue = glue
  }
  override readonly callable = true
  protected override result(): Value {
    const glue = this.#used ? this.#glue : ""
    this.#used = true
    return glue
  }
}

/** The function `dict`, which is a class in Python. */
class DictClass extends HostObject {
  readonly typeName = "type"
  override readonly callable = true
  protected override result(args: ReadonlyArray<Value>, named: Named): Value {
    return dictOf(args, named)
  }
  override attribute(name: string): Value | undefined {
    if (name !== "fromkeys") return undefined
    return plainFunction(name, (args, named) => fromKeys(new Arguments(name, args, named)))
  }
  override print(): string {
    return "<class 'dict'>"
  }
}

const dictOf = (args: ReadonlyArray<Value>, named: Named): Dict => {
  if (args.length > 1) fail(`dict expected at most 1 argument, got ${args.length}`)
  const dict = args[0] === undefined ? new Dict() : dictFrom(args[0])
  for (const [key, value] of named) dict.set(key, value)
  return dict
}

const functions: ReadonlyArray<readonly [string, Value]> = [
  plainFunction("range", (args) => {
    const [first, second, third] = args.map((argument) => count(argument))
    if (first === undefined) return fail("range expected at least 1 argument, got 0")
    return second === undefined ? new Range(0, first, 1) : new Range(first, second, third ?? 1)
  }),
  plainFunction("namespace", (args, named) => new Namespace(dictOf(args, named))),
  plainFunction("cycler", (args) => cycler(args)),
  plainFunction("joiner", (args, named) => new Joiner(text(args[0] ?? named.get("sep"), ", ")))
].map((each) => [each.name, each] as const)

export const globals: ReadonlyArray<readonly [string, Value]> = [...functions, ["dict", new DictClass()]]
