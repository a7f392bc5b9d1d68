import type { Value } from "./Value.ts"

/** Names and their values; a name that is not here is looked up around. */
export class Scope {
  readonly #names: Map<string, Value>
  readonly #around: Scope | undefined
  constructor(around?: Scope, names: Iterable<readonly [string, Value]> = []) {
    this.#around = around
    this.#names = new Map(names)
  }
  get(name: string): Value | undefined {
    const value = this.#names.get(name)
    return value === undefined ? this.#around?.get(name) : value
  }
  /** Sets the name in this scope alone: what a loop or macro sets is gone after it. */
  set(name: string, value: Value): void {
    this.#names.set(name, value)
  }
}
