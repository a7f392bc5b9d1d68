/** The configuration keys of each kind of node, in dbt's order, with their defaults. */
import type { ResourceType } from "../ResourceType.ts"
import type { Settings } from "../Settings.ts"

/** Kinds that are configured; the tree of each in `dbt_project.yml`. */
export type ConfiguredType = ResourceType | "source" | "exposure" | "unit_test" | "group"

export const treeOf: Readonly<Record<ConfiguredType, string>> = {
  model: "models",
  seed: "seeds",
  snapshot: "snapshots",
  test: "data_tests",
  source: "sources",
  exposure: "exposures",
  unit_test: "unit_tests",
  // dbt configures them as models.
  analysis: "models",
  operation: "models",
  group: "models"
}

/** How a more specific value combines with a more general one; fields that are not listed replace it. */
export type MergeRule = "append" | "update" | "grants" | "object"

export const mergeRules: Readonly<Record<string, MergeRule>> = {
  tags: "append",
  packages: "append",
  "pre-hook": "append",
  "post-hook": "append",
  meta: "update",
  quoting: "update",
  column_types: "update",
  docs: "update",
  contract: "update",
  grants: "grants",
  snapshot_meta_column_names: "object"
}

const ofAll: Settings = { enabled: true, alias: null, schema: null, database: null, tags: [], meta: {}, group: null }

const node = (materialized: string): Settings => ({
  ...ofAll,
  materialized,
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  "post-hook": [],
  "pre-hook": [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: "ignore",
  on_configuration_change: "apply",
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null
})

export const defaults: Readonly<Record<ConfiguredType, Settings>> = {
  model: { ...node("view"), access: "protected", freshness: null },
  seed: { ...node("seed"), delimiter: ",", quote_columns: null },
  snapshot: {
    ...node("snapshot"),
    strategy: null,
    target_schema: null,
    target_database: null,
    updated_at: null,
    check_cols: null,
    snapshot_meta_column_names: {
      dbt_valid_to: null,
      dbt_valid_from: null,
      dbt_scd_id: null,
      dbt_updated_at: null,
      dbt_is_deleted: null
    },
    dbt_valid_to_current: null
  },
  analysis: node("view"),
  operation: node("view"),
  test: {
    ...ofAll,
    schema: "dbt_test__audit",
    materialized: "test",
    severity: "ERROR",
    store_failures: null,
    store_failures_as: null,
    where: null,
    limit: null,
    fail_calc: "count(*)",
    warn_if: "!= 0",
    error_if: "!= 0"
  },
  source: {
    enabled: true,
    event_time: null,
    freshness: {
      warn_after: { count: null, period: null },
      error_after: { count: null, period: null },
      filter: null
    },
    loaded_at_field: null,
    loaded_at_query: null,
    meta: {},
    tags: []
  },
  exposure: { enabled: true, tags: [], meta: {} },
  unit_test: { tags: [], meta: {}, enabled: true },
  group: { meta: {} }
}
