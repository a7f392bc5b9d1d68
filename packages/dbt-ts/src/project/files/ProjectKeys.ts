/** Words of `dbt_project.yml`. */

/** Keys without effect on what is built here. */
const passive = `version config-version profile require-dbt-version clean-targets log-path asset-paths dbt-cloud`.split(
  /\s+/
)

export const projectKeys: ReadonlySet<string> = new Set([
  ...passive,
  ...`name model-paths source-paths seed-paths data-paths test-paths macro-paths analysis-paths snapshot-paths docs-paths
   packages-install-path target-path models seeds snapshots analyses sources data_tests tests unit_tests exposures metrics
   semantic-models saved-queries vars dispatch on-run-start on-run-end quoting query-comment restrict-access
   flags`.split(/\s+/)
])

/** Trees of kinds that are not done here. */
export const unsupportedTrees: ReadonlySet<string> = new Set(["metrics", "semantic-models", "saved-queries"])

/** dbt's own flags: what they change is a report or a way to be faster, or they are read where they matter. */
export const knownFlags: ReadonlySet<string> = new Set(
  `cache_selected_only debug fail_fast indirect_selection log_format log_format_file log_level log_level_file
   partial_parse populate_cache printer_width send_anonymous_usage_stats static_parser use_colors
   use_colors_file use_experimental_parser version_check warn_error write_json
   require_batched_execution_for_custom_microbatch_strategy require_event_names_in_deprecations
   require_explicit_package_overrides_for_builtin_materializations require_resource_names_without_spaces
   require_yaml_configuration_for_mf_time_spines require_nested_cumulative_type_params validate_macro_args
   require_generic_test_arguments_property`.split(/\s+/)
)

/** Flags that change what is built or what fails, of which only dbt's default is supported. */
export const fixedFlags: ReadonlyMap<string, boolean> = new Map([
  ["require_all_warnings_handled_by_warn_error", false],
  ["skip_nodes_if_on_run_start_fails", false],
  ["source_freshness_run_project_hooks", true],
  ["state_modified_compare_more_unrendered_values", false],
  ["state_modified_compare_vars", false]
])

/** Names that templates see, so that no project may have them. */
export const reservedNames: ReadonlySet<string> = new Set(
  `_sql_results adapter api column config context database env env_var exceptions execute flags fromjson fromyaml graph
   invocation_id load_agate_table load_result log model modules post_hooks pre_hooks ref render return run_started_at
   schema source sql sql_now store_result store_raw_result target this tojson toyaml try_or_compiler_error var write`
    .split(/\s+/)
    .filter((word) => word !== "")
)
