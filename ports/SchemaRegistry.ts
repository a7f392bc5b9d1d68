/** The registry of Avro schemas (Confluent-compatible). `infra/registry` implements it. */
import { Context, type Effect, Schema } from "effect"

/** The registry refused an operation or did not respond. `retryable` is true if the same call may succeed later. */
export class RegistryError extends Schema.TaggedError<RegistryError>()("RegistryError", {
  operation: Schema.Literals(["register", "schemaById", "check", "ping"]),
  retryable: Schema.Boolean,
  message: Schema.String
}) {}

export class SchemaRegistry extends Context.Service<
  SchemaRegistry,
  {
    /** Registers `schema` (Avro JSON) under `subject` with FULL_TRANSITIVE compatibility. The same schema always has the same id. */
    register(subject: string, schema: string): Effect.Effect<number, RegistryError>
    /** Returns the schema's text; undefined for an unknown id. Results are cached, because ids never change their meaning. */
    schemaById(id: number): Effect.Effect<string | undefined, RegistryError>
    /** Returns whether `schema` is compatible with all versions of `subject`. */
    isCompatible(subject: string, schema: string): Effect.Effect<boolean, RegistryError>
    readonly ping: Effect.Effect<void, RegistryError>
  }
>()("corridor/ports/SchemaRegistry") {}
