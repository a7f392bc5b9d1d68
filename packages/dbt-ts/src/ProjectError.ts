import { Effect, Schema } from "effect"
import { TemplateError } from "./jinja/TemplateError.ts"

/**
 * The project cannot be read, or uses something that dbt-ts does not support. `subject` names the file or node,
 * `reason` names it: nothing unsupported is ignored silently.
 */
export class ProjectError extends Schema.TaggedError<ProjectError>()("ProjectError", {
  subject: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `${this.subject}: ${this.reason}`
  }
}

/** Converts a template's error, with its location, to a project's. */
export const fromTemplate = ({ template, line, message }: TemplateError): ProjectError =>
  new ProjectError({
    subject: (template ?? "template") + (line === undefined ? "" : ` line ${line}`),
    reason: message
  })

/** Thrown by the plain functions that read a project; `reading` turns it into a failure. */
export const refuse = (subject: string, reason: string): never => {
  throw new ProjectError({ subject, reason })
}

/** A template's error names its file and line, as a project's does. */
export const asProjectError = <A, E, R>(effect: Effect.Effect<A, E | TemplateError, R>) =>
  Effect.mapError(effect, (error) => (error instanceof TemplateError ? fromTemplate(error) : error))
