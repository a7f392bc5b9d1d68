/** The ClickHouse that a project is built in: the few operations that dbt-ts needs of it. */
import { Context, type Effect, Redacted, Schema } from "effect"

/**
 * A statement failed. `message` never contains a value; `detail` is ClickHouse's own text, which may quote data
 * and is therefore redacted until it is shown to the person who runs the project.
 */
export class ClickHouseError extends Schema.TaggedError<ClickHouseError>()("ClickHouseError", {
  /** `unavailable`: ClickHouse did not respond. `failed`: it rejected the statement. `refused`: the statement was not sent. */
  kind: Schema.Literals(["unavailable", "failed", "refused"]),
  message: Schema.String,
  detail: Schema.Redacted(Schema.String)
}) {}

/** Returns the error of a statement that is not sent. The reason holds no data and is shown as it is. */
export const refusedStatement = (reason: string): ClickHouseError =>
  new ClickHouseError({ kind: "refused", message: reason, detail: Redacted.make(reason) })

/** A result in ClickHouse's format JSONCompact: columns with their types, and rows of values in that order. */
export interface CompactResult {
  readonly meta: ReadonlyArray<{ readonly name: string; readonly type: string }>
  readonly data: ReadonlyArray<ReadonlyArray<unknown>>
}

/** Settings of one statement, by name. */
export type Settings = Readonly<Record<string, string | number>>

/**
 * The service that executes statements. Provide it with one of the layers of this folder, or build one over a client of
 * your own with {@link parseRows} and {@link parseCompact}.
 *
 * Statements of one run are independent: settings are sent with each of them and nothing is kept in a session.
 */
export class ClickHouse extends Context.Service<
  ClickHouse,
  {
    /** The rows of a query as objects by column name. 64-bit integers are numbers, dates and times are strings. */
    query<Row>(sql: string, settings?: Settings): Effect.Effect<ReadonlyArray<Row>, ClickHouseError>
    /** The result of any statement with its columns' types; no columns and no rows for a statement without a result. */
    queryCompact(sql: string, settings?: Settings): Effect.Effect<CompactResult, ClickHouseError>
    /** Executes a statement without a result. Returns the number of rows written, 0 if unknown. */
    command(sql: string, settings?: Settings): Effect.Effect<number, ClickHouseError>
  }
>()("@corridor/dbt-ts/ClickHouse") {}

/** Returns a text as ClickHouse reads it in SQL. */
export const literal = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8").trimEnd()

/** Parses a result in the format JSONEachRow. */
export const parseRows = <Row>(bytes: Uint8Array): ReadonlyArray<Row> => {
  const text = textOf(bytes)
  return text === "" ? [] : (JSON.parse(`[${text.replaceAll("\n", ",")}]`) as ReadonlyArray<Row>)
}

/** Parses a result in the format JSONCompact. */
export const parseCompact = (bytes: Uint8Array): CompactResult => {
  const text = textOf(bytes)
  return text === "" ? { meta: [], data: [] } : (JSON.parse(text) as CompactResult)
}

/**
 * Settings of every statement; a statement's own come after. Small blocks are not combined before a JOIN: if they are, the JOIN can lose matches of a
 * `LowCardinality` key from a query with LIMIT BY in up to a fifth of its runs (seen with 26.7.2), and a build succeeds with wrong rows.
 */
export const statementSettings: Settings = { min_joined_block_size_rows: 0, min_joined_block_size_bytes: 0 }

/** Settings with which ClickHouse writes results as {@link ClickHouse} promises them; a statement's own come after. */
export const resultSettings: Settings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 0,
  date_time_output_format: "simple"
}
