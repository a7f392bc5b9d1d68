import { fromHost } from "../jinja/Json.ts"
import { Dict, HostObject, type Value } from "../jinja/Value.ts"
import type { Target, TransformOptions } from "../TransformOptions.ts"

/** `flags`: how the command was called. A flag of dbt without an equivalent here is None. */
class Flags extends HostObject {
  readonly typeName = "Namespace"
  readonly #flags: ReadonlyMap<string, Value>
  constructor(flags: ReadonlyMap<string, Value>) {
    super()
    this.#flags = flags
  }
  override attribute(name: string): Value | undefined {
    return this.#flags.get(name)
  }
}

const unasked = [
  "USE_EXPERIMENTAL_PARSER",
  "STATIC_PARSER",
  "WARN_ERROR_OPTIONS",
  "PARTIAL_PARSE",
  "PROFILES_DIR",
  "LOG_FORMAT",
  "VERSION_CHECK",
  "SEND_ANONYMOUS_USAGE_STATS",
  "PRINTER_WIDTH",
  "LOG_CACHE_EVENTS",
  "NO_PRINT",
  "CACHE_SELECTED_ONLY",
  "INTROSPECT",
  "LOG_PATH",
  "INVOCATION_COMMAND"
]

const asked = (options: TransformOptions): ReadonlyArray<readonly [string, Value]> => [
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

export const flagsValue = (options: TransformOptions): Value =>
  new Flags(new Map([...unasked.map((name) => [name, null] as const), ...asked(options)]))

/** `invocation_args_dict`: the same, by the names of the command line. */
export const invocationArguments = (options: TransformOptions, target: Target): Value =>
  Dict.of([
    ...asked(options).map(([name, value]) => [name.toLowerCase(), value] as const),
    ["project_dir", options.projectDir],
    ["target", target.name],
    ["threads", options.threads ?? target.threads],
    ["select", [...(options.select ?? [])]],
    ["exclude", [...(options.exclude ?? [])]],
    ["vars", fromHost(options.vars ?? {})]
  ])
