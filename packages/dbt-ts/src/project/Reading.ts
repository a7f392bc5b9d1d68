import { Effect } from "effect"
import { TemplateError } from "../jinja/TemplateError.ts"
import { ProjectError } from "../ProjectError.ts"

/** Runs plain functions that refuse by throwing. */
export const reading = <A>(read: () => A): Effect.Effect<A, ProjectError | TemplateError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(read())
    } catch (thrown) {
      if (thrown instanceof ProjectError || thrown instanceof TemplateError) return Effect.fail(thrown)
      throw thrown
    }
  })
