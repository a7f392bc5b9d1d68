/** Refuses by name the configurations that dbt refuses, and those that are not supported. */
import { refuse } from "../../ProjectError.ts"
import { isSettings } from "../files/Yaml.ts"
import type { Settings } from "../Settings.ts"
import type { ConfiguredType } from "./ConfigFields.ts"

type Check = readonly [shape: string, holds: (value: unknown) => boolean]

const optional = ([shape, holds]: Check): Check => [shape, (value) => value === null || holds(value)]
const flag: Check = ["true or false", (value) => typeof value === "boolean"]
const word: Check = ["a text", (value) => typeof value === "string"]
const wordsOf = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === "string")
const wordOrWords: Check = ["a text or a list of texts", (value) => typeof value === "string" || wordsOf(value)]
const mapping: Check = ["a mapping", isSettings]
const whole: Check = ["a whole number", (value) => Number.isInteger(value)]
const oneOf = (first: string, second: string, third: string): Check => [
  `'${first}', '${second}' or '${third}'`,
  (value) => [first, second, third].includes(String(value))
]

/** The keys of each shape. */
const keysOf: ReadonlyArray<readonly [Check, string]> = [
  [flag, "enabled"],
  [optional(flag), "full_refresh store_failures quote_columns"],
  [word, "materialized fail_calc warn_if error_if delimiter"],
  [
    optional(word),
    `alias schema database group incremental_strategy on_schema_change store_failures_as where strategy target_schema
     target_database updated_at dbt_valid_to_current`
  ],
  [wordOrWords, "tags"],
  [optional(wordOrWords), "unique_key check_cols"],
  [optional(whole), "limit"],
  [mapping, "meta persist_docs quoting column_types grants docs contract snapshot_meta_column_names"],
  [oneOf("apply", "continue", "fail"), "on_configuration_change"],
  [oneOf("private", "protected", "public"), "access"],
  [["'warn' or 'error'", (value) => typeof value === "string" && /^(warn|error)$/i.test(value)], "severity"]
]
const shapes: Readonly<Record<string, Check>> = Object.fromEntries(
  keysOf.flatMap(([check, keys]) => keys.split(/\s+/).map((key) => [key, check]))
)

/** Keys whose shape is their own where they mean another thing. */
const own: Readonly<Partial<Record<ConfiguredType, Readonly<Record<string, Check>>>>> = {
  source: { freshness: optional(mapping), loaded_at_field: optional(word), loaded_at_query: optional(word) }
}

const materializations: Readonly<Partial<Record<ConfiguredType, ReadonlyArray<string>>>> = {
  model: ["view", "table", "ephemeral", "incremental"],
  seed: ["seed"],
  test: ["test"],
  snapshot: ["snapshot"]
}

const checkModel = (subject: string, config: Settings): void => {
  const contract = config["contract"] as Settings
  if (contract["enforced"] === true && config["materialized"] === "incremental") {
    if (config["on_schema_change"] !== "append_new_columns" && config["on_schema_change"] !== "fail") {
      refuse(
        subject,
        `an incremental model with a contract must set on_schema_change to 'append_new_columns' or 'fail', not '${config["on_schema_change"]}'`
      )
    }
  }
  if (config["materialized"] === "incremental" && config["incremental_strategy"] === "microbatch") {
    refuse(subject, "the incremental strategy 'microbatch' is not supported")
  }
}

const checkDocs = (subject: string, docs: unknown): void => {
  const colour = isSettings(docs) ? docs["node_color"] : undefined
  if (colour === undefined || colour === null) return
  if (typeof colour !== "string" || !/^(#[0-9a-f]{3}([0-9a-f]{3})?|[a-z]+)$/i.test(colour)) {
    refuse(subject, `'${String(colour)}' of docs.node_color is not a colour`)
  }
}

/** Refuses a configuration that dbt would refuse, or that nothing here could honour. */
export const checkConfig = (subject: string, type: ConfiguredType, config: Settings): void => {
  for (const [key, value] of Object.entries(config)) {
    const [shape, holds] = own[type]?.[key] ?? shapes[key] ?? []
    if (holds !== undefined && !holds(value)) refuse(subject, `the config '${key}' must be ${shape}`)
  }
  const known = materializations[type]
  if (known !== undefined && !known.includes(String(config["materialized"]))) {
    refuse(subject, `the materialization '${String(config["materialized"])}' of a ${type} is not supported`)
  }
  checkDocs(subject, config["docs"])
  if (type === "model") checkModel(subject, config)
}
