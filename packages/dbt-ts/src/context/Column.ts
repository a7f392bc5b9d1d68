import { Arguments, text } from "../jinja/Arguments.ts"
import { repr, str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { typeName } from "../jinja/typeName.ts"
import { type Attributes, attributeIn, given, HostObject, method, type Named, type Value } from "../jinja/Value.ts"

/** Types that are named alike on all databases, and ClickHouse's for them. */
const typeLabels: Readonly<Record<string, string>> = {
  STRING: "String",
  TIMESTAMP: "DateTime",
  FLOAT: "Float32",
  INTEGER: "Int32"
}

const translated = (label: string): string => {
  const known = label.toUpperCase()
  return Object.hasOwn(typeLabels, known) ? (typeLabels[known] as string) : label
}

const texts = new Set(
  "string fixedstring longblob longtext tinytext text varchar mediumblob blob tinyblob char mediumtext".split(" ")
)

/** A column as macros see it: name, type, and dbt-clickhouse's questions about the type. */
export class Column extends HostObject {
  readonly typeName = "ClickHouseColumn"
  readonly name: string
  readonly isNullable: boolean
  readonly isLowCardinality: boolean
  /** The type inside of Nullable and LowCardinality. */
  readonly dtype: string
  constructor(name: string, type: string) {
    super()
    const low = /^LowCardinality\((.*)\)$/.exec(type.trim())
    const unwrapped = low?.[1] ?? type.trim()
    const nullable = /^Nullable\((.*)\)$/.exec(unwrapped)
    this.name = name
    this.isLowCardinality = low !== null
    this.isNullable = nullable !== null
    this.dtype = nullable?.[1] ?? unwrapped
  }

  override readonly module = "dbt.adapters.clickhouse.column"
  get isString(): boolean {
    const type = this.dtype.toLowerCase()
    return texts.has(type) || type.startsWith("fixedstring")
  }
  get isNumeric(): boolean {
    return this.dtype.toLowerCase().startsWith("decimal")
  }
  get isInteger(): boolean {
    return /^u?int/i.test(this.dtype)
  }
  get isFloat(): boolean {
    return this.dtype.toLowerCase().startsWith("float")
  }
  #digits(): readonly [number, number] {
    const found = /Decimal\((\d+), (\d+)\)/.exec(this.dtype)
    return found === null ? [0, 0] : [Number(found[1]), Number(found[2])]
  }
  get stringSize(): number {
    if (!this.isString) return fail("Called string_size() on non-string field!")
    return Number(/^FixedString\((\d+)\)/.exec(this.dtype)?.[1] ?? 256)
  }
  /** The type as a table would be made with it: a text of any length is a String, as in dbt-clickhouse. */
  get dataType(): string {
    const bare = this.isString ? "String" : this.isNumeric ? `Decimal(${this.#digits().join(", ")})` : this.dtype
    const nullable = this.isNullable ? `Nullable(${bare})` : bare
    return this.isLowCardinality ? `LowCardinality(${nullable})` : nullable
  }

  static readonly #attributes: Attributes<Column> = {
    name: (column) => column.name,
    column: (column) => column.name,
    quoted: (column) => `"${column.name}"`,
    dtype: (column) => column.dtype,
    data_type: (column) => column.dataType,
    expanded_data_type: (column) => column.dataType,
    is_nullable: (column) => column.isNullable,
    is_low_cardinality: (column) => column.isLowCardinality,
    char_size: (column) => (/^fixedstring/i.test(column.dtype) ? column.stringSize : null),
    numeric_precision: (column) => (column.isNumeric ? column.#digits()[0] : null),
    numeric_scale: (column) => (column.isNumeric ? column.#digits()[1] : null),
    is_string: method((column) => column.isString),
    is_number: method((column) => column.isInteger || column.isNumeric || column.isFloat),
    is_integer: method((column) => column.isInteger),
    is_float: method((column) => column.isFloat),
    is_numeric: method((column) => column.isNumeric),
    string_size: method((column) => column.stringSize),
    literal: method((column, args) => `to${column.dtype}(${str(args[0] ?? null)})`),
    can_expand_to: method((column, [other]) => {
      if (!(other instanceof Column)) return fail(`can_expand_to() takes a column, not ${typeName(other ?? null)}`)
      return column.isString && other.isString && other.stringSize > column.stringSize
    })
  }
  override attribute(name: string): Value | undefined {
    return given(attributeIn(Column.#attributes, this, name), () => classAttribute(name))
  }
  override equals(other: HostObject): boolean {
    return other instanceof Column && other.print() === this.print() && other.dtype === this.dtype
  }
  override repr(): string {
    return `<ClickhouseColumn ${this.name} (${this.dataType}, is nullable: ${repr(this.isNullable)})>`
  }
  override print(): string {
    return `${this.name} ${this.isNullable ? `Nullable(${this.dataType})` : this.dataType}`
  }
}

const classAttributes: Attributes<undefined> = {
  translate_type: method((_, args) => translated(text(args[0]))),
  create: method((_, args, named) => {
    const [column, label] = new Arguments("create", args, named).bind("name", "label_or_dtype")
    return new Column(text(column), translated(text(label)))
  }),
  string_type: method(() => "String"),
  numeric_type: method((_, args) => `Decimal(${str(args[1] ?? null)}, ${str(args[2] ?? null)})`)
}

const classAttribute = (name: string): Value | undefined => attributeIn(classAttributes, undefined, name)

/** `api.Column`: makes columns and knows their types. */
class ColumnClass extends HostObject {
  readonly typeName = "type"
  override readonly callable = true
  protected override result(args: ReadonlyArray<Value>, named: Named): Value {
    const [column, dtype] = new Arguments("Column", args, named).bind("column", "dtype")
    return new Column(text(column), text(dtype))
  }
  override attribute(name: string): Value | undefined {
    return classAttribute(name)
  }
}

export const columnClass = new ColumnClass()
