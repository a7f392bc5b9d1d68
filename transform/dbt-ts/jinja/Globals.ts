/** The global functions of Jinja2 3.1. */
import { count, text } from "./Arguments.ts"
import { dictFrom } from "./CollectionMethods.ts"
import { Dict } from "./Dict.ts"
import { repr } from "./Print.ts"
import { fail } from "./TemplateError.ts"
import { HostObject, type Named, plainFunction, type Step, type Value } from "./Value.ts"

/** `namespace(…)`: an object whose attributes `set` may change from inside of a loop. */
export class Namespace extends HostObject {
  readonly typeName = "Namespace"
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

class Cycler extends HostObject {
  readonly typeName = "Cycler"
  readonly #items: ReadonlyArray<Value>
  #at = 0
  constructor(items: ReadonlyArray<Value>) {
    super()
    this.#items = items.length > 0 ? items : fail("at least one item has to be provided")
  }
  override attribute(name: string): Value | undefined {
    if (name === "current") return this.#items[this.#at] as Value
    if (name === "next") {
      return plainFunction(name, () => {
        const item = this.#items[this.#at] as Value
        this.#at = (this.#at + 1) % this.#items.length
        return item
      })
    }
    if (name !== "reset") return undefined
    return plainFunction(name, () => {
      this.#at = 0
      return null
    })
  }
}

class Joiner extends HostObject {
  readonly typeName = "Joiner"
  readonly #glue: string
  #used = false
  constructor(glue: string) {
    super()
    this.#glue = glue
  }
  override get callable(): boolean {
    return true
  }
  // biome-ignore lint/correctness/useYield: it never waits
  override *call(_args: ReadonlyArray<Value>, _named: Named): Step<Value> {
    const glue = this.#used ? this.#glue : ""
    this.#used = true
    return glue
  }
}

class Range extends HostObject {
  readonly typeName = "range"
  readonly #bounds: readonly [number, number, number]
  constructor(start: number, stop: number, step: number) {
    super()
    if (step === 0) fail("range() arg 3 must not be zero")
    if ((stop - start) / step > 1_000_000) fail("range() is too long")
    this.#bounds = [start, stop, step]
  }
  #items(): Array<Value> {
    const [start, stop, step] = this.#bounds
    const items: Array<Value> = []
    for (let i = start; step > 0 ? i < stop : i > stop; i += step) items.push(i)
    return items
  }
  override iterate(): Iterable<Value> {
    return this.#items()
  }
  override item(key: Value): Value | undefined {
    return typeof key === "number" ? this.#items().at(key) : undefined
  }
  override print(): string {
    const [start, stop, step] = this.#bounds
    return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`
  }
}

export const globals: ReadonlyArray<readonly [string, Value]> = [
  plainFunction("range", (args) => {
    const [first, second, third] = args.map((argument) => count(argument))
    if (first === undefined) return fail("range expected at least 1 argument, got 0")
    return second === undefined ? new Range(0, first, 1) : new Range(first, second, third ?? 1)
  }),
  plainFunction("dict", (args, named) => {
    const dict = args[0] === undefined ? new Dict() : dictFrom(args[0])
    for (const [key, value] of named) dict.set(key, value)
    return dict
  }),
  plainFunction("namespace", (args, named) => {
    const dict = args[0] === undefined ? new Dict() : dictFrom(args[0])
    for (const [key, value] of named) dict.set(key, value)
    return new Namespace(dict)
  }),
  plainFunction("cycler", (args) => new Cycler(args)),
  plainFunction("joiner", (args, named) => new Joiner(text(args[0] ?? named.get("sep"), ", ")))
].map((each) => [each.name, each] as const)
