import { fail } from "./TemplateError.ts"
import type { Value } from "./Value.ts"

/** A template that turns in circles ends as an error; no project comes near. */
const maxRounds = 2_000_000

/** Names and their values; a name that is not here is looked up around. */
export class Scope {
  #names: Map<string, Value> | undefined
  readonly #around: Scope | undefined
  /** Rounds of loops of all scopes around and inside. */
  readonly #rounds: { count: number }
  constructor(around?: Scope, names?: Iterable<readonly [string, Value]>) {
    this.#around = around
    this.#names = names === undefined ? undefined : new Map(names)
    this.#rounds = around === undefined ? { count: 0 } : around.#rounds
  }
  get(name: string): Value | undefined {
    const value = this.#names?.get(name)
    return value === undefined ? this.#around?.get(name) : value
  }
  /** Sets the name in this scope alone: what a loop or macro sets is gone after it. */
  set(name: string, value: Value): void {
    this.#names ??= new Map()
    this.#names.set(name, value)
  }
  countRound(): void {
    if (++this.#rounds.count > maxRounds) fail("the template's loops do not end")
  }
}
