import { Schema } from "effect"
import { Flag } from "effect/cli"
import { isSettings, parseYaml } from "../project/files/Yaml.ts"

const parse = (text: string): unknown => {
  try {
    return parseYaml("--vars", text)
  } catch {
    return undefined
  }
}

const YamlMapping = Schema.String.check(
  Schema.makeFilter((text: string) => isSettings(parse(text)) || "a mapping as YAML or JSON, such as '{name: 1}'")
)

/** Parses a mapping as dbt does, in YAML 1.1 (`yes` is true), of which JSON is a part; anything else is an empty one. */
export const readMapping = (text: string): Readonly<Record<string, unknown>> => {
  const value = parse(text)
  return isSettings(value) ? value : {}
}

/** Returns a flag whose value is a mapping in YAML or JSON. */
export const mappingFlag = (name: string): Flag.Flag<Readonly<Record<string, unknown>>> =>
  Flag.String(name).pipe(Flag.withSchema(YamlMapping), Flag.map(readMapping))
