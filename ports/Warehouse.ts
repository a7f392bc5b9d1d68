/**
 * The only door to ClickHouse. `infra/warehouse` has its two layers: embedded (in this process) and server (HTTP).
 */
import { Context, type Effect, type Redacted, Schema } from "effect"
import type { ColumnBlock } from "./ColumnBlock.ts"

/**
 * A statement failed. `message` names the operation and ClickHouse's error code and never a value;
 * `detail` is the engine's own text, which may echo values: it is redacted and only the transform runner,
 * whose tables hold no raw reference, may reveal it to an operator.
 */
export class WarehouseError extends Schema.TaggedError<WarehouseError>()("WarehouseError", {
  operation: Schema.Literals(["query", "command", "insert", "ping"]),
  /** ClickHouse's error code; absent when the store did not answer. */
  code: Schema.optionalKey(Schema.Int),
  /** True when the same call may work later: no answer, too busy, shutting down. */
  retryable: Schema.Boolean,
  message: Schema.String,
  detail: Schema.Redacted(Schema.String)
}) {}

/** Code of a change of a table that ended before it was done, as another change, or the table's end, came between. */
export const unfinishedChange = 341

/** The engine's own words about a failure. */
export type Detail = Redacted.Redacted<string>

/** Values for `{name:Type}` placeholders. Arrays become ClickHouse arrays. */
export type Params = Readonly<Record<string, Param>>
export type Param = string | number | bigint | boolean | null | ReadonlyArray<Param>

export interface QueryOptions {
  readonly params?: Params | undefined
  readonly settings?: Readonly<Record<string, string | number>> | undefined
}

export interface InsertOptions {
  /**
   * Deduplication token: a second insert into the table with the same token changes nothing.
   * Sent with every insert, because the embedded engine would otherwise keep an earlier one.
   */
  readonly token: string
}

export class Warehouse extends Context.Service<
  Warehouse,
  {
    /** Rows of a SELECT as objects by column name. 64-bit integers arrive as numbers, dates as strings. */
    query<Row>(sql: string, options?: QueryOptions): Effect.Effect<ReadonlyArray<Row>, WarehouseError>
    /** A result in any ClickHouse output format, as it left the engine. */
    queryBytes(sql: string, format: string, options?: QueryOptions): Effect.Effect<Uint8Array, WarehouseError>
    /** A statement without a result: DDL, INSERT … SELECT, ALTER. Answers the number of rows written where known. */
    command(sql: string, options?: QueryOptions): Effect.Effect<{ readonly written: number }, WarehouseError>
    /** Rows as objects by column name, in one atomic block (at most 1,000,000 rows). Acknowledged means durable. */
    insert(
      table: string,
      rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
      options: InsertOptions
    ): Effect.Effect<void, WarehouseError>
    /** Rows as columns, in one atomic block, at a tenth of the cost of `insert`. The block must not change until this ends. */
    insertBlock(table: string, block: ColumnBlock, options: InsertOptions): Effect.Effect<void, WarehouseError>
    /** Rows in any of ClickHouse's input formats, in one atomic block (at most 1,000,000 rows), for the named columns. */
    insertBytes(
      table: string,
      columns: ReadonlyArray<string>,
      format: string,
      bytes: Uint8Array,
      options: InsertOptions
    ): Effect.Effect<void, WarehouseError>
    readonly ping: Effect.Effect<void, WarehouseError>
  }
>()("corridor/ports/Warehouse") {}
