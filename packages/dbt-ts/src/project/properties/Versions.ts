/** `versions:` of a model. */

import { Float } from "../../jinja/Value.ts"
import { refuse } from "../../ProjectError.ts"
import { isSettings, listOf, settings, words } from "../files/Yaml.ts"
import type { Constraint } from "../Node.ts"
import type { Settings } from "../Settings.ts"
import { constraints, type WrittenColumn, writtenColumn } from "./Columns.ts"
import { type WrittenTest, writtenTests } from "./WrittenTest.ts"

export interface WrittenVersion {
  readonly v: string | number
  /** Name of the file that defines it. */
  readonly definedIn: string | undefined
  readonly description: string
  readonly config: Settings
  readonly constraints: ReadonlyArray<Constraint>
  /** Absent: those of the model. */
  readonly tests: ReadonlyArray<WrittenTest> | undefined
  /** Columns of the model that it has. */
  readonly includes: (column: string) => boolean
  readonly columns: ReadonlyArray<WrittenColumn>
  readonly deprecationDate: string | undefined
}

const versionOf = (file: string, owner: string, value: unknown): string | number => {
  if (value instanceof Float) return value.value
  return typeof value === "string" || typeof value === "number"
    ? value
    : refuse(file, `a version of '${owner}' needs its 'v'`)
}

/** `- include: all`, with `exclude:`, or a list of names. */
const inclusion = (file: string, raw: Settings): ((column: string) => boolean) => {
  const { include } = raw
  const all = include === "all" || include === "*" || include === undefined
  const excluded = new Set(words(file, "exclude", raw["exclude"]))
  if (!all && typeof include === "string") refuse(file, "'include' must be 'all', '*' or a list of columns")
  if (!all && excluded.size > 0) refuse(file, "'exclude' needs 'include: all'")
  const included = new Set(all ? [] : words(file, "include", include))
  return (column) => (all || included.has(column)) && !excluded.has(column)
}

const readVersion = (
  file: string,
  owner: string,
  value: unknown,
  date: (value: unknown) => string | undefined
): WrittenVersion => {
  const raw = settings(file, "versions", value)
  const v = versionOf(file, owner, raw["v"])
  const columns = listOf(file, "columns", raw["columns"])
  const inclusions = columns.filter((each) => isSettings(each) && ("include" in each || "exclude" in each))
  if (inclusions.length > 1) refuse(file, `version ${v} of '${owner}' has more than one 'include'`)
  return {
    v,
    definedIn: typeof raw["defined_in"] === "string" ? raw["defined_in"] : undefined,
    description: String(raw["description"] ?? ""),
    config: settings(file, "config", raw["config"]),
    constraints: constraints(file, `${owner} v${v}`, raw["constraints"]),
    tests: raw["data_tests"] === undefined && raw["tests"] === undefined ? undefined : writtenTests(file, raw),
    includes: inclusions.length === 0 ? () => true : inclusion(file, inclusions[0] as Settings),
    columns: columns
      .filter((each) => !inclusions.includes(each))
      .map((each) => writtenColumn(file, `${owner} v${v}`, each)),
    deprecationDate: date(raw["deprecation_date"])
  }
}

/** Reads the versions of a model. Refuses two of one name. */
export const readVersions = (
  file: string,
  owner: string,
  raw: Settings,
  date: (value: unknown) => string | undefined
): ReadonlyArray<WrittenVersion> => {
  const versions = listOf(file, "versions", raw["versions"]).map((each) => readVersion(file, owner, each, date))
  const seen = new Set<string>()
  for (const { v } of versions) {
    if (seen.has(String(v))) refuse(file, `version ${v} of '${owner}' is written twice`)
    seen.add(String(v))
  }
  return versions
}

/** Numbers by size; anything that is none by its letters. */
const newer = (a: string | number, b: string | number): number => {
  const [left, right] = [Number(a), Number(b)]
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right
  return String(a) < String(b) ? -1 : 1
}

/** Returns the newest of a model's versions, where it does not name one itself. */
export const newestVersion = (versions: ReadonlyArray<WrittenVersion>): string | number | undefined =>
  versions
    .map(({ v }) => v)
    .toSorted(newer)
    .at(-1)
