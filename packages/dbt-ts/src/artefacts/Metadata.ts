import type { Document } from "../Documents.ts"
import { dbtVersion, type Invocation } from "../Invocation.ts"

/** ISO 8601 in UTC, as dbt writes it. */
export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString()

export type Schema = "manifest/v12" | "run-results/v6" | "catalog/v1" | "sources/v3"

/** Returns the head of every artefact. */
export const metadata = (schema: Schema, invocation: Invocation): Document => ({
  dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
  dbt_version: dbtVersion,
  generated_at: isoTime(invocation.generatedAt),
  invocation_id: invocation.id,
  invocation_started_at: isoTime(invocation.startedAt),
  env: {}
})
