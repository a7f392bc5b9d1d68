import { type Document, plain } from "../Documents.ts"
import type { TransformOptions } from "../TransformOptions.ts"

/** Returns the flags of a command, as `args` of `run_results.json` by dbt's names. */
export const argsDocument = (verb: string, options: TransformOptions): Document => ({
  which: verb,
  invocation_command: `transform ${verb}`,
  project_dir: options.projectDir,
  target_path: options.targetPath ?? null,
  target: options.target?.name ?? null,
  select: options.select ?? [],
  exclude: options.exclude ?? [],
  selector: options.selector ?? null,
  state: options.state ?? null,
  indirect_selection: options.indirectSelection ?? "eager",
  resource_types: options.resourceTypes ?? [],
  exclude_resource_types: options.excludeResourceTypes ?? [],
  vars: plain(options.vars ?? {}),
  full_refresh: options.fullRefresh ?? false,
  fail_fast: options.failFast ?? false,
  threads: options.threads ?? null,
  store_failures: options.storeFailures ?? false,
  warn_error: options.warnError ?? false,
  empty: options.empty ?? false
})
