/** Property files: the `.yml` beside models, seeds and tests. */
import { refuse } from "../ProjectError.ts"
import type { Column } from "./Node.ts"
import type { Settings } from "./NodeConfig.ts"
import { parseYaml, settings } from "./ProjectFile.ts"

/** A test as it is written: its name, and everything below it. */
export interface WrittenTest {
  readonly name: string
  readonly settings: Settings
}

export interface Properties {
  readonly file: string
  readonly name: string
  readonly description: string
  readonly config: Settings
  readonly columns: ReadonlyMap<string, Column>
  readonly tests: ReadonlyArray<WrittenTest>
  readonly columnTests: ReadonlyArray<readonly [string, WrittenTest]>
}

export interface SourceProperties extends Properties {
  readonly sourceName: string
  readonly sourceDescription: string
  readonly schema: string
  readonly identifier: string
  readonly tags: ReadonlyArray<string>
}

export interface PropertyFile {
  readonly models: ReadonlyArray<Properties>
  readonly seeds: ReadonlyArray<Properties>
  readonly singularTests: ReadonlyArray<Properties>
  readonly sources: ReadonlyArray<SourceProperties>
}

type Raw = Record<string, unknown>

const listOf = (file: string, what: string, value: unknown): ReadonlyArray<unknown> => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : refuse(file, `'${what}' must be a list`)
}

const known = (file: string, what: string, raw: Raw, keys: ReadonlyArray<string>): void => {
  for (const key of Object.keys(raw)) {
    if (!keys.includes(key)) refuse(file, `'${key}' of ${what} is not supported`)
  }
}

const nameOf = (file: string, what: string, raw: Raw): string =>
  typeof raw["name"] === "string" ? raw["name"] : refuse(file, `${what} without a name`)

/** Descriptions are plain text here: docs blocks are not supported. */
const description = (file: string, raw: Raw): string => {
  const text = String(raw["description"] ?? "")
  return /\{\{/.test(text) ? refuse(file, "templates in descriptions ('doc') are not supported") : text
}

const writtenTest = (file: string, value: unknown): WrittenTest => {
  if (typeof value === "string") return { name: value, settings: {} }
  const raw = settings(file, "data_tests", value)
  if (typeof raw["test_name"] === "string") {
    const { test_name, ...rest } = raw
    return { name: test_name, settings: rest }
  }
  const [entry, ...more] = Object.entries(raw)
  if (entry === undefined || more.length > 0) return refuse(file, "a test must be one name with its settings")
  return { name: entry[0], settings: settings(file, entry[0], entry[1]) }
}

const tests = (file: string, raw: Raw): ReadonlyArray<WrittenTest> =>
  [...listOf(file, "data_tests", raw["data_tests"]), ...listOf(file, "tests", raw["tests"])].map((test) =>
    writtenTest(file, test)
  )

const node = (file: string, kind: string, value: unknown, more: ReadonlyArray<string> = []): Properties => {
  const raw = settings(file, kind, value)
  const name = nameOf(file, `a ${kind}`, raw)
  known(file, `${kind} '${name}'`, raw, [
    ...["name", "description", "config", "columns", "data_tests", "tests", "meta", "tags", "docs"],
    ...more
  ])
  const columns = new Map<string, Column>()
  const columnTests: Array<readonly [string, WrittenTest]> = []
  for (const each of listOf(file, "columns", raw["columns"])) {
    const column = settings(file, "column", each)
    const columnName = nameOf(file, `a column of '${name}'`, column)
    known(file, `column '${name}.${columnName}'`, column, [
      ...["name", "description", "data_type", "data_tests", "tests", "meta", "tags", "config"]
    ])
    const config = settings(file, "config", column["config"])
    known(file, `the config of column '${name}.${columnName}'`, config, ["meta", "tags"])
    columns.set(columnName, {
      name: columnName,
      description: description(file, column),
      dataType: column["data_type"] === undefined ? undefined : String(column["data_type"]),
      meta: { ...settings(file, "meta", column["meta"]), ...settings(file, "meta", config["meta"]) },
      tags: listOf(file, "tags", column["tags"] ?? config["tags"]).map(String)
    })
    for (const test of tests(file, column)) columnTests.push([columnName, test])
  }
  return {
    file,
    name,
    description: description(file, raw),
    config: {
      ...settings(file, "config", raw["config"]),
      ...(raw["tags"] === undefined ? {} : { tags: raw["tags"] }),
      ...(raw["meta"] === undefined ? {} : { meta: raw["meta"] })
    },
    columns,
    tests: tests(file, raw),
    columnTests
  }
}

const source = (file: string, value: unknown): ReadonlyArray<SourceProperties> => {
  const raw = settings(file, "sources", value)
  const sourceName = nameOf(file, "a source", raw)
  known(file, `source '${sourceName}'`, raw, [
    ...["name", "description", "schema", "tables", "meta", "tags", "config", "loader"]
  ])
  known(file, `the config of source '${sourceName}'`, settings(file, "config", raw["config"]), ["meta", "tags"])
  return listOf(file, "tables", raw["tables"]).map((table) => {
    const properties = node(file, "source table", table, ["identifier"])
    known(file, `the config of source table '${properties.name}'`, properties.config as Raw, ["meta", "tags"])
    return {
      ...properties,
      sourceName,
      sourceDescription: description(file, raw),
      schema: String(raw["schema"] ?? sourceName),
      identifier: String((table as Raw)["identifier"] ?? properties.name),
      tags: [...listOf(file, "tags", raw["tags"]), ...listOf(file, "tags", properties.config["tags"])].map(String)
    }
  })
}

export const parsePropertyFile = (file: string, text: string): PropertyFile => {
  const raw = settings(file, file, parseYaml(file, text))
  // Descriptions of macros tell a reader something and the build nothing.
  known(file, "a property file", raw, ["version", "models", "seeds", "sources", "data_tests", "tests", "macros"])
  const each = (key: string, kind: string) => listOf(file, key, raw[key]).map((item) => node(file, kind, item))
  return {
    models: each("models", "model"),
    seeds: each("seeds", "seed"),
    singularTests: [...each("data_tests", "test"), ...each("tests", "test")],
    sources: listOf(file, "sources", raw["sources"]).flatMap((item) => source(file, item))
  }
}
