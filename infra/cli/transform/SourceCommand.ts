/** `source freshness`. */

import * as Transform from "@corridor/dbt-ts/Transform"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { formatTable, printResult } from "../CommandOutput.ts"
import { storeOf } from "./StoreOf.ts"
import { optionsOf, projectFlags, runFlags, selectionFlags } from "./TransformFlags.ts"
import { callersErrors } from "./UsageError.ts"

type Result = Transform.FreshnessReport["results"][number]

const day = 86_400_000

/** An age in the largest unit that it fills. */
const ageText = (milliseconds: number): string => {
  const [unit, length] =
    milliseconds >= day ? ["days", day] : milliseconds >= day / 24 ? ["hours", day / 24] : ["minutes", 60_000]
  return `${(milliseconds / (length as number)).toFixed(1)} ${unit}`
}

const row = (result: Result): ReadonlyArray<string> => {
  const name = result.uniqueId.split(".").slice(2).join(".")
  return result.status === "runtime error"
    ? [name, result.status, "", "could not be asked"]
    : [name, result.status, ageText(result.askedAt - result.maxLoadedAt), new Date(result.maxLoadedAt).toISOString()]
}

const error = (result: Result): ReadonlyArray<string> => (result.status === "runtime error" ? ["", result.error] : [])

const document = (result: Result) =>
  result.status === "runtime error"
    ? { source: result.uniqueId, status: result.status, message: result.error }
    : {
        source: result.uniqueId,
        status: result.status,
        newest: new Date(result.maxLoadedAt).toISOString(),
        ageSeconds: (result.askedAt - result.maxLoadedAt) / 1000
      }

const { threads } = runFlags

const freshness = Command.make(
  "freshness",
  { ...projectFlags, ...selectionFlags, threads },
  Effect.fn("transform source freshness")(function* (given) {
    const options = yield* optionsOf(given)
    const report = yield* callersErrors(Transform.sourceFreshness(options)).pipe(Effect.provide(storeOf(given.data)))
    const { results, failed, seconds } = report
    yield* printResult(given.json, {
      json: { results: results.map(document), failed, seconds },
      lines:
        results.length === 0
          ? ["Nothing to do: no chosen source has a rule of freshness."]
          : [
              ...formatTable([["source", "status", "age", "newest row"], ...results.map(row)]),
              ...results.flatMap(error)
            ],
      exitCode: failed > 0 ? 1 : 0
    })
  })
).pipe(
  Command.withDescription("Ask how old the newest row of each source is, and write sources.json"),
  Command.withExamples([{ command: "corridor transform source freshness --select source:raw" }])
)

export const source = Command.make("source").pipe(
  Command.withDescription("What the project reads from outside"),
  Command.withSubcommands([freshness])
)
