import { ProjectError } from "@corridor/dbt-ts/ProjectError"
import { Effect, Schema } from "effect"

/** The call asks for what cannot be: nothing is wrong with the project. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", { message: Schema.String }) {}

/** What a refusal is about when it is about the call. */
const ofTheCall = new Set(["selector", "--resource-type", "--state", "show", "run-operation", "retry"])

/** A refusal of what the flags say is the caller's error, exit code 2; of what the project says, the project's. */
export const callersErrors = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | UsageError, R> =>
  Effect.mapError(effect, (error) =>
    error instanceof ProjectError && ofTheCall.has(error.subject) ? new UsageError({ message: error.message }) : error
  )
