/** Columns as property files describe them. */
import { refuse } from "../../ProjectError.ts"
import { isSettings, listOf, optionalText, plain, settings, words } from "../files/Yaml.ts"
import type { Column, Constraint } from "../Node.ts"
import type { Settings } from "../Settings.ts"
import { nameOf } from "./PropertyFile.ts"
import { type WrittenTest, writtenTests } from "./WrittenTest.ts"

export interface WrittenColumn {
  readonly column: Column
  readonly tests: ReadonlyArray<WrittenTest>
}

const constraintTypes = ["check", "not_null", "unique", "primary_key", "foreign_key", "custom"]

/** Reads the constraints of a column or model. Refuses types that dbt does not have. */
export const constraints = (file: string, owner: string, value: unknown): ReadonlyArray<Constraint> =>
  listOf(file, "constraints", value).map((each) => {
    const raw = settings(file, "constraints", each)
    const type = String(raw["type"] ?? "")
    if (!constraintTypes.includes(type)) {
      return refuse(file, `a constraint of '${owner}' must be one of ${constraintTypes.join(", ")}`)
    }
    return {
      type,
      name: optionalText(raw["name"]),
      expression: optionalText(raw["expression"]),
      columns: words(file, "columns", raw["columns"]),
      warnUnenforced: raw["warn_unenforced"] !== false,
      warnUnsupported: raw["warn_unsupported"] !== false,
      to: optionalText(raw["to"]),
      toColumns: words(file, "to_columns", raw["to_columns"])
    }
  })

const known = new Set(
  `name description meta data_type constraints docs config data_tests tests quote tags granularity`.split(/\s+/)
)

/** Reads one column with its description, type, tests and constraints. */
export const writtenColumn = (file: string, owner: string, value: unknown): WrittenColumn => {
  const raw = settings(file, "columns", value)
  const name = nameOf(file, `a column of '${owner}'`, raw)
  const config = settings(file, "config", raw["config"])
  const meta = { ...settings(file, "meta", raw["meta"]), ...(isSettings(config["meta"]) ? config["meta"] : {}) }
  const extra = Object.entries(raw).filter(([key]) => !known.has(key))
  return {
    column: {
      name,
      description: optionalText(raw["description"]) ?? "",
      dataType: optionalText(raw["data_type"]),
      meta: plain(meta) as Settings,
      tags: [...new Set([...words(file, "tags", raw["tags"]), ...words(file, "tags", config["tags"])])],
      constraints: constraints(file, `${owner}.${name}`, raw["constraints"]),
      quote: typeof raw["quote"] === "boolean" ? raw["quote"] : undefined,
      granularity: optionalText(raw["granularity"]),
      ...(extra.length === 0 ? {} : { extra: plain(Object.fromEntries(extra)) as Settings })
    },
    tests: writtenTests(file, raw)
  }
}

/** Reads the list of columns of `owner`. */
export const writtenColumns = (file: string, owner: string, value: unknown): ReadonlyArray<WrittenColumn> =>
  listOf(file, "columns", value).map((each) => writtenColumn(file, owner, each))
