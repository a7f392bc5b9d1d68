/** Exposures, unit tests, docs blocks, groups and macros as `manifest.json` has them. */

import { type Document, plain, resourceDocument } from "../Documents.ts"
import type { Doc, Exposure, Group, MacroNode, RefTarget, UnitTest, UnitTestRows } from "../project/Node.ts"

/** Returns what `ref` named, as in `refs` of a node. */
export const refDocuments = (refs: ReadonlyArray<RefTarget>): ReadonlyArray<Document> =>
  refs.map((ref) => ({ name: ref.name, package: ref.package ?? null, version: ref.version ?? null }))

/** Returns an exposure. `createdAt` is in seconds since 1970. */
export const exposureDocument = (exposure: Exposure, createdAt = 0): Document => ({
  ...resourceDocument("exposure", exposure),
  fqn: exposure.fqn,
  type: exposure.type,
  owner: { email: null, name: null, ...(plain(exposure.owner) as Document) },
  description: exposure.description,
  label: exposure.label ?? null,
  maturity: exposure.maturity ?? null,
  meta: plain(exposure.meta),
  tags: exposure.tags,
  config: plain(exposure.config),
  unrendered_config: plain(exposure.unrenderedConfig ?? {}),
  url: exposure.url ?? null,
  depends_on: { macros: [], nodes: exposure.dependsOn },
  refs: refDocuments(exposure.refs),
  sources: exposure.sources,
  metrics: [],
  created_at: createdAt
})

const rowsDocument = ({ rows, format, fixture }: UnitTestRows): Document => ({
  rows: plain(rows),
  format,
  fixture: fixture ?? null
})

/** Returns a unit test with its rows. `createdAt` is in seconds since 1970. */
export const unitTestDocument = (unit: UnitTest, createdAt = 0): Document => ({
  model: unit.model,
  given: unit.given.map((given) => ({ input: given.input, ...rowsDocument(given) })),
  expect: rowsDocument(unit.expect),
  ...resourceDocument("unit_test", unit),
  fqn: unit.fqn,
  description: unit.description,
  overrides: Object.values(unit.overrides).some((values) => Object.keys(values).length > 0)
    ? plain(unit.overrides)
    : null,
  depends_on: { macros: [], nodes: unit.dependsOn },
  config: plain(unit.config),
  checksum: unit.checksum ?? null,
  schema: unit.schema ?? null,
  created_at: createdAt,
  versions:
    unit.versions === undefined ? null : { include: null, exclude: null, ...(plain(unit.versions) as Document) },
  version: unit.version ?? null
})

/** Returns a docs block. */
export const docDocument = (doc: Doc): Document => ({
  ...resourceDocument("doc", doc),
  block_contents: doc.text
})

/** Returns a group with its owner. */
export const groupDocument = (group: Group): Document => ({
  ...resourceDocument("group", { ...group, path: group.originalFilePath.split("/").slice(1).join("/") }),
  owner: { email: null, name: null, ...(plain(group.owner) as Document) },
  description: group.description === "" ? null : group.description,
  config: { meta: {}, ...(plain(group.config ?? {}) as Document) }
})

/** Returns a macro with its text. `createdAt` is in seconds since 1970. */
export const macroDocument = (macro: MacroNode, createdAt = 0): Document => ({
  ...resourceDocument("macro", macro),
  macro_sql: macro.text,
  depends_on: { macros: macro.dependsOnMacros },
  description: macro.description,
  meta: plain(macro.meta ?? {}),
  docs: { show: true, node_color: null },
  patch_path: macro.patchPath ?? null,
  arguments: macro.arguments ?? [],
  created_at: createdAt,
  supported_languages: null
})
