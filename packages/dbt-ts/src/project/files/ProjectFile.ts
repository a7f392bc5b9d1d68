/** `dbt_project.yml`. */
import { Effect } from "effect"
import type { Jinja } from "../../jinja/Jinja.ts"
import type { Scope } from "../../jinja/Scope.ts"
import { refuse } from "../../ProjectError.ts"
import { indirectSelections, type TransformOptions } from "../../TransformOptions.ts"
import { reading } from "../Reading.ts"
import type { Settings } from "../Settings.ts"
import { fixedFlags, knownFlags, projectKeys, reservedNames, unsupportedTrees } from "./ProjectKeys.ts"
import { type Keys, renderSettings } from "./RenderSettings.ts"
import { supports } from "./RequiredVersion.ts"
import { sha256 } from "./Sha256.ts"
import { isSettings, listOf, parseYaml, settings, words } from "./Yaml.ts"

/** Where macros of one namespace are looked for: packages in order. */
export interface DispatchOrder {
  readonly namespace: string
  readonly searchOrder: ReadonlyArray<string>
}

/** Options that the project gives to a caller who does not set them. */
export type CallerDefaults = Pick<TransformOptions, "failFast" | "indirectSelection" | "warnError">

export interface ProjectFile {
  readonly name: string
  readonly version: string | undefined
  readonly modelPaths: ReadonlyArray<string>
  readonly seedPaths: ReadonlyArray<string>
  readonly testPaths: ReadonlyArray<string>
  readonly macroPaths: ReadonlyArray<string>
  readonly snapshotPaths: ReadonlyArray<string>
  readonly analysisPaths: ReadonlyArray<string>
  /** Folders with `.md` files; by default those of every kind. */
  readonly docsPaths: ReadonlyArray<string>
  readonly packagesPath: string
  readonly targetPath: string
  /** Configuration by the kind's tree (`models`, `data_tests` …), and as it was written. */
  readonly trees: Readonly<Record<string, Settings>>
  readonly unrenderedTrees: Readonly<Record<string, Settings>>
  readonly vars: Settings
  readonly dispatch: ReadonlyArray<DispatchOrder>
  readonly onRunStart: ReadonlyArray<string>
  readonly onRunEnd: ReadonlyArray<string>
  readonly quoting: Settings
  readonly queryComment: unknown
  /** Protected models are for this package alone. */
  readonly restrictAccess: boolean
  /** What `flags:` sets unless the caller does. */
  readonly callerDefaults: CallerDefaults
  /** Arguments of generic tests can be below `arguments:`. */
  readonly argumentsProperty: boolean
  /** SHA-256 of the file. */
  readonly checksum: string
}

const trees = ["models", "seeds", "snapshots", "sources", "data_tests", "tests", "unit_tests", "exposures"]

/** Hooks, variables and the comment of queries are rendered when they are used. */
const rendersLater = (keys: Keys): boolean => {
  const [first] = keys
  if (first === "on-run-start" || first === "on-run-end" || first === "query-comment" || first === "vars") return true
  if (!["seeds", "models", "snapshots", "tests", "data_tests"].includes(String(first))) return false
  return keys.some((key) => /^[+ ]*(pre|post)[-_]hook$/.test(String(key)))
}

const hooks = (file: string, key: string, value: unknown): ReadonlyArray<string> => words(file, key, value)

const dispatchOf = (file: string, value: unknown): ReadonlyArray<DispatchOrder> =>
  listOf(file, "dispatch", value).map((each) => {
    const { macro_namespace: namespace, search_order: order } = settings(file, "dispatch", each)
    return typeof namespace === "string" && Array.isArray(order)
      ? { namespace, searchOrder: order.map(String) }
      : refuse(file, "an entry of 'dispatch' needs 'macro_namespace' and the list 'search_order'")
  })

const nameOf = (file: string, name: unknown): string => {
  if (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name)) return refuse(file, "'name' must be letters, digits, _")
  return reservedNames.has(name) ? refuse(file, `the name '${name}' is reserved`) : name
}

const flagsOf = (file: string, value: unknown): Settings => {
  const flags = settings(file, "flags", value)
  for (const [flag, set] of Object.entries(flags)) {
    const only = fixedFlags.get(flag.toLowerCase())
    if (only === undefined && !knownFlags.has(flag.toLowerCase())) refuse(file, `the flag '${flag}' is not supported`)
    if (only !== undefined && set !== only) refuse(file, `the flag '${flag}' is only supported as ${only}`)
  }
  return flags
}

const callerDefaults = (file: string, flags: Settings): CallerDefaults => {
  const { fail_fast: failFast, indirect_selection: written, warn_error: warnError } = flags
  const indirectSelection = indirectSelections.find((each) => each === written)
  if (indirectSelection === undefined && written !== undefined && written !== null)
    refuse(file, `the flag 'indirect_selection' must be one of ${indirectSelections.join(", ")}`)
  return { failFast: failFast === true, indirectSelection, warnError: warnError === true }
}

const checkKeys = (file: string, content: Settings): void => {
  for (const key of Object.keys(content)) {
    if (!projectKeys.has(key)) refuse(file, `'${key}' is not supported`)
    if (unsupportedTrees.has(key) && isSettings(content[key]) && Object.keys(content[key]).length > 0) {
      refuse(file, `'${key}' are not supported`)
    }
  }
  for (const [old, name] of [
    ["source-paths", "model-paths"],
    ["data-paths", "seed-paths"],
    ["tests", "data_tests"]
  ] as const) {
    if (old in content && name in content) refuse(file, `'${old}' and '${name}' are the same setting: give only one`)
  }
  const required = content["require-dbt-version"]
  if (required !== undefined && required !== null && !supports(file, required)) {
    refuse(file, `needs another version of dbt: ${words(file, "require-dbt-version", required).join(", ")}`)
  }
}

const projectFile = (file: string, content: Settings, written: Settings, checksum: string): ProjectFile => {
  const paths = (key: string, otherwise: ReadonlyArray<string>, old?: string): ReadonlyArray<string> => {
    const value = content[key] ?? (old === undefined ? undefined : content[old])
    if (value === undefined || value === null) return otherwise
    if (!Array.isArray(value)) return refuse(file, `'${key}' must be a list`)
    return [...new Set(value.map((path) => String(path).replace(/\/+$/, "")))]
  }
  const treesOf = (source: Settings): Readonly<Record<string, Settings>> =>
    Object.fromEntries(
      trees
        .map((key) => [key === "tests" ? "data_tests" : key, key] as const)
        .flatMap(([tree, key]) =>
          source[key] === undefined ? [] : [[tree, settings(file, key, source[key])] as const]
        )
    )
  const flags = flagsOf(file, content["flags"])
  const modelPaths = paths("model-paths", ["models"], "source-paths")
  const seedPaths = paths("seed-paths", ["seeds"], "data-paths")
  const snapshotPaths = paths("snapshot-paths", ["snapshots"])
  const analysisPaths = paths("analysis-paths", ["analyses"])
  const macroPaths = paths("macro-paths", ["macros"])
  const testPaths = paths("test-paths", ["tests"])
  const all = [...modelPaths, ...seedPaths, ...snapshotPaths, ...analysisPaths, ...macroPaths, ...testPaths]
  return {
    name: nameOf(file, content["name"]),
    version: content["version"] === undefined || content["version"] === null ? undefined : String(content["version"]),
    modelPaths,
    seedPaths,
    testPaths,
    macroPaths,
    snapshotPaths,
    analysisPaths,
    docsPaths: paths("docs-paths", [...new Set(all)]),
    packagesPath: String(content["packages-install-path"] ?? "dbt_packages"),
    targetPath: String(content["target-path"] ?? "target"),
    trees: treesOf(content),
    unrenderedTrees: treesOf(written),
    vars: settings(file, "vars", content["vars"]),
    dispatch: dispatchOf(file, content["dispatch"]),
    onRunStart: hooks(file, "on-run-start", content["on-run-start"]),
    onRunEnd: hooks(file, "on-run-end", content["on-run-end"]),
    quoting: settings(file, "quoting", content["quoting"]),
    queryComment: content["query-comment"],
    restrictAccess: content["restrict-access"] === true,
    callerDefaults: callerDefaults(file, flags),
    argumentsProperty: flags["require_generic_test_arguments_property"] !== false,
    checksum
  }
}

/** Reads `dbt_project.yml`; templates in it see `target`, `env_var` and the caller's `var`. */
export const readProjectFile = Effect.fn("ProjectFile.read")(function* (
  jinja: Jinja,
  scope: Scope,
  file: string,
  text: string
) {
  const written = yield* reading(() => {
    const content = settings(file, file, parseYaml(file, text))
    checkKeys(file, content)
    return content
  })
  const content = (yield* renderSettings(jinja, scope, file, written, rendersLater)) as Settings
  return yield* reading(() => projectFile(file, content, written, sha256(text)))
})
