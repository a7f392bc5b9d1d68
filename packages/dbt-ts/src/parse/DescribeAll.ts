/** Descriptions of everything in a manifest, with the docs blocks that they name. */
import { Effect } from "effect"
import { type Describe, describing } from "../project/Docs.ts"
import type { Column, Doc, Manifest } from "../project/Node.ts"
import type { Parsing } from "./Parsing.ts"

const each = <A, E>(
  all: ReadonlyMap<string, A>,
  make: (item: A) => Effect.Effect<A, E>
): Effect.Effect<ReadonlyMap<string, A>, E> =>
  Effect.map(
    Effect.forEach(all, ([id, item]) => Effect.map(make(item), (made) => [id, made] as const)),
    (entries) => new Map(entries)
  )

interface WithColumns {
  readonly packageName: string
  readonly originalFilePath: string
  readonly description: string
  readonly columns: ReadonlyMap<string, Column>
}

const withColumns = <A extends WithColumns>(describe: Describe, item: A) =>
  Effect.gen(function* () {
    const { packageName, originalFilePath: where } = item
    const own = yield* describe(where, packageName, item.description)
    const columns = yield* each(item.columns, (column) =>
      Effect.map(describe(where, packageName, column.description), ({ text, blocks }) => ({
        ...column,
        description: text,
        docBlocks: blocks
      }))
    )
    return { ...item, description: own.text, docBlocks: own.blocks, columns }
  })

export const describeAll = Effect.fn("DescribeAll.describe")(function* (
  parsing: Parsing,
  docs: ReadonlyMap<string, Doc>,
  manifest: Manifest
) {
  const describe = describing(parsing.base.jinja, parsing.base.root, docs, parsing.fileScope)
  const text = (item: { readonly packageName: string; readonly originalFilePath: string }, written: string) =>
    Effect.map(describe(item.originalFilePath, item.packageName, written), (described) => described.text)
  const described: Manifest = {
    ...manifest,
    nodes: yield* each(manifest.nodes, (node) => withColumns(describe, node)),
    sources: yield* each(manifest.sources, (source) =>
      Effect.flatMap(text(source, source.sourceDescription), (sourceDescription) =>
        withColumns(describe, { ...source, sourceDescription })
      )
    ),
    macros: yield* each(manifest.macros, (macro) =>
      Effect.map(text(macro, macro.description), (description) => ({ ...macro, description }))
    ),
    exposures: yield* each(manifest.exposures, (exposure) =>
      Effect.map(text(exposure, exposure.description), (description) => ({ ...exposure, description }))
    )
  }
  return described
})
