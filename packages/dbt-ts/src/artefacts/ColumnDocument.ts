import { type Document, plain } from "../Documents.ts"
import type { Column, Constraint } from "../project/Node.ts"

const constraintDocument = (constraint: Constraint): Document => ({
  type: constraint.type,
  name: constraint.name ?? null,
  expression: constraint.expression ?? null,
  warn_unenforced: constraint.warnUnenforced ?? true,
  warn_unsupported: constraint.warnUnsupported ?? true,
  to: constraint.to ?? null,
  to_columns: constraint.toColumns ?? []
})

/** A constraint of a model names its columns. */
export const modelConstraintDocument = (constraint: Constraint): Document => ({
  ...constraintDocument(constraint),
  columns: constraint.columns
})

/** Returns described columns as `manifest.json` has them. */
export const columnsDocument = (columns: ReadonlyMap<string, Column>): Document =>
  Object.fromEntries(
    [...columns].map(([key, column]) => [
      key,
      {
        name: column.name,
        description: column.description,
        meta: plain(column.meta),
        data_type: column.dataType ?? null,
        constraints: (column.constraints ?? []).map(constraintDocument),
        quote: column.quote ?? null,
        config: { meta: plain(column.meta), tags: column.tags },
        tags: column.tags,
        granularity: column.granularity ?? null,
        doc_blocks: column.docBlocks ?? [],
        ...(plain(column.extra ?? {}) as Document)
      }
    ])
  )
