/** Statements, settings and formats for inserting and reading rows. */
import { randomUUID } from "node:crypto"

/** `table` or `database.table`. Excludes any other SQL. */
const tableName = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$/

/** Names of columns and formats. The columns of a list of records contain a dot. */
const plainName = /^[A-Za-z_][A-Za-z0-9_.]*$/

/** Returns the INSERT statement. Without `columns`, the data names the columns. Throws on an invalid name, which is a programming error. */
export const insertStatement = (table: string, format = "JSONEachRow", columns: ReadonlyArray<string> = []): string => {
  if (!tableName.test(table)) throw new Error("not a table's name")
  if (![format, ...columns].every((name) => plainName.test(name))) throw new Error("not a column's or a format's name")
  const list = columns.length === 0 ? "" : ` (${columns.map((name) => `\`${name}\``).join(", ")})`
  return `INSERT INTO ${table}${list} FORMAT ${format}`
}

const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value)

/** Encodes rows as one JSON object per line. */
export const jsonLines = (rows: ReadonlyArray<Readonly<Record<string, unknown>>>): Buffer => {
  const lines: Array<string> = []
  for (const row of rows) lines.push(JSON.stringify(row, plain))
  return Buffer.from(lines.join("\n"), "utf8")
}

/**
 * Returns settings that make an insert atomic: it becomes one block and so one part. The input is parsed by one thread, and blocks are not
 * split below about a million rows. A column that the table lacks is an error. Without a token the engine compares the content with earlier inserts, and drops
 * rows that were erased meanwhile and come again: so the token is random.
 */
export const insertSettings = (token: string) => ({
  async_insert: 0,
  insert_deduplication_token: token === "" ? randomUUID() : token,
  input_format_parallel_parsing: 0,
  input_format_skip_unknown_fields: 0,
  max_insert_block_size: 1_048_576,
  max_insert_threads: 1,
  max_threads: 1,
  min_insert_block_size_rows: 1_048_576,
  min_insert_block_size_bytes: 0,
  // With 1, the engine looks for rows with equal keys in each block, which takes most of an insert's time. A batch has no such rows.
  optimize_on_insert: 0
})

/**
 * Settings of every statement: small blocks are not combined before a JOIN. If they are, the JOIN can lose matches of a `LowCardinality` key from a query
 * with LIMIT BY in up to a fifth of its runs (ClickHouse 26.7.2; docs/decisions/0103-joins.md).
 */
export const statementSettings = { min_joined_block_size_rows: 0, min_joined_block_size_bytes: 0 } as const

/** Settings that format the rows of a query as the port promises. */
export const querySettings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 0,
  date_time_output_format: "simple"
} as const

/** Parses lines of JSON (ClickHouse's `JSONEachRow`), one row each. */
export const parseJsonLines = <Row>(bytes: Uint8Array): ReadonlyArray<Row> => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8").trimEnd()
  return text === "" ? [] : (JSON.parse(`[${text.replaceAll("\n", ",")}]`) as ReadonlyArray<Row>)
}
