import { Arguments, text } from "../jinja/Arguments.ts"
import { repr, str } from "../jinja/Print.ts"
import { fail } from "../jinja/TemplateError.ts"
import { typeName } from "../jinja/typeName.ts"
import { HostObject, type Named, plainFunction, type Step, type Value } from "../jinja/Value.ts"

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

/** A column of a table: its name and ClickHouse's type. */
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

  override get module(): string {
    return "dbt.adapters.clickhouse.column"
  }
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

  override attribute(name: string): Value | undefined {
    const answer = (value: Value): Value => plainFunction(name, () => value)
    switch (name) {
      case "name":
      case "column":
        return this.name
      case "quoted":
        return `"${this.name}"`
      case "dtype":
        return this.dtype
      case "data_type":
      case "expanded_data_type":
        return this.dataType
      case "is_nullable":
        return this.isNullable
      case "is_low_cardinality":
        return this.isLowCardinality
      case "char_size":
        return /^fixedstring/i.test(this.dtype) ? this.stringSize : null
      case "numeric_precision":
        return this.isNumeric ? this.#digits()[0] : null
      case "numeric_scale":
        return this.isNumeric ? this.#digits()[1] : null
      case "is_string":
        return answer(this.isString)
      case "is_number":
        return answer(this.isInteger || this.isNumeric || this.isFloat)
      case "is_integer":
        return answer(this.isInteger)
      case "is_float":
        return answer(this.isFloat)
      case "is_numeric":
        return answer(this.isNumeric)
      case "string_size":
        return plainFunction(name, () => this.stringSize)
      case "literal":
        return plainFunction(name, (args) => `to${this.dtype}(${str(args[0] ?? null)})`)
      case "can_expand_to":
        return plainFunction(name, (args) => {
          const [other] = args
          if (!(other instanceof Column)) return fail(`can_expand_to() takes a column, not ${typeName(other ?? null)}`)
          return this.isString && other.isString && other.stringSize > this.stringSize
        })
      default:
        return classAttribute(name)
    }
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

const classAttribute = (name: string): Value | undefined => {
  switch (name) {
    case "translate_type":
      return plainFunction(name, (args) => translated(text(args[0])))
    case "create":
      return plainFunction(name, (args, named) => {
        const [column, label] = new Arguments(name, args, named).bind("name", "label_or_dtype")
        return new Column(text(column), translated(text(label)))
      })
    case "string_type":
      return plainFunction(name, () => "String")
    case "numeric_type":
      return plainFunction(name, (args) => `Decimal(${str(args[1] ?? null)}, ${str(args[2] ?? null)})`)
    default:
      return undefined
  }
}

/** `api.Column`: makes columns and knows their types. */
export class ColumnClass extends HostObject {
  readonly typeName = "type"
  override get callable(): boolean {
    return true
  }
  // biome-ignore lint/correctness/useYield: it never waits
  override *call(args: ReadonlyArray<Value>, named: Named): Step<Value> {
    const [column, dtype] = new Arguments("Column", args, named).bind("column", "dtype")
    return new Column(text(column), text(dtype))
  }
  override attribute(name: string): Value | undefined {
    return classAttribute(name)
  }
}
