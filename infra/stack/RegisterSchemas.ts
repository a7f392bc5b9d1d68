/** Every version of every record schema in the registry, oldest first. */
import { Effect } from "effect"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"

/** Registering again changes nothing. Fails where a schema does not go with the versions before it. */
export const registerSchemas = Effect.fn("RegisterSchemas.registerSchemas")(function* () {
  const registry = yield* SchemaRegistry
  for (const { subject, versions } of recordSchemas)
    for (const { text } of versions) yield* registry.register(subject, text)
})
