/** `dbt_project.yml`. */
import { parse } from "yaml"
import { refuse } from "../ProjectError.ts"
import type { Settings } from "./NodeConfig.ts"

export interface ProjectFile {
  readonly name: string
  readonly modelPaths: ReadonlyArray<string>
  readonly seedPaths: ReadonlyArray<string>
  readonly testPaths: ReadonlyArray<string>
  readonly macroPaths: ReadonlyArray<string>
  /** Folders of kinds that are not supported: files in them are refused. */
  readonly otherPaths: ReadonlyArray<string>
  readonly targetPath: string
  readonly models: Settings
  readonly seeds: Settings
  readonly tests: Settings
  readonly vars: Settings
  /** Arguments of generic tests stand below `arguments:`. */
  readonly argumentsProperty: boolean
}

/** Keys without effect on what is built here. */
const passive = [
  "version",
  "config-version",
  "profile",
  "require-dbt-version",
  "clean-targets",
  "log-path",
  "asset-paths"
]
const read = [
  "name",
  "model-paths",
  "seed-paths",
  "test-paths",
  "macro-paths",
  "analysis-paths",
  "snapshot-paths",
  "docs-paths",
  "packages-install-path",
  "target-path",
  "models",
  "seeds",
  "data_tests",
  "tests",
  "vars",
  "flags"
]

/** Flags that change reports and warnings only. */
const passiveFlags = new Set([
  "send_anonymous_usage_stats",
  "use_colors",
  "partial_parse",
  "printer_width",
  "static_parser",
  "cache_selected_only",
  "log_format",
  "warn_error_options"
])

/** YAML with what a reader needs to know when it is wrong: the file and YAML's own words. */
export const parseYaml = (file: string, text: string): unknown => {
  try {
    return parse(text)
  } catch (cause) {
    return refuse(file, cause instanceof Error ? (cause.message.split("\n")[0] as string) : "not YAML")
  }
}

export const settings = (file: string, what: string, value: unknown): Settings => {
  if (value === undefined || value === null) return {}
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Settings)
    : refuse(file, `'${what}' must be a mapping`)
}

const paths = (file: string, value: unknown, otherwise: string): ReadonlyArray<string> => {
  if (value === undefined) return [otherwise]
  return Array.isArray(value) ? value.map(String) : refuse(file, "paths must be lists")
}

export const parseProjectFile = (file: string, text: string): ProjectFile => {
  const content = settings(file, "dbt_project.yml", parseYaml(file, text))
  for (const key of Object.keys(content)) {
    if (!passive.includes(key) && !read.includes(key)) refuse(file, `'${key}' is not supported`)
  }
  const { name } = content
  if (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name)) return refuse(file, "'name' must be letters, digits, _")
  const flags = settings(file, "flags", content["flags"])
  for (const flag of Object.keys(flags)) {
    if (!passiveFlags.has(flag) && flag !== "require_generic_test_arguments_property") {
      refuse(file, `the flag '${flag}' is not supported`)
    }
  }
  return {
    name,
    modelPaths: paths(file, content["model-paths"], "models"),
    seedPaths: paths(file, content["seed-paths"], "seeds"),
    testPaths: paths(file, content["test-paths"], "tests"),
    macroPaths: paths(file, content["macro-paths"], "macros"),
    otherPaths: [
      ...paths(file, content["analysis-paths"], "analyses"),
      ...paths(file, content["snapshot-paths"], "snapshots"),
      String(content["packages-install-path"] ?? "dbt_packages")
    ],
    targetPath: String(content["target-path"] ?? "target"),
    models: settings(file, "models", content["models"]),
    seeds: settings(file, "seeds", content["seeds"]),
    tests: settings(file, "data_tests", content["data_tests"] ?? content["tests"]),
    vars: settings(file, "vars", content["vars"]),
    argumentsProperty: flags["require_generic_test_arguments_property"] === true
  }
}
