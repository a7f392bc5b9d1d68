import { parseYaml } from "@corridor/dbt-ts/project/files/Yaml"
import { Schema } from "effect"

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const mapping = (text: string): unknown => {
  try {
    return parseYaml("--vars", text)
  } catch {
    return undefined
  }
}

/** A mapping written as YAML as dbt reads it, `yes` being true, of which JSON is a part: `{first_year: 2015}`, `first_year: 2015`. */
export const YamlMapping = Schema.String.check(
  Schema.makeFilter((text: string) => isMapping(mapping(text)) || "a mapping as YAML or JSON, such as '{name: 1}'")
)

export const readMapping = (text: string): Readonly<Record<string, unknown>> => {
  const value = mapping(text)
  return isMapping(value) ? value : {}
}
