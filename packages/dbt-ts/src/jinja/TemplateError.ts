import { Schema } from "effect"

/**
 * A template cannot be parsed or rendered. `message` is what is wrong, in Jinja's own words where it has some;
 * `template` is the file or the macro, `line` counts from 1.
 */
export class TemplateError extends Schema.TaggedError<TemplateError>()("TemplateError", {
  message: Schema.String,
  template: Schema.optionalKey(Schema.String),
  line: Schema.optionalKey(Schema.Int)
}) {}

/** Thrown inside the parser and the operators, which are plain functions; `render` turns it into a failure. */
export const fail = (message: string, line?: number): never => {
  throw new TemplateError(line === undefined ? { message } : { message, line })
}
