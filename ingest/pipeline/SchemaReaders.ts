/** Readers by schema id. The ids come from the registry; the schemas are our own. */
import { Context, Effect, Layer } from "effect"
import { type RegistryError, SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { type Reader, readerOf } from "../wire/RecordCodec.ts"
import { registerSchemas } from "../wire/RegisterSchemas.ts"
import { retryWhileUnavailable } from "./retryWhileUnavailable.ts"

/** Maximum number of registry look-ups for a batch. A batch with more unknown ids is hostile. */
const lookupsPerBatch = 64

export class SchemaReaders extends Context.Service<
  SchemaReaders,
  {
    /** The readers of all schema ids seen so far. */
    readonly known: ReadonlyMap<number, Reader>
    /** Looks up unknown schema ids in the registry, and adds readers for those that are ours. */
    learn(ids: ReadonlySet<number>): Effect.Effect<void, RegistryError>
  }
>()("corridor/ingest/pipeline/SchemaReaders") {
  static readonly layer = Layer.effect(
    SchemaReaders,
    Effect.gen(function* () {
      const registry = yield* SchemaRegistry
      const { readers } = yield* registerSchemas().pipe(retryWhileUnavailable("the schema registry"))
      const lookUp = Effect.fn("SchemaReaders.lookUp")(function* (id: number) {
        const text = yield* registry.schemaById(id).pipe(retryWhileUnavailable("the schema registry"))
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
