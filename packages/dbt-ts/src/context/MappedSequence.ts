import { slicePlaces } from "../jinja/Access.ts"
import { asWhole } from "../jinja/Numbers.ts"
import { compare, equals } from "../jinja/Operators.ts"
import { repr } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { Dict, given, HostObject, OrderedDict, plainFunction, Tuple, type Value } from "../jinja/Value.ts"

/** Values in an order, most with names: a row by its columns, columns and rows of a table. */
export class MappedSequence extends HostObject {
  readonly typeName: string
  readonly values: ReadonlyArray<Value>
  readonly #keys: ReadonlyArray<string> | undefined
  constructor(typeName: string, values: ReadonlyArray<Value>, keys?: ReadonlyArray<string>) {
    super()
    this.typeName = typeName
    this.values = values
    this.#keys = keys
  }
  get #names(): ReadonlyArray<string> {
    return this.#keys ?? fail("these have no names")
  }
  #entries(): ReadonlyArray<readonly [string, Value]> {
    return this.#names.map((name, index) => [name, this.values[index] as Value] as const)
  }
  override get module(): string {
    const file: Readonly<Record<string, string>> = { Row: "rows", Column: "columns" }
    return `agate.${file[this.typeName] ?? "mapped_sequence"}`
  }
  override get subscriptable(): boolean {
    return true
  }
  override iterate(): ReadonlyArray<Value> {
    return this.values
  }
  override length(): number {
    return this.values.length
  }
  override item(key: Value): Value | undefined {
    const index = typeof key === "boolean" ? undefined : asWhole(key)
    if (index !== undefined) return this.values.at(Number(index))
    return typeof key === "string" ? this.values[this.#keys?.indexOf(key) ?? -1] : undefined
  }
  override slice(start: Value, stop: Value, step: Value): Value | undefined {
    const places = slicePlaces(this.values.length, start, stop, step)
    return places && new Tuple(places.map((place) => this.values[place] as Value))
  }
  override equals(other: HostObject): boolean {
    return other instanceof MappedSequence && equals(new Tuple(this.values), new Tuple(other.values))
  }
  override attribute(name: string): Value | undefined {
    switch (name) {
      case "keys":
        return plainFunction(name, () => (this.#keys === undefined ? null : new Tuple(this.#keys)))
      case "values":
        return plainFunction(name, () => new Tuple(this.values))
      case "items":
        return plainFunction(name, () => new Tuple(this.#entries().map((entry) => new Tuple(entry))))
      case "dict":
        return plainFunction(name, () => OrderedDict.of(this.#entries()))
      case "get":
        return plainFunction(name, (args) =>
          given(typeof args[0] === "string" ? this.item(args[0]) : undefined, () => args[1] ?? null)
        )
      default:
        return undefined
    }
  }
  override print(): string {
    const shown = this.values.slice(0, 5).map(repr).join(", ")
    return `<agate.${this.typeName}: (${shown}${this.values.length > 5 ? ", ..." : ""})>`
  }
}

/** A column of a table: its values, without repetition or gaps, in order. */
export class TableColumn extends MappedSequence {
  readonly name: string
  constructor(name: string, values: ReadonlyArray<Value>) {
    super("Column", values)
    this.name = name
  }
  override attribute(name: string): Value | undefined {
    const filled = (): ReadonlyArray<Value> => this.values.filter((value) => value !== null)
    const sorted = (values: ReadonlyArray<Value>): Tuple =>
      new Tuple([...values].sort((a, b) => (compare("<", a, b) ? -1 : compare(">", a, b) ? 1 : 0)))
    switch (name) {
      case "name":
        return this.name
      case "values_distinct":
        return plainFunction(name, () => new Tuple(Dict.of(this.values.map((value) => [value, null] as const)).keys()))
      case "values_without_nulls":
        return plainFunction(name, () => new Tuple(filled()))
      case "values_sorted":
        return plainFunction(
          name,
          () => new Tuple([...sorted(filled()).items, ...this.values.filter((v) => v === null)])
        )
      case "values_without_nulls_sorted":
        return plainFunction(name, () => sorted(filled()))
      default:
        return super.attribute(name)
    }
  }
}
