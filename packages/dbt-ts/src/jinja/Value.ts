/**
 * Values of the template language, with Python's meaning: whole numbers and floats are different things, a tuple is
 * not a list, a dictionary keeps its order and takes any hashable key. None is `null`.
 */
import type { Effect } from "effect"
import { fail } from "./TemplateError.ts"

/** A float. Whole numbers are plain numbers, or bigint where a number would lose digits. */
export class Float {
  readonly value: number
  /** Its digits where it is a decimal number that the store sent, which Python prints as they were written. */
  readonly written: string | undefined
  constructor(value: number, written?: string) {
    this.value = value
    this.written = written
  }
}

/** A list that cannot change and can be a key. */
export class Tuple {
  readonly items: ReadonlyArray<Value>
  /** Names of the items, where the tuple has some. */
  readonly names: ReadonlyArray<string>
  constructor(items: ReadonlyArray<Value>, names: ReadonlyArray<string> = []) {
    this.items = items
    this.names = names
  }
}

/**
 * A missing name or attribute. It prints as nothing and is false; anything else done with it is an error
 * with the message `hint`, unless it is `lenient`, as while a project is parsed: then its attributes and results are
 * undefined too.
 */
export class Undefined {
  readonly hint: string
  readonly lenient: boolean
  constructor(hint: string, lenient = false) {
    this.hint = hint
    this.lenient = lenient
  }
}

/** A computation that may wait for an effect (a query); without one it runs straight through. */
// biome-ignore lint/suspicious/noExplicitAny: generators give no type to what `yield*` brings back
export type Step<A> = Generator<Effect.Effect<any, any, any>, A, any>

export type Named = ReadonlyMap<string, Value>

/** What the host lends to templates: objects with attributes, functions. Nothing else of the host is reachable. */
export abstract class HostObject {
  abstract readonly typeName: string
  /** The type's module in Python, for messages about missing attributes. */
  readonly module: string = ""
  readonly callable: boolean = false
  readonly isMapping: boolean = false
  /** True if items can be read by position or key. */
  readonly subscriptable: boolean = false
  /** Returns the attribute's value; JavaScript's undefined where there is none. */
  attribute(_name: string): Value | undefined {
    return undefined
  }
  item(_key: Value): Value | undefined {
    return undefined
  }
  iterate(): Iterable<Value> | undefined {
    return undefined
  }
  // biome-ignore lint/correctness/useYield: most calls need no query
  *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    return this.result(args, named)
  }
  /** Returns the result of a call that needs no query. */
  protected result(_args: ReadonlyArray<Value>, _named: Named): Value {
    throw new TypeError(`'${this.typeName}' object is not callable`)
  }
  truthy(): boolean {
    const items = this.iterate()
    if (items === undefined) return true
    for (const _ of items) return true
    return false
  }
  /** Returns what Python's `len` gives; undefined if it has no length. */
  length(): number | undefined {
    const items = this.iterate()
    return items === undefined ? undefined : [...items].length
  }
  slice(_start: Value, _stop: Value, _step: Value): Value | undefined {
    return undefined
  }
  /** Returns the result of `==` for two objects of the host. */
  equals(other: HostObject): boolean {
    return this === other
  }
  /** Equal objects have one key in dictionaries and sets; undefined where the object itself is the key. */
  key(): string | undefined {
    return undefined
  }
  /** Before, with or after the other; undefined where there is no order. */
  order(_other: Value): number | undefined {
    return undefined
  }
  /** `this + other`, or `other + this` where `reflected`; undefined where that means nothing. */
  plus(_other: Value, _reflected: boolean): Value | undefined {
    return undefined
  }
  minus(_other: Value): Value | undefined {
    return undefined
  }
  /** Python's `str`. */
  print(): string {
    return `<${this.typeName}>`
  }
  /** Python's `repr`, where it is another one: how it prints inside of a list. */
  repr(): string {
    return this.print()
  }
}

/** Returns the value if there is one (None counts as a value), otherwise the other. `??` would treat None as absent. */
export const given = <A, B>(value: A | undefined, otherwise: () => B): A | B =>
  value === undefined ? otherwise() : value

export interface List extends Array<Value> {}

export type Value = string | boolean | number | bigint | null | Float | Undefined | List | Tuple | Dict | HostObject

/** A function of TypeScript that templates can call. */
export class HostFunction extends HostObject {
  readonly typeName = "function"
  readonly name: string
  readonly body: (args: ReadonlyArray<Value>, named: Named) => Step<Value>
  constructor(name: string, body: (args: ReadonlyArray<Value>, named: Named) => Step<Value>) {
    super()
    this.name = name
    this.body = body
  }
  override readonly callable = true
  override call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    return this.body(args, named)
  }
  override print(): string {
    return `<function ${this.name}>`
  }
}

/** What a filter such as `map` gives: items that can be taken once, true whether or not there are any. */
export class Generated extends HostObject {
  readonly typeName = "generator"
  #items: ReadonlyArray<Value>
  constructor(items: ReadonlyArray<Value>) {
    super()
    this.#items = items
  }
  override iterate(): Iterable<Value> {
    const items = this.#items
    this.#items = []
    return items
  }
  override length(): undefined {
    return undefined
  }
  override truthy(): boolean {
    return true
  }
  override print(): string {
    return "<generator object>"
  }
}

/** Returns a function that never waits. */
export const plainFunction = (name: string, body: (args: ReadonlyArray<Value>, named: Named) => Value): HostFunction =>
  // biome-ignore lint/correctness/useYield: it never waits
  new HostFunction(name, function* (args, named) {
    return body(args, named)
  })

/** Attributes of a class by name. */
export type Attributes<Self> = Readonly<Record<string, (self: Self, name: string) => Value>>

/** Returns an attribute that is a method. */
export const method =
  <Self>(body: (self: Self, args: ReadonlyArray<Value>, named: Named) => Value) =>
  (self: Self, name: string): Value =>
    plainFunction(name, (args, named) => body(self, args, named))

/** Returns an attribute of a host object from its table of attributes; undefined if the table lacks it. */
export const attributeIn = <Self>(attributes: Attributes<Self>, self: Self, name: string): Value | undefined =>
  Object.hasOwn(attributes, name) ? attributes[name]?.(self, name) : undefined

/** An object whose attributes, and items, are looked up by functions. */
export class LookupObject extends HostObject {
  readonly typeName: string
  readonly #attribute: (name: string) => Value | undefined
  readonly #item: (key: Value) => Value | undefined
  constructor(
    typeName: string,
    attribute: (name: string) => Value | undefined,
    item: (key: Value) => Value | undefined = () => undefined
  ) {
    super()
    this.typeName = typeName
    this.#attribute = attribute
    this.#item = item
  }
  override attribute(name: string): Value | undefined {
    return this.#attribute(name)
  }
  override item(key: Value): Value | undefined {
    return this.#item(key)
  }
}

const identities = new WeakMap<object, number>()
let nextIdentity = 0

/** Equal keys give equal text: 1, 1.0 and True are one key, as in Python. */
const keyText = (value: Value): string => {
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
