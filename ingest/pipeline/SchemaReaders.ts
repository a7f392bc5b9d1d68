/** Readers by schema id: the ids come from the registry, the schemas are our own. */
import { Context, Effect, Layer } from "effect"
import { type RegistryError, SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { type Reader, readerOf } from "../wire/RecordCodec.ts"
import { registerSchemas } from "../wire/RegisterSchemas.ts"
import { patiently } from "./Patiently.ts"

/** Ids of one batch that are asked of the registry at most; a batch with more foreign ids than this is hostile. */
const lookupsPerBatch = 64

export class SchemaReaders extends Context.Service<
  SchemaReaders,
  {
    /** The readers of the schema ids that were met so far. */
    readonly known: ReadonlyMap<number, Reader>
    /** Asks for the schema ids of a batch that are not known; those that are ours are known from then on. */
    learn(ids: ReadonlySet<number>): Effect.Effect<void, RegistryError>
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
        known: readers,
        learn: (ids) =>
          Effect.forEach([...ids].filter((id) => !readers.has(id)).slice(0, lookupsPerBatch), lookUp, { discard: true })
      })
    })
  )
}
