import type { Effect } from "effect"
import type { TemplateError } from "../jinja/TemplateError.ts"
import type { CompactResult } from "../store/ClickHouse.ts"

/** How the adapter reaches the store; absent while a project is parsed. */
export type RunRows = (sql: string) => Effect.Effect<ReadonlyArray<Readonly<Record<string, unknown>>>, TemplateError>

export interface AdapterStore {
  readonly rows: RunRows
  /** Any statement; one without a result has no columns. */
  readonly compact: (sql: string) => Effect.Effect<CompactResult, TemplateError>
}
