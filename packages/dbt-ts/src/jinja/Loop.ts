import { equals } from "./Operators.ts"
import { fail } from "./TemplateError.ts"
import {
  type Attributes,
  attributeIn,
  given,
  HostObject,
  method,
  type Named,
  type Step,
  Tuple,
  Undefined,
  type Value
} from "./Value.ts"

/** Thrown by `{% break %}` and `{% continue %}` inside of a loop. */
export class LoopExit {
  readonly kind: "break" | "continue"
  constructor(kind: "break" | "continue") {
    this.kind = kind
  }
}

/** `loop` inside of a `for`. */
export class Loop extends HostObject {
  readonly typeName = "LoopContext"
  override readonly module = "jinja2.runtime"
  override readonly callable: boolean
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
    this.callable = recurse !== undefined
    this.#lenient = lenient
  }

  advance(): void {
    this.#index++
  }

  static readonly #attributes: Attributes<Loop> = {
    index: (loop) => loop.#index + 1,
    index0: (loop) => loop.#index,
    revindex: (loop) => loop.#items.length - loop.#index,
    revindex0: (loop) => loop.#items.length - loop.#index - 1,
    first: (loop) => loop.#index === 0,
    last: (loop) => loop.#index === loop.#items.length - 1,
    length: (loop) => loop.#items.length,
    depth: (loop) => loop.#depth + 1,
    depth0: (loop) => loop.#depth,
    previtem: (loop) => loop.#neighbour(-1, "there is no previous item"),
    nextitem: (loop) => loop.#neighbour(1, "there is no next item"),
    cycle: method((loop, args) => given(args[loop.#index % args.length], () => fail("no items for cycling given"))),
    changed: method((loop, args) => {
      const value = new Tuple(args)
      const changed = loop.#watched === undefined || !equals(loop.#watched, value)
      loop.#watched = value
      return changed
    })
  }

  #neighbour(step: number, hint: string): Value {
    return given(this.#items[this.#index + step], () => new Undefined(hint, this.#lenient))
  }

  override attribute(name: string): Value | undefined {
    return attributeIn(Loop.#attributes, this, name)
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
