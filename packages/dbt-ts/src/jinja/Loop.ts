import { equals } from "./Operators.ts"
import { fail } from "./TemplateError.ts"
import { given, HostObject, type Named, plainFunction, type Step, Tuple, Undefined, type Value } from "./Value.ts"

/** `loop` inside of a `for`. */
export class Loop extends HostObject {
  readonly typeName = "LoopContext"
  override get module(): string {
    return "jinja2.runtime"
  }
  readonly #items: ReadonlyArray<Value>
  readonly #depth: number
  readonly #recurse: ((items: Value, depth: number) => Step<Value>) | undefined
  readonly #lenient: boolean
  #index = -1
  #watched: Value | undefined

  constructor(
    items: ReadonlyArray<Value>,
    depth: number,
    recurse: ((items: Value, depth: number) => Step<Value>) | undefined,
    lenient: boolean
  ) {
    super()
    this.#items = items
    this.#depth = depth
    this.#recurse = recurse
    this.#lenient = lenient
  }

  advance(): void {
    this.#index++
  }

  override attribute(name: string): Value | undefined {
    const index = this.#index
    const size = this.#items.length
    switch (name) {
      case "index":
        return index + 1
      case "index0":
        return index
      case "revindex":
        return size - index
      case "revindex0":
        return size - index - 1
      case "first":
        return index === 0
      case "last":
        return index === size - 1
      case "length":
        return size
      case "depth":
        return this.#depth + 1
      case "depth0":
        return this.#depth
      case "previtem":
        return given(this.#items[index - 1], () => new Undefined("there is no previous item", this.#lenient))
      case "nextitem":
        return given(this.#items[index + 1], () => new Undefined("there is no next item", this.#lenient))
      case "cycle":
        return plainFunction(name, (args) => given(args[index % args.length], () => fail("no items for cycling given")))
      case "changed":
        return plainFunction(name, (args) => {
          const value = new Tuple(args)
          const changed = this.#watched === undefined || !equals(this.#watched, value)
          this.#watched = value
          return changed
        })
      default:
        return undefined
    }
  }

  override get callable(): boolean {
    return this.#recurse !== undefined
  }

  override call(args: ReadonlyArray<Value>, _named: Named): Step<Value> {
    if (this.#recurse === undefined) {
      return fail("The loop must have the 'recursive' marker to be called recursively.")
    }
    return this.#recurse(args[0] ?? null, this.#depth + 1)
  }

  override truthy(): boolean {
    return true
  }

  override print(): string {
    return `<LoopContext ${this.#index + 1}/${this.#items.length}>`
  }
}
