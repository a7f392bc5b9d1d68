/** The model of a project as real dbt's own `manifest.json` describes it: selection without this project's parser. */
import type { Exposure, Manifest, Node, Source, UnitTest } from "../../../src/project/Node.ts"

// biome-ignore lint/suspicious/noExplicitAny: the document is another program's
export type Json = Record<string, any>

const columnsOf = (columns: Json) =>
  new Map(Object.entries(columns).map(([key, each]) => [key, { ...each, dataType: each["data_type"] ?? undefined }]))

const refsOf = (refs: ReadonlyArray<Json> = []) =>
  refs.map((ref) => ({ name: ref["name"], package: ref["package"] ?? undefined, version: ref["version"] ?? undefined }))

const place = (each: Json) => ({
  uniqueId: each["unique_id"],
  name: each["name"],
  packageName: each["package_name"],
  path: each["path"],
  originalFilePath: each["original_file_path"],
  fqn: each["fqn"]
})

const nodeOf = (each: Json): Node =>
  ({
    ...place(each),
    resourceType: each["resource_type"],
    version: each["version"] ?? undefined,
    latestVersion: each["latest_version"] ?? undefined,
    group: each["group"] ?? undefined,
    access: each["access"] ?? "protected",
    constraints: (each["constraints"] ?? []).map((one: Json) => ({ ...one })),
    patchPath: each["patch_path"] ?? undefined,
    unrenderedConfig: each["unrendered_config"],
    checksum: each["checksum"]["checksum"],
    dependsOnMacros: each["depends_on"]["macros"],
    deprecationDate: each["deprecation_date"] ?? undefined,
    tags: each["tags"],
    docBlocks: each["doc_blocks"],
    contract: each["contract"] && {
      enforced: each["contract"]["enforced"],
      aliasTypes: each["contract"]["alias_types"],
      checksum: each["contract"]["checksum"] ?? undefined
    },
    primaryKey: each["primary_key"] ?? [],
    index: each["index"] ?? undefined,
    rawCode: each["raw_code"],
    description: each["description"],
    columns: columnsOf(each["columns"]),
    config: each["config"],
    schema: each["schema"],
    alias: each["alias"],
    refs: refsOf(each["refs"]),
    sources: each["sources"] ?? [],
    dependsOn: each["depends_on"]["nodes"] ?? [],
    test:
      each["test_metadata"] === undefined
        ? undefined
        : {
            name: each["test_metadata"]["name"],
            namespace: each["test_metadata"]["namespace"] ?? undefined,
            kwargs: new Map(Object.entries(each["test_metadata"]["kwargs"])),
            columnName: each["column_name"] ?? undefined,
            attachedTo: each["attached_node"] ?? each["depends_on"]["nodes"][0]
          }
  }) as Node

const sourceOf = (each: Json): Source => ({
  ...place(each),
  sourceName: each["source_name"],
  identifier: each["identifier"],
  schema: each["schema"],
  description: each["description"],
  sourceDescription: each["source_description"],
  columns: columnsOf(each["columns"]),
  tags: each["tags"],
  loader: each["loader"],
  meta: each["meta"],
  sourceMeta: each["source_meta"],
  loadedAtField: each["loaded_at_field"] ?? undefined,
  loadedAtQuery: each["loaded_at_query"] ?? undefined,
  freshness: {
    warnAfter: each["freshness"]["warn_after"]["count"] === null ? undefined : each["freshness"]["warn_after"],
    errorAfter: each["freshness"]["error_after"]["count"] === null ? undefined : each["freshness"]["error_after"],
    filter: each["freshness"]["filter"] ?? undefined
  },
  config: each["config"],
  unrenderedConfig: each["unrendered_config"],
  unrenderedSchema: each["unrendered_schema"] ?? undefined
})

const exposureOf = (each: Json): Exposure => ({
  ...place(each),
  type: each["type"],
  owner: each["owner"],
  description: each["description"],
  label: each["label"] ?? undefined,
  maturity: each["maturity"] ?? undefined,
  url: each["url"] ?? undefined,
  tags: each["tags"],
  meta: each["meta"],
  config: each["config"],
  unrenderedConfig: each["unrendered_config"],
  refs: refsOf(each["refs"]),
  sources: each["sources"],
  dependsOn: each["depends_on"]["nodes"]
})

const unitTestOf = (each: Json): UnitTest => ({
  ...place(each),
  model: each["model"],
  modelId: each["depends_on"]["nodes"][0],
  description: each["description"],
  given: each["given"],
  expect: each["expect"],
  overrides: each["overrides"] ?? { macros: {}, vars: {}, env_vars: {} },
  version: each["version"] ?? undefined,
  versions: each["versions"] ?? undefined,
  checksum: each["checksum"] ?? undefined,
  schema: each["schema"] ?? undefined,
  config: each["config"],
  dependsOn: each["depends_on"]["nodes"]
})

const mapOf = <A>(documents: Json, made: (each: Json) => A): ReadonlyMap<string, A> =>
  new Map(Object.entries(documents).map(([id, each]) => [id, made(each)]))

export const manifestFromDbt = (document: Json): Manifest => ({
  projectName: document["metadata"]["project_name"],
  nodes: mapOf(document["nodes"], nodeOf),
  sources: mapOf(document["sources"], sourceOf),
  exposures: mapOf(document["exposures"], exposureOf),
  unitTests: mapOf(document["unit_tests"], unitTestOf),
  docs: mapOf(document["docs"], (each) => ({ ...place(each), text: each["block_contents"] })),
  groups: mapOf(document["groups"], (each) => ({
    ...place(each),
    owner: each["owner"],
    description: each["description"] ?? "",
    config: each["config"]
  })),
  macros: mapOf(document["macros"], (each) => ({
    ...place(each),
    description: each["description"],
    text: each["macro_sql"],
    dependsOnMacros: each["depends_on"]["macros"]
  })),
  disabled: mapOf(document["disabled"], (each) => nodeOf(each[0]))
})
