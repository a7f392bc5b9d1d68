import { fail } from "./TemplateError.ts"
import { Float, HostObject, Tuple, Undefined, type Value } from "./Value.ts"

const identities = new WeakMap<object, number>()
let nextIdentity = 0

/** Equal keys give equal text: 1, 1.0 and True are one key, as in Python. */
export const keyText = (value: Value): string => {
  if (typeof value === "string") return `s${value}`
  if (typeof value === "boolean") return `n${value ? 1 : 0}`
  if (typeof value === "number" || typeof value === "bigint") return `n${value}`
  if (value === null) return "None"
  if (value instanceof Float) return `n${value.value}`
  if (value instanceof Tuple) return `t${value.items.map((item) => JSON.stringify(keyText(item))).join()}`
  if (value instanceof HostObject || value instanceof Undefined) {
    const key = value instanceof HostObject ? value.key() : undefined
    if (key !== undefined) return `h${key}`
    let identity = identities.get(value)
    if (identity === undefined) {
      identity = nextIdentity++
      identities.set(value, identity)
    }
    return `o${identity}`
  }
  return fail(`unhashable type: '${Array.isArray(value) ? "list" : "dict"}'`)
}

/** Python's dict: any hashable key, in order of first insertion. */
export class Dict {
  readonly #entries = new Map<string, [Value, Value]>()

  static of(entries: Iterable<readonly [Value, Value]>): Dict {
    const dict = new Dict()
    for (const [key, value] of entries) dict.set(key, value)
    return dict
  }
  get size(): number {
    return this.#entries.size
  }
  get(key: Value): Value | undefined {
    return this.#entries.get(keyText(key))?.[1]
  }
  has(key: Value): boolean {
    return this.#entries.has(keyText(key))
  }
  /** A key that is there keeps its place and its first spelling. */
  set(key: Value, value: Value): void {
    const text = keyText(key)
    const entry = this.#entries.get(text)
    if (entry === undefined) this.#entries.set(text, [key, value])
    else entry[1] = value
  }
  delete(key: Value): boolean {
    return this.#entries.delete(keyText(key))
  }
  clear(): void {
    this.#entries.clear()
  }
  keys(): ReadonlyArray<Value> {
    return [...this.#entries.values()].map(([key]) => key)
  }
  values(): ReadonlyArray<Value> {
    return [...this.#entries.values()].map(([, value]) => value)
  }
  entries(): ReadonlyArray<readonly [Value, Value]> {
    return [...this.#entries.values()].map(([key, value]) => [key, value] as const)
  }
}

/** A dictionary that prints as Python's OrderedDict. */
export class OrderedDict extends Dict {
  static override of(entries: Iterable<readonly [Value, Value]>): OrderedDict {
    const dict = new OrderedDict()
    for (const [key, value] of entries) dict.set(key, value)
    return dict
  }
}
