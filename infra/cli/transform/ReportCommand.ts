/** `build`, `run`, `test`, `seed`, `snapshot`, `compile`: verbs that end with a result for each node. */

import type * as Transform from "@corridor/dbt-ts/Transform"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { printResult } from "../CommandOutput.ts"
import { storeOf } from "./StoreOf.ts"
import { kindFlags, optionsOf, projectFlags, runFlags, selectionFlags } from "./TransformFlags.ts"
import { callersErrors } from "./UsageError.ts"

const flags = { ...projectFlags, ...selectionFlags, ...kindFlags, ...runFlags }

type Verb = typeof Transform.build

interface Described {
  readonly description: string
  readonly examples: ReadonlyArray<Command.Command.Example>
}

/** Results that a person must read. */
const bad = (status: string): boolean => ["error", "fail", "warn"].includes(status)

const statuses = ["success", "pass", "warn", "fail", "error", "skipped"]

/** How many ended in which way, always in the same order. */
const countsOf = (all: ReadonlyArray<string>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set([...statuses, ...all])].flatMap((status) => {
      const count = all.filter((each) => each === status).length
      return count === 0 ? [] : [[status, count] as const]
    })
  )

const summary = (counts: Readonly<Record<string, number>>, seconds: number): string =>
  Object.keys(counts).length === 0
    ? "Nothing to do: the selection chooses no node."
    : `${Object.entries(counts)
        .map(([status, count]) => `${count} ${status}`)
        .join(", ")} in ${seconds.toFixed(1)} s.`

export const reportCommand = <const Name extends string>(
  name: Name,
  verb: Verb,
  { description, examples }: Described
) =>
  Command.make(
    name,
    flags,
    Effect.fn(`transform ${name}`)(function* (given) {
      const report = yield* callersErrors(verb(yield* optionsOf(given))).pipe(Effect.provide(storeOf(given.data)))
      const { results, failed, seconds } = report
      const counts = countsOf(results.map(({ status }) => status))
      yield* printResult(given.json, {
        json: {
          results: results.map(({ uniqueId, status, message, rows, failures, seconds: took }) => ({
            node: uniqueId,
            status,
            message,
            rows: rows ?? null,
            failures: failures ?? null,
            seconds: took
          })),
          counts,
          failed,
          seconds
        },
        lines: [
          ...results.flatMap(({ status, name: node, message }) =>
            bad(status) ? [`${status} ${node}: ${message ?? ""}`] : []
          ),
          summary(counts, seconds)
        ],
        exitCode: failed > 0 ? 1 : 0
      })
    })
  ).pipe(Command.withDescription(description), Command.withExamples(examples))
