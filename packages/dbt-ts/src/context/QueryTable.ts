import { count } from "../jinja/Arguments.ts"
import { compare, iterate, truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import {
  type Attributes,
  attributeIn,
  Dict,
  HostObject,
  method,
  type Named,
  Tuple,
  type Value
} from "../jinja/Value.ts"
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

  override readonly module = "agate.table"
  override readonly subscriptable = true
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
    const rows = [...this.data].sort((a, b) => backwards * byAll(a, b))
    return new QueryTable(this.names, rows)
  }
  #distinct(key: Value | undefined): QueryTable {
    const places = key === undefined || key === null ? this.names.map((_, index) => index) : this.#places(key)
    const first = new Dict()
    for (const row of this.data) {
      const tuple = new Tuple(places.map((place) => row[place] as Value))
      if (!first.has(tuple)) first.set(tuple, new Tuple(row))
    }
    const rows = first.values().map((row) => (row as Tuple).items)
    return new QueryTable(this.names, rows)
  }
  #renamed(names: Value | undefined): QueryTable {
    const changed =
      names instanceof Dict
        ? this.names.map((name) => str(names.get(name) ?? name))
        : [...iterate(names ?? fail("rename() needs column_names"))].map(str)
    return new QueryTable(changed, this.data)
  }

  get #columns(): MappedSequence {
    const column = (name: string, index: number) => {
      const values = this.data.map((row) => row[index] as Value)
      return new TableColumn(name, values)
    }
    return new MappedSequence("MappedSequence", this.names.map(column), this.names)
  }

  static readonly #attributes: Attributes<QueryTable> = {
    columns: (table) => table.#columns,
    rows: (table) => table.rows,
    column_names: (table) => new Tuple(table.names),
    select: method((table, args) => table.#select(table.#places(args[0]))),
    exclude: method((table, args) => {
      const left = table.#places(args[0])
      return table.#select(table.names.map((_, index) => index).filter((index) => !left.includes(index)))
    }),
    limit: method((table, args) => {
      const [from, to] = args.length < 2 ? [0, args[0]] : [count(args[0]), args[1]]
      const end = to === undefined || to === null ? undefined : count(to)
      return new QueryTable(table.names, table.data.slice(from, end))
    }),
    order_by: method((table, args, named) => table.#sorted(args, named)),
    distinct: method((table, args, named) => table.#distinct(args[0] ?? named.get("key"))),
    rename: method((table, args, named) => table.#renamed(args[0] ?? named.get("column_names")))
  }

  override attribute(name: string): Value | undefined {
    return refused.has(name)
      ? fail(`'${name}' of a query's table is not supported`)
      : attributeIn(QueryTable.#attributes, this, name)
  }
  override print(): string {
    return `<agate.Table of ${this.data.length} rows>`
  }
}
