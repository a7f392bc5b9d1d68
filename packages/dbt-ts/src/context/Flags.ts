import { fromHost } from "../jinja/Json.ts"
import { Dict, LookupObject, type Value } from "../jinja/Value.ts"
import type { Target, TransformOptions } from "../TransformOptions.ts"

const unsupported =
  `USE_EXPERIMENTAL_PARSER STATIC_PARSER WARN_ERROR_OPTIONS PARTIAL_PARSE PROFILES_DIR LOG_FORMAT VERSION_CHECK
   SEND_ANONYMOUS_USAGE_STATS PRINTER_WIDTH LOG_CACHE_EVENTS NO_PRINT CACHE_SELECTED_ONLY INTROSPECT LOG_PATH
   INVOCATION_COMMAND`.split(/\s+/)

const supported = (options: TransformOptions): ReadonlyArray<readonly [string, Value]> => [
  ["FULL_REFRESH", options.fullRefresh === true],
  ["STORE_FAILURES", options.storeFailures === true],
  ["WHICH", options.which ?? null],
  ["FAIL_FAST", options.failFast === true],
  ["WARN_ERROR", options.warnError === true],
  ["EMPTY", options.empty === true],
  ["WRITE_JSON", true],
  ["USE_COLORS", false],
  ["DEBUG", false],
  ["QUIET", false],
  ["INDIRECT_SELECTION", "eager"],
  ["TARGET_PATH", options.targetPath ?? null]
]

/** `flags`: how the command was called. A flag of dbt without an equivalent here is None. */
export const flagsValue = (options: TransformOptions): Value => {
  const flags = new Map([...unsupported.map((name) => [name, null] as const), ...supported(options)])
  return new LookupObject("Namespace", (name) => flags.get(name))
}

/** `invocation_args_dict`: the same, by the names of the command line. */
export const invocationArguments = (options: TransformOptions, target: Target): Value =>
  Dict.of([
    ...supported(options).map(([name, value]) => [name.toLowerCase(), value] as const),
    ["project_dir", options.projectDir],
    ["target", target.name],
    ["threads", options.threads ?? target.threads],
    ["select", [...(options.select ?? [])]],
    ["exclude", [...(options.exclude ?? [])]],
    ["vars", fromHost(options.vars ?? {})]
  ])
