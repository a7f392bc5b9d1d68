/** The registry of Avro schemas (Confluent-compatible). `infra/registry` has its layer. */
import { Context, type Effect, Schema } from "effect"

export class RegistryError extends Schema.TaggedError<RegistryError>()("RegistryError", {
  operation: Schema.Literals(["register", "schemaById", "check", "ping"]),
  retryable: Schema.Boolean,
  message: Schema.String
}) {}

export class SchemaRegistry extends Context.Service<
  SchemaRegistry,
  {
    /** Registers `schema` (Avro JSON) under `subject` with FULL_TRANSITIVE compatibility; the same schema again gives the same id. */
    register(subject: string, schema: string): Effect.Effect<number, RegistryError>
    /** The schema's text, or undefined when the registry knows no such id. Answers are cached: an id never changes its meaning. */
    schemaById(id: number): Effect.Effect<string | undefined, RegistryError>
    /** Whether `schema` could be registered under `subject` beside all versions that are there. */
    isCompatible(subject: string, schema: string): Effect.Effect<boolean, RegistryError>
    readonly ping: Effect.Effect<void, RegistryError>
  }
>()("corridor/ports/SchemaRegistry") {}
