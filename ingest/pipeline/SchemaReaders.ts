/** Readers by schema id: the ids come from the registry, the schemas are our own. */
import { Context, Effect, Layer } from "effect"
import { type RegistryError, SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { type RecordKind, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { type Reader, readerOf } from "../wire/RecordCodec.ts"
import { patiently } from "./Patiently.ts"

/** Ids of one batch that are asked of the registry at most; a batch with more foreign ids than this is hostile. */
const lookupsPerBatch = 64

/** Registers every version of every schema, oldest first; answers the id of each kind's newest version. */
export const registerSchemas = Effect.fn("SchemaReaders.register")(function* () {
  const registry = yield* SchemaRegistry
  const newest = new Map<RecordKind, number>()
  const readers = new Map<number, Reader>()
  for (const { kind, subject, versions } of recordSchemas)
    for (const { text } of versions) {
      const id = yield* registry.register(subject, text)
      newest.set(kind, id)
      readers.set(id, readerOf(text) as Reader)
    }
  return { newest, readers }
})

export class SchemaReaders extends Context.Service<
  SchemaReaders,
  {
    /** The readers of the schema ids; an id that is none of ours has none. */
    readersOf(ids: ReadonlySet<number>): Effect.Effect<ReadonlyMap<number, Reader>, RegistryError>
  }
>()("corridor/ingest/pipeline/SchemaReaders") {
  static readonly layer = Layer.effect(
    SchemaReaders,
    Effect.gen(function* () {
      const registry = yield* SchemaRegistry
      const { readers } = yield* registerSchemas().pipe(patiently("the schema registry"))
      const lookUp = Effect.fn("SchemaReaders.lookUp")(function* (id: number) {
        const text = yield* registry.schemaById(id).pipe(patiently("the schema registry"))
        const reader = text === undefined ? undefined : readerOf(text)
        if (reader !== undefined) readers.set(id, reader)
      })
      return SchemaReaders.of({
        readersOf: (ids) =>
          Effect.forEach([...ids].filter((id) => !readers.has(id)).slice(0, lookupsPerBatch), lookUp, {
            discard: true
          }).pipe(Effect.as(readers))
      })
    })
  )
}
