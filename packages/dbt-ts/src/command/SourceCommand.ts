/** `source freshness`. */
import { Effect } from "effect"
import { Command } from "effect/cli"
import * as Transform from "../Transform.ts"
import type { CommandHost } from "./CommandHost.ts"
import { projectCommand, runFlags, selectionFlags } from "./Flags.ts"
import { textTable } from "./textTable.ts"
import { classifyErrors } from "./UsageError.ts"

type Result = Transform.FreshnessReport["results"][number]

const day = 86_400_000

/** Returns an age in the largest unit in which it is at least 1. */
const ageText = (milliseconds: number): string => {
  const [unit, length] =
    milliseconds >= day ? ["days", day] : milliseconds >= day / 24 ? ["hours", day / 24] : ["minutes", 60_000]
  return `${(milliseconds / (length as number)).toFixed(1)} ${unit}`
}

const row = (result: Result): ReadonlyArray<string> => {
  const name = result.uniqueId.split(".").slice(2).join(".")
  return result.status === "runtime error"
    ? [name, result.status, "", "could not be queried"]
    : [name, result.status, ageText(result.queriedAt - result.maxLoadedAt), new Date(result.maxLoadedAt).toISOString()]
}

const error = (result: Result): ReadonlyArray<string> => (result.status === "runtime error" ? ["", result.error] : [])

const document = (result: Result) =>
  result.status === "runtime error"
    ? { source: result.uniqueId, status: result.status, message: result.error }
    : {
        source: result.uniqueId,
        status: result.status,
        newest: new Date(result.maxLoadedAt).toISOString(),
        ageSeconds: (result.queriedAt - result.maxLoadedAt) / 1000
      }

const freshnessCommand = <E, R>(host: CommandHost<E, R>) =>
  projectCommand(
    host,
    "freshness",
    { ...selectionFlags, threads: runFlags.threads },
    {
      description: "Check the age of the newest row of each source and write sources.json",
      examples: [{ command: `${host.name} source freshness --select source:raw` }]
    },
    Effect.fnUntraced(function* ({ options, store }) {
      const report = yield* classifyErrors(Effect.provide(Transform.sourceFreshness(options), store))
      const { results, failed, seconds } = report
      const table = textTable([["source", "status", "age", "newest row"], ...results.map(row)])
      return {
        json: { results: results.map(document), failed, seconds },
        lines:
          results.length === 0
            ? ["Nothing to do: no selected source has a freshness rule."]
            : [...table, ...results.flatMap(error)],
        exitCode: failed > 0 ? 1 : 0
      }
    })
  )

export const sourceCommand = <E, R>(host: CommandHost<E, R>) =>
  Command.make("source").pipe(
    Command.withDescription("Commands for the project's sources"),
    Command.withSubcommands([freshnessCommand(host)])
  )
