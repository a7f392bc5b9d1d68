/** ClickHouse's types as dbt-clickhouse's columns have them: wrappers apart, texts of any size one type. */

export interface ColumnType {
  /** Without `LowCardinality` and `Nullable`: what schema changes compare. */
  readonly inner: string
  /** With them, as contracts and `ALTER` name it. */
  readonly text: string
}

const texts: ReadonlySet<string> = new Set(
  "string fixedstring longblob longtext tinytext text varchar mediumblob blob tinyblob char mediumtext".split(" ")
)

const plain = (inner: string): string => {
  const lower = inner.toLowerCase()
  if (texts.has(lower) || lower.startsWith("fixedstring")) return "String"
  if (!lower.startsWith("decimal")) return inner
  const [, precision = "0", scale = "0"] = /Decimal\((\d+), (\d+)\)/.exec(inner) ?? []
  return `Decimal(${precision}, ${scale})`
}

export const columnType = (type: string): ColumnType => {
  const low = /^LowCardinality\((.*)\)$/.exec(type.trim())
  const bare = low?.[1] ?? type.trim()
  const nullable = /^Nullable\((.*)\)$/.exec(bare)
  const inner = nullable?.[1] ?? bare
  const inside = nullable === null ? plain(inner) : `Nullable(${plain(inner)})`
  return { inner, text: low === null ? inside : `LowCardinality(${inside})` }
}
