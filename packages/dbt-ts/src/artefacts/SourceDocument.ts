import { type Document, plain, resourceDocument } from "../Documents.ts"
import { type Freshness, type Period, type Source, sourceSchema } from "../project/Node.ts"
import { columnsDocument } from "./ColumnDocument.ts"

const periodDocument = (period: Period | undefined): Document => ({
  count: period?.count ?? null,
  period: period?.period ?? null
})

/** Null for `freshness: null`; a source without the key has empty periods. */
export const freshnessDocument = (freshness: Freshness | undefined): Document => ({
  warn_after: periodDocument(freshness?.warnAfter),
  error_after: periodDocument(freshness?.errorAfter),
  filter: freshness?.filter ?? null
})

/** Returns a table of a source as `manifest.json` has it. `createdAt` is in seconds since 1970. */
export const sourceDocument = (source: Source, createdAt = 0): Document => ({
  database: source.database ?? "",
  schema: source.schema,
  ...resourceDocument("source", { ...source, path: source.originalFilePath }),
  fqn: source.fqn,
  source_name: source.sourceName,
  source_description: source.sourceDescription,
  loader: source.loader,
  identifier: source.identifier,
  quoting: plain(source.quoting ?? { database: null, schema: null, identifier: null, column: null }),
  loaded_at_field: source.loadedAtField ?? null,
  loaded_at_query: source.loadedAtQuery ?? null,
  freshness: source.config === undefined ? freshnessDocument(source.freshness) : plain(source.config["freshness"]),
  external: plain(source.external),
  description: source.description,
  columns: columnsDocument(source.columns),
  meta: plain(source.meta),
  source_meta: plain(source.sourceMeta),
  tags: source.tags,
  config: plain(source.config ?? { enabled: true }),
  patch_path: source.patchPath ?? null,
  unrendered_config: plain(source.unrenderedConfig ?? {}),
  relation_name: `\`${sourceSchema(source)}\`.\`${source.identifier}\``,
  created_at: createdAt,
  unrendered_database: source.unrenderedDatabase ?? null,
  unrendered_schema: source.unrenderedSchema ?? null,
  doc_blocks: source.docBlocks ?? []
})
