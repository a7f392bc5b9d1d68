/**
 * The only access to ClickHouse. `infra/warehouse` has its two layers: embedded (in this process) and server (HTTP).
 */
import { Context, type Effect, Schema } from "effect"
import type { ColumnBlock } from "./ColumnBlock.ts"

/**
 * A statement failed. `message` has the operation and ClickHouse's error code, never a value. `detail` is the engine's own text, which may
 * contain values: it is redacted. Only the transform runner, whose tables contain no case references, may show it to an operator.
 */
export class WarehouseError extends Schema.TaggedError<WarehouseError>()("WarehouseError", {
  operation: Schema.Literals(["query", "command", "insert", "ping"]),
  /** ClickHouse's error code; undefined if it did not respond. */
  code: Schema.optionalKey(Schema.Int),
  /** True if the same call may succeed later: no response, too busy, shutting down. */
  retryable: Schema.Boolean,
  message: Schema.String,
  detail: Schema.Redacted(Schema.String)
}) {}

/** Error code of a mutation that another change, or the table's removal, interrupted. */
export const unfinishedChange = 341

/** Values for `{name:Type}` placeholders. Arrays become ClickHouse arrays. */
export type Params = Readonly<Record<string, Param>>
export type Param = string | number | bigint | boolean | null | ReadonlyArray<Param>

export interface QueryOptions {
  readonly params?: Params | undefined
  readonly settings?: Readonly<Record<string, string | number>> | undefined
}

export interface InsertOptions {
  /**
   * Deduplication token: a second insert into the table with the same token changes nothing. It is sent with every insert, because the embedded
   * engine would otherwise reuse an earlier one. With an empty one every insert adds its rows.
   */
  readonly token: string
}

export class Warehouse extends Context.Service<
  Warehouse,
  {
    /** Returns the rows of a SELECT as objects by column name. 64-bit integers are numbers, dates are strings. */
    query<Row>(sql: string, options?: QueryOptions): Effect.Effect<ReadonlyArray<Row>, WarehouseError>
    /** Returns a result as bytes of any ClickHouse output format. */
    queryBytes(sql: string, format: string, options?: QueryOptions): Effect.Effect<Uint8Array, WarehouseError>
    /** Runs a statement without a result: DDL, INSERT … SELECT, ALTER. Returns the number of written rows, if known. */
    command(sql: string, options?: QueryOptions): Effect.Effect<{ readonly written: number }, WarehouseError>
    /** Inserts rows, objects by column name, as one atomic block (at most 1,000,000 rows). When it returns, the rows are durable. */
    insert(
      table: string,
      rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
      options: InsertOptions
    ): Effect.Effect<void, WarehouseError>
    /** Inserts columns as one atomic block, at a tenth of the cost of `insert`. Do not change the block until it returns. */
    insertBlock(table: string, block: ColumnBlock, options: InsertOptions): Effect.Effect<void, WarehouseError>
    /** Inserts rows in any of ClickHouse's input formats as one atomic block (at most 1,000,000 rows), for the given columns. */
    insertBytes(
      table: string,
      columns: ReadonlyArray<string>,
      format: string,
      bytes: Uint8Array,
      options: InsertOptions
    ): Effect.Effect<void, WarehouseError>
    readonly ping: Effect.Effect<void, WarehouseError>
  }
>()("corridor/ports/Warehouse") {
  static readonly query = <Row>(sql: string, options?: QueryOptions) =>
    Warehouse.use((warehouse) => warehouse.query<Row>(sql, options))

  static readonly queryBytes = (sql: string, format: string, options?: QueryOptions) =>
    Warehouse.use((warehouse) => warehouse.queryBytes(sql, format, options))

  static readonly command = (sql: string, options?: QueryOptions) =>
    Warehouse.use((warehouse) => warehouse.command(sql, options))

  static readonly insert = (
    table: string,
    rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
    options: InsertOptions
  ) => Warehouse.use((warehouse) => warehouse.insert(table, rows, options))
}
