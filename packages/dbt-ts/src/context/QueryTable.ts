import { count, text } from "../jinja/Arguments.ts"
import { compare, iterate, truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { Dict, HostObject, type Named, plainFunction, Tuple, type Value } from "../jinja/Value.ts"
import type { CompactResult } from "../store/ClickHouse.ts"
import { MappedSequence, TableColumn } from "./MappedSequence.ts"
import { readCell } from "./ReadCell.ts"

type Rows = ReadonlyArray<ReadonlyArray<Value>>

/** Other methods of agate are refused by name: they print, write files, or compute what SQL computes better. */
const refused = new Set(
  [
    "aggregate bar_chart bins column_chart compute denormalize find group_by homogenize join line_chart merge normalize",
    "pivot print_bars print_csv print_html print_json print_structure print_table scatterplot to_csv to_json where"
  ]
    .join(" ")
    .split(" ")
)

/** What `run_query` gives: as much of agate's table as projects use. */
export class QueryTable extends HostObject {
  readonly typeName = "Table"
  readonly names: ReadonlyArray<string>
  readonly data: Rows
  constructor(names: ReadonlyArray<string>, data: Rows) {
    super()
    this.names = names
    this.data = data
  }
  static of({ meta, data }: CompactResult): QueryTable {
    return new QueryTable(
      meta.map((column) => column.name),
      data.map((row) => row.map((value, index) => readCell(meta[index]?.type ?? "", value)))
    )
  }

  override get module(): string {
    return "agate.table"
  }
  override get subscriptable(): boolean {
    return true
  }
  get rows(): MappedSequence {
    return new MappedSequence(
      "MappedSequence",
      this.data.map((row) => new MappedSequence("Row", row, this.names))
    )
  }
  override iterate(): ReadonlyArray<Value> {
    return this.rows.values
  }
  override length(): number {
    return this.data.length
  }
  override item(key: Value): Value | undefined {
    return this.rows.item(key)
  }

  #place(column: Value | undefined): number {
    const place = typeof column === "number" ? column : this.names.indexOf(str(column ?? ""))
    return place >= 0 && place < this.names.length ? place : fail(`the table has no column '${str(column ?? "")}'`)
  }
  /** One name or a list of them. */
  #places(columns: Value | undefined): ReadonlyArray<number> {
    if (columns === undefined || typeof columns === "string") return [this.#place(columns)]
    return [...iterate(columns)].map((each) => this.#place(each))
  }
  #select(places: ReadonlyArray<number>): QueryTable {
    return new QueryTable(
      places.map((place) => this.names[place] as string),
      this.data.map((row) => places.map((place) => row[place] as Value))
    )
  }
  #sorted(args: ReadonlyArray<Value>, named: Named): QueryTable {
    const places = this.#places(args[0] ?? named.get("key"))
    const backwards = truthy(args[1] ?? named.get("reverse") ?? false) ? -1 : 1
    // As in agate, what is empty comes last.
    const order = (a: Value, b: Value): number =>
      a === null || b === null
        ? Number(a === null) - Number(b === null)
        : compare("<", a, b)
          ? -1
          : compare(">", a, b)
            ? 1
            : 0
    const byAll = (a: ReadonlyArray<Value>, b: ReadonlyArray<Value>): number =>
      places.reduce((found, place) => (found === 0 ? order(a[place] as Value, b[place] as Value) : found), 0)
    return new QueryTable(
      this.names,
      [...this.data].sort((a, b) => backwards * byAll(a, b))
    )
  }
  #distinct(key: Value | undefined): QueryTable {
    const places = key === undefined || key === null ? this.names.map((_, index) => index) : this.#places(key)
    const first = new Dict()
    for (const row of this.data) {
      const tuple = new Tuple(places.map((place) => row[place] as Value))
      if (!first.has(tuple)) first.set(tuple, new Tuple(row))
    }
    return new QueryTable(
      this.names,
      first.values().map((row) => (row as Tuple).items)
    )
  }
  #renamed(names: Value | undefined): QueryTable {
    const changed =
      names instanceof Dict
        ? this.names.map((name) => str(names.get(name) ?? name))
        : [...iterate(names ?? fail("rename() needs column_names"))].map(str)
    return new QueryTable(changed, this.data)
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case "columns":
        return new MappedSequence(
          "MappedSequence",
          this.names.map(
            (each, index) =>
              new TableColumn(
                each,
                this.data.map((row) => row[index] as Value)
              )
          ),
          this.names
        )
      case "rows":
        return this.rows
      case "column_names":
        return new Tuple(this.names)
      case "select":
        return plainFunction(name, (args) => this.#select(this.#places(args[0])))
      case "exclude":
        return plainFunction(name, (args) => {
          const left = this.#places(args[0])
          return this.#select(this.names.map((_, index) => index).filter((index) => !left.includes(index)))
        })
      case "limit":
        return plainFunction(name, (args) => {
          const [from, to] = args.length < 2 ? [0, args[0]] : [count(args[0]), args[1]]
          return new QueryTable(
            this.names,
            this.data.slice(from, to === undefined || to === null ? undefined : count(to))
          )
        })
      case "order_by":
        return plainFunction(name, (args, named) => this.#sorted(args, named))
      case "distinct":
        return plainFunction(name, (args, named) => this.#distinct(args[0] ?? named.get("key")))
      case "rename":
        return plainFunction(name, (args, named) => this.#renamed(args[0] ?? named.get("column_names")))
      default:
        return refused.has(name) ? fail(`'${text(name)}' of a query's table is not supported`) : undefined
    }
  }
  override print(): string {
    return `<agate.Table of ${this.data.length} rows>`
  }
}
