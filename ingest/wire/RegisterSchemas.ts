/** Our schemas in the registry, and the ids that it gives them. */
import { Effect } from "effect"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { type RecordKind, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { type Reader, readerOf } from "./RecordCodec.ts"

/**
 * Registers every version of every schema, oldest first; again changes nothing. Answers the id of each kind's newest version
 * and the reader of each id. Fails where a schema does not go with the versions before it.
 */
export const registerSchemas = Effect.fn("RegisterSchemas.registerSchemas")(function* () {
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
