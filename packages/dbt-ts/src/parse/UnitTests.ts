/** `unit_tests:` of property files. */
import { createHash } from "node:crypto"
import { fromHost } from "../jinja/Json.ts"
import { repr } from "../jinja/Print.ts"
import { Dict } from "../jinja/Value.ts"
import { refuse } from "../ProjectError.ts"
import type { ProjectText } from "../project/files/PackageFolder.ts"
import { isSettings, listOf, plain, settings } from "../project/files/Yaml.ts"
import type { Node, UnitTest, UnitTestRows } from "../project/Node.ts"
import { gatherConfig } from "../project/NodeConfig.ts"
import { fqnOf } from "../project/NodePath.ts"
import type { PropertyEntry } from "../project/properties/PropertyFile.ts"
import type { RefLookup } from "../project/RefLookup.ts"
import type { Settings } from "../project/Settings.ts"
import { staticReference } from "../project/StaticReference.ts"
import { csvRows, type RowSources, unitTestRows } from "../project/UnitTestRows.ts"
import { fileOf, type Parsing } from "./Parsing.ts"

const keys = new Set(["name", "model", "given", "expect", "description", "overrides", "config", "versions"])

/** What a unit test is read with: every node by its id, and the texts of seeds. */
export interface UnitTestSurroundings {
  readonly refs: RefLookup
  readonly nodes: ReadonlyMap<string, Omit<Node, "dependsOn">>
  readonly disabled: ReadonlyMap<string, Omit<Node, "dependsOn">>
  readonly seedText: (uniqueId: string) => string | undefined
  readonly fixtures: ReadonlyArray<ProjectText>
}

const printed = (kind: "Input" | "Output", rows: UnitTestRows, input: string): string => {
  const first = kind === "Input" ? `input=${repr(input)}, ` : ""
  const format = { dict: "Dict", csv: "CSV", sql: "SQL" }[rows.format]
  return `UnitTest${kind}Fixture(${first}rows=${repr(fromHost(rows.rows))}, format=<UnitTestFormat.${format}: '${rows.format}'>, fixture=${repr(rows.fixture ?? null)})`
}

const pythonDict = (value: unknown): string => repr(isSettings(value) ? fromHost(value) : new Dict())

/** dbt's hash: over what its objects print as in Python. */
const checksum = (
  test: Pick<UnitTest, "model" | "given" | "expect">,
  versions: Settings | undefined,
  overrides: Settings | undefined
): string => {
  const shownVersions =
    versions === undefined
      ? "None"
      : `UnitTestNodeVersions(include=${repr(fromHost(versions["include"] ?? null))}, exclude=${repr(fromHost(versions["exclude"] ?? null))})`
  const shownOverrides =
    overrides === undefined
      ? "None"
      : `UnitTestOverrides(macros=${pythonDict(overrides["macros"])}, vars=${pythonDict(overrides["vars"])}, env_vars=${pythonDict(overrides["env_vars"])})`
  const given = test.given.map((each) => printed("Input", each, each.input)).join(", ")
  const text = `${test.model}-${shownVersions}-[${given}]-${printed("Output", test.expect, "")}-${shownOverrides}`
  const fixtures = test.given
    .filter(({ fixture }) => fixture !== undefined)
    .map(({ rows }) => `-${typeof rows === "string" ? rows : repr(fromHost(rows))}`)
  return createHash("sha256")
    .update(text + fixtures.join(""))
    .digest("hex")
}

const seedRows =
  (around: UnitTestSurroundings, { file, packageName, name }: PropertyEntry) =>
  (input: string) => {
    const reference = staticReference(input)
    const id = reference?.kind === "ref" ? around.refs.find(file.path, reference.target, packageName) : undefined
    const text = id === undefined ? undefined : around.seedText(id)
    return text === undefined
      ? refuse(file.path, `the input ${input} of unit test '${name}' has no rows and is not a seed`)
      : csvRows(file.path, text)
  }

const overridesOf = (file: string, value: unknown): Settings | undefined =>
  value === undefined || value === null ? undefined : settings(file, "overrides", value)

const checkIncremental = (file: string, name: string, model: Omit<Node, "dependsOn">, test: UnitTest): void => {
  if (!model.dependsOnMacros.includes("macro.dbt.is_incremental")) return
  const override = test.overrides.macros["is_incremental"]
  if (typeof override !== "boolean") {
    refuse(file, `the unit test '${name}' must override the macro 'is_incremental' with true or false`)
  }
  if (override === true && !test.given.some(({ input }) => input.trim() === "this")) {
    refuse(file, `the unit test '${name}' of an incremental model needs the input 'this'`)
  }
}

/** Models that a test is for: every version of a versioned one, but for what `versions:` leaves out. */
const testedModels = (
  around: UnitTestSurroundings,
  file: string,
  name: string,
  model: Omit<Node, "dependsOn">,
  versions: Settings | undefined
): ReadonlyArray<Omit<Node, "dependsOn">> => {
  const include = versions?.["include"]
  const exclude = versions?.["exclude"]
  if (model.version === undefined) {
    return include || exclude ? refuse(file, `unit test '${name}' has 'versions' and its model has none`) : [model]
  }
  const all = [...around.nodes.values()].filter(
    (each) => each.packageName === model.packageName && each.name === model.name && each.version !== undefined
  )
  const named = (list: unknown, { version }: { readonly version: unknown }): boolean =>
    Array.isArray(list) && list.map(plain).includes(version)
  const chosen = all.filter((each) => (exclude ? !named(exclude, each) : include ? named(include, each) : true))
  return chosen.length > 0
    ? chosen
    : refuse(file, `unit test '${name}' names a version of '${model.name}' that does not exist`)
}

/** Returns the model that a test names, which may be disabled. */
const modelOf = (around: UnitTestSurroundings, { packageName, file, entry, name }: PropertyEntry) => {
  const model =
    typeof entry["model"] === "string" ? entry["model"] : refuse(file.path, `unit test '${name}' needs its 'model'`)
  const [modelName = "", version] = model.split(/\s+/)
  const id = around.refs.find(file.path, { name: modelName, package: packageName, version }, packageName)
  const found = id === undefined ? undefined : around.nodes.get(id)
  const off = [...around.disabled.values()].find((each) => each.name === modelName && each.resourceType === "model")
  const tested = found ?? off ?? refuse(file.path, `unit test '${name}': there is no model '${model}'`)
  if (tested.resourceType !== "model") refuse(file.path, `unit test '${name}': '${model}' is not a model`)
  return { model, tested, isEnabled: found !== undefined }
}

/** Returns the inputs of a test, with their rows. */
const givenRows = (sources: RowSources, { file, entry, name }: PropertyEntry) =>
  listOf(file.path, "given", entry["given"]).map((each) => {
    const raw = settings(file.path, "given", each)
    const input =
      typeof raw["input"] === "string"
        ? raw["input"]
        : refuse(file.path, `an input of unit test '${name}' needs 'input'`)
    if (input.trim() !== "this" && staticReference(input) === undefined) {
      refuse(file.path, `'${input}' of unit test '${name}' must be ref(), source() or this`)
    }
    return { input, ...unitTestRows(sources, `the input ${input} of unit test '${name}'`, raw, input) }
  })

export interface UnitTestDraft {
  readonly test: UnitTest
  readonly enabled: boolean
}

/** Reads the unit tests of one entry: one for each version of its model. */
export const readUnitTest = (
  parsing: Parsing,
  around: UnitTestSurroundings,
  from: PropertyEntry
): ReadonlyArray<UnitTestDraft> => {
  const { packageName, file, entry, name } = from
  for (const key of Object.keys(entry)) {
    if (!keys.has(key)) refuse(file.path, `'${key}' of unit test '${name}' is not supported`)
  }
  const { model, tested, isEnabled } = modelOf(around, from)
  const sources: RowSources = { file: file.path, fixtures: around.fixtures, seed: seedRows(around, from) }
  const given = givenRows(sources, from)
  const expect = unitTestRows(
    sources,
    `'expect' of unit test '${name}'`,
    settings(file.path, "expect", entry["expect"])
  )
  const overrides = overridesOf(file.path, entry["overrides"])
  const versions = isSettings(entry["versions"]) ? entry["versions"] : undefined
  const below = file.path.split("/").slice(1).join("/")
  const fqn = [...fqnOf(packageName, below).slice(0, -1), model, name]
  const config = gatherConfig(file.path, "unit_test", fqn, {
    own: fileOf(parsing, packageName),
    root: parsing.root,
    properties: plain(settings(file.path, "config", entry["config"])) as Settings,
    inFile: {}
  })
  const models = !isEnabled ? [tested] : testedModels(around, file.path, name, tested, versions)
  return models.map((each) => {
    const test: UnitTest = {
      uniqueId: `unit_test.${packageName}.${model}.${name}${each.version === undefined ? "" : `_v${each.version}`}`,
      name,
      packageName,
      model,
      modelId: each.uniqueId,
      description: String(entry["description"] ?? ""),
      given,
      expect,
      overrides: {
        macros: settings(file.path, "macros", overrides?.["macros"]),
        vars: settings(file.path, "vars", overrides?.["vars"]),
        env_vars: settings(file.path, "env_vars", overrides?.["env_vars"])
      },
      version: each.version,
      versions:
        versions === undefined
          ? undefined
          : { include: plain(versions["include"] ?? null), exclude: plain(versions["exclude"] ?? null) },
      checksum: checksum({ model, given, expect }, versions, overrides),
      schema: each.schema,
      config,
      path: file.below,
      originalFilePath: file.path,
      fqn,
      dependsOn: [each.uniqueId]
    }
    checkIncremental(file.path, name, each, test)
    return { test, enabled: config.enabled && isEnabled }
  })
}
