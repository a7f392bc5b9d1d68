import { repr } from "./Print.ts"
import { Dict, HostObject, type Value } from "./Value.ts"

/** Python's set. It keeps the order in which its items came; Python promises none. */
export class SetObject extends HostObject {
  readonly typeName = "set"
  readonly #items = new Dict()
  constructor(items: Iterable<Value>) {
    super()
    for (const item of items) this.add(item)
  }
  get size(): number {
    return this.#items.size
  }
  has(item: Value): boolean {
    return this.#items.has(item)
  }
  add(item: Value): void {
    if (!this.#items.has(item)) this.#items.set(item, true)
  }
  delete(item: Value): boolean {
    return this.#items.delete(item)
  }
  replace(items: ReadonlyArray<Value>): void {
    this.#items.clear()
    for (const item of items) this.add(item)
  }
  isWithin(other: SetObject): boolean {
    return this.iterate().every((item) => other.has(item))
  }
  without(others: Iterable<Value>): SetObject {
    const gone = new SetObject(others)
    return new SetObject(this.iterate().filter((item) => !gone.has(item)))
  }
  shared(others: Iterable<Value>): SetObject {
    const there = new SetObject(others)
    return new SetObject(this.iterate().filter((item) => there.has(item)))
  }
  override iterate(): ReadonlyArray<Value> {
    return this.#items.keys()
  }
  /** Compares by inclusion; not a number if neither set contains the other. */
  override order(other: Value): number | undefined {
    if (!(other instanceof SetObject)) return undefined
    const [within, around] = [this.isWithin(other), other.isWithin(this)]
    return within || around ? Number(around) - Number(within) : Number.NaN
  }
  override print(): string {
    return this.size === 0 ? "set()" : `{${this.iterate().map(repr).join(", ")}}`
  }
}
