import { slicePlaces } from "../jinja/Access.ts"
import { asWhole } from "../jinja/Numbers.ts"
import { compare, equals } from "../jinja/Operators.ts"
import { repr } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import {
  type Attributes,
  attributeIn,
  Dict,
  given,
  HostObject,
  method,
  OrderedDict,
  Tuple,
  type Value
} from "../jinja/Value.ts"

/** Values in an order, most with names: a row by its columns, columns and rows of a table. */
export class MappedSequence extends HostObject {
  readonly typeName: string
  override readonly module: string
  readonly values: ReadonlyArray<Value>
  readonly #keys: ReadonlyArray<string> | undefined
  constructor(typeName: string, values: ReadonlyArray<Value>, keys?: ReadonlyArray<string>) {
    super()
    this.typeName = typeName
    this.values = values
    this.#keys = keys
    this.module = `agate.${{ Row: "rows", Column: "columns" }[typeName] ?? "mapped_sequence"}`
  }
  get #names(): ReadonlyArray<string> {
    return this.#keys ?? fail("these have no names")
  }
  #entries(): ReadonlyArray<readonly [string, Value]> {
    return this.#names.map((name, index) => [name, this.values[index] as Value] as const)
  }
  override readonly subscriptable = true
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
  static readonly #attributes: Attributes<MappedSequence> = {
    keys: method((sequence) => (sequence.#keys === undefined ? null : new Tuple(sequence.#keys))),
    values: method((sequence) => new Tuple(sequence.values)),
    items: method((sequence) => new Tuple(sequence.#entries().map((entry) => new Tuple(entry)))),
    dict: method((sequence) => OrderedDict.of(sequence.#entries())),
    get: method((sequence, [key, otherwise]) =>
      given(typeof key === "string" ? sequence.item(key) : undefined, () => otherwise ?? null)
    )
  }
  override attribute(name: string): Value | undefined {
    return attributeIn(MappedSequence.#attributes, this, name)
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
  get #filled(): ReadonlyArray<Value> {
    return this.values.filter((value) => value !== null)
  }
  get #sorted(): ReadonlyArray<Value> {
    return [...this.#filled].sort((a, b) => (compare("<", a, b) ? -1 : compare(">", a, b) ? 1 : 0))
  }
  static readonly #columnAttributes: Attributes<TableColumn> = {
    name: (column) => column.name,
    values_distinct: method(
      (column) => new Tuple(Dict.of(column.values.map((value) => [value, null] as const)).keys())
    ),
    values_without_nulls: method((column) => new Tuple(column.#filled)),
    values_sorted: method((column) => new Tuple([...column.#sorted, ...column.values.filter((v) => v === null)])),
    values_without_nulls_sorted: method((column) => new Tuple(column.#sorted))
  }
  override attribute(name: string): Value | undefined {
    return given(attributeIn(TableColumn.#columnAttributes, this, name), () => super.attribute(name))
  }
}
