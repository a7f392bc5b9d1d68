/** Registers our schemas in the registry, which assigns their ids. */
import { Effect } from "effect"
import { RegistryError, SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { type RecordKind, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { type Reader, readerOf } from "./RecordCodec.ts"

/**
 * Registers every version of every schema, oldest first. It is idempotent. Returns the id of each kind's newest version and the reader of each
 * id. Fails if a schema is not compatible with its earlier versions, or has the id of another one.
 */
export const registerSchemas = Effect.fn("RegisterSchemas.registerSchemas")(function* () {
  const registry = yield* SchemaRegistry
  const newest = new Map<RecordKind, number>()
  const readers = new Map<number, Reader>()
  for (const { kind, subject, versions } of recordSchemas)
    for (const { text } of versions) {
      const id = yield* registry.register(subject, text)
      // Records would be read as those of another schema.
      if (readers.has(id))
        return yield* new RegistryError({
          operation: "register",
          retryable: false,
          message:
            "The schema registry gave two schemas the same id. Check CORRIDOR_REGISTRY_URL, and the registry's data"
        })
      newest.set(kind, id)
      readers.set(id, readerOf(text) as Reader)
    }
  return { newest, readers }
})
