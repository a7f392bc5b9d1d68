/** `retry`: runs again what failed in the last command, and what was skipped because of it. */
import { Effect, Schema } from "effect"
import { asProjectError, ProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import { readText } from "../project/files/readText.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { execute, kindsOf, type Verb } from "./Execute.ts"

/** The part of `run_results.json`, ours or dbt's, that describes the last command. */
const LastCall = Schema.fromJsonString(
  Schema.Struct({
    args: Schema.Struct({
      which: Schema.String,
      vars: Schema.optional(Schema.Record(Schema.String, Schema.Unknown)),
      full_refresh: Schema.optional(Schema.Boolean),
      fail_fast: Schema.optional(Schema.Boolean),
      store_failures: Schema.optional(Schema.Boolean),
      empty: Schema.optional(Schema.Boolean)
    })
  })
)

const unfinished = ["result:error", "result:fail", "result:skipped", "result:runtime error"]

/**
 * Runs the last command again for the nodes that failed or were skipped, with its flags; options given here override them.
 * Reads `run_results.json` in `state`, else in the target folder.
 *
 * @example
 * ```ts
 * import { retry } from "@corridor/dbt-ts/Transform"
 *
 * export const program = retry({ projectDir: "shelter" })
 * ```
 */
export const retry = Effect.fn("Retry.retry")(function* (options: TransformOptions) {
  const folder =
    options.state ?? targetPathOf(options, (yield* asProjectError(parseProject({ which: "retry", ...options }))).file)
  const refused = (reason: string) => new ProjectError({ subject: "retry", reason })
  const chooses = [...(options.select ?? []), ...(options.exclude ?? []), options.selector].filter((each) => each)
  if (chooses.length > 0) return yield* refused("retry takes no selection: it runs what failed or was skipped")
  const text = yield* Effect.mapError(readText(`${folder}/run_results.json`), () =>
    refused(`there is no run_results.json in '${folder}': no earlier command can be retried`)
  )
  const { args } = yield* Effect.mapError(Schema.decodeEffect(LastCall)(text), () =>
    refused(`run_results.json in '${folder}' does not contain the command that it belongs to`)
  )
  if (!Object.hasOwn(kindsOf, args.which)) return yield* refused(`'${args.which}' cannot be retried`)
  return yield* execute(args.which as Verb, {
    ...options,
    select: unfinished,
    exclude: undefined,
    selector: undefined,
    state: folder,
    // Tests that passed are not selected with their model.
    indirectSelection: "empty",
    vars: options.vars ?? args.vars,
    fullRefresh: options.fullRefresh === true || args.full_refresh,
    failFast: options.failFast === true || args.fail_fast,
    storeFailures: options.storeFailures === true || args.store_failures,
    empty: options.empty === true || args.empty
  })
})
