import { Dict } from "../jinja/Dict.ts"
import { Float, HostObject, plainFunction, Tuple, type Value } from "../jinja/Value.ts"

/** ClickHouse's JSONCompact. */
export interface CompactResult {
  readonly meta: ReadonlyArray<{ readonly name: string; readonly type: string }>
  readonly data: ReadonlyArray<ReadonlyArray<unknown>>
}

const cell = (type: string, value: unknown): Value => {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1]
  if (inner !== undefined) return cell(inner, value)
  if (value === null || value === undefined) return null
  const item = /^Array\((.*)\)$/.exec(type)?.[1]
  if (item !== undefined) return (value as ReadonlyArray<unknown>).map((each) => cell(item, each))
  if (/^U?Int/.test(type)) {
    const whole = BigInt(value as string | number)
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
  }
  if (/^(Float|Decimal)/.test(type)) return new Float(Number(value))
  return typeof value === "boolean" ? value : String(value)
}

class Column extends HostObject {
  readonly typeName = "Column"
  readonly name: string
  readonly #values: ReadonlyArray<Value>
  constructor(name: string, values: ReadonlyArray<Value>) {
    super()
    this.name = name
    this.#values = values
  }
  override attribute(name: string): Value | undefined {
    if (name === "name") return this.name
    return name === "values" ? plainFunction(name, () => new Tuple(this.#values)) : undefined
  }
  override item(key: Value): Value | undefined {
    return typeof key === "number" ? this.#values.at(key) : undefined
  }
  override iterate(): Iterable<Value> {
    return this.#values
  }
}

class Row extends HostObject {
  readonly typeName = "Row"
  readonly #columns: ReadonlyArray<string>
  readonly #values: ReadonlyArray<Value>
  constructor(columns: ReadonlyArray<string>, values: ReadonlyArray<Value>) {
    super()
    this.#columns = columns
    this.#values = values
  }
  override attribute(name: string): Value | undefined {
    if (name === "values") return plainFunction(name, () => new Tuple(this.#values))
    if (name === "keys") return plainFunction(name, () => new Tuple(this.#columns))
    if (name !== "dict") return undefined
    return plainFunction(name, () => Dict.of(this.#columns.map((column, i) => [column, this.#values[i] as Value])))
  }
  override item(key: Value): Value | undefined {
    if (typeof key === "number") return this.#values.at(key)
    return typeof key === "string" ? this.#values[this.#columns.indexOf(key)] : undefined
  }
  override iterate(): Iterable<Value> {
    return this.#values
  }
}

/** What `run_query` gives: as much of agate's table as projects use. */
export class QueryTable extends HostObject {
  readonly typeName = "Table"
  readonly #names: ReadonlyArray<string>
  readonly #rows: ReadonlyArray<ReadonlyArray<Value>>
  constructor(result: CompactResult) {
    super()
    this.#names = result.meta.map((column) => column.name)
    this.#rows = result.data.map((row) => row.map((value, index) => cell(result.meta[index]?.type ?? "", value)))
  }
  #row(values: ReadonlyArray<Value>): Row {
    return new Row(this.#names, values)
  }
  #column(index: number): Column {
    return new Column(
      this.#names[index] as string,
      this.#rows.map((row) => row[index] as Value)
    )
  }
  override attribute(name: string): Value | undefined {
    switch (name) {
      case "columns":
        return this.#names.map((_, index) => this.#column(index))
      case "rows":
        return this.#rows.map((row) => this.#row(row))
      case "column_names":
        return new Tuple(this.#names)
      default:
        return undefined
    }
  }
  override item(key: Value): Value | undefined {
    const row = typeof key === "number" ? this.#rows.at(key) : undefined
    return row === undefined ? undefined : this.#row(row)
  }
  override iterate(): Iterable<Value> {
    return this.#rows.map((row) => this.#row(row))
  }
  override truthy(): boolean {
    return true
  }
}
