import { Schema } from "effect"

/**
 * The project cannot be read, or asks for something that dbt-ts does not do. `subject` names the file or node,
 * `message` says what it is, by name: nothing that is not supported is passed over in silence.
 */
export class ProjectError extends Schema.TaggedError<ProjectError>()("ProjectError", {
  subject: Schema.String,
  message: Schema.String
}) {}

/** Thrown by the plain functions that read a project; `reading` turns it into a failure. */
export const refuse = (subject: string, message: string): never => {
  throw new ProjectError({ subject, message })
}
