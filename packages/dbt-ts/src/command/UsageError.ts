import { Effect, Schema } from "effect"
import { ProjectError } from "../ProjectError.ts"
import { ClickHouseError } from "../store/ClickHouse.ts"

/** The call is wrong, not the project. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", { message: Schema.String }) {}

/** Subjects of a `ProjectError` that mean the call. */
const subjectsOfCalls = new Set(["selector", "--resource-type", "--state", "show", "run-operation", "retry"])

/**
 * Separates errors of the call from errors of the project: their exit codes differ. A statement that the store's
 * owner does not permit is an error of the project.
 */
export const classifyErrors = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E | UsageError | ProjectError, R> =>
  Effect.mapError(effect, (error) => {
    if (error instanceof ProjectError && subjectsOfCalls.has(error.subject))
      return new UsageError({ message: error.message })
    return error instanceof ClickHouseError && error.kind === "refused"
      ? new ProjectError({ subject: "project", reason: error.message })
      : error
  })
