/** `build`, `run`, `test`, `seed`, `snapshot`, `compile`, `retry`: commands that end with a result for each node. */
import { Effect } from "effect"
import { Command } from "effect/cli"
import type * as Transform from "../Transform.ts"
import type { CommandHost } from "./CommandHost.ts"
import { kindFlags, openProject, projectFlags, runFlags, selectionFlags } from "./Flags.ts"
import { classifyErrors } from "./UsageError.ts"

interface Description {
  readonly description: string
  readonly examples: ReadonlyArray<Command.Command.Example>
}

/** Statuses whose messages are printed. */
const problems = new Set(["error", "fail", "warn"])

const statuses = ["success", "pass", "warn", "fail", "error", "skipped"]

/** The number of nodes by status, in a fixed order. */
const countByStatus = (all: ReadonlyArray<string>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set([...statuses, ...all])].flatMap((status) => {
      const count = all.filter((each) => each === status).length
      return count === 0 ? [] : [[status, count] as const]
    })
  )

const summary = (counts: Readonly<Record<string, number>>, seconds: number): string =>
  Object.keys(counts).length === 0
    ? "Nothing to do: the selection matches no node."
    : `${Object.entries(counts)
        .map(([status, count]) => `${count} ${status}`)
        .join(", ")} in ${seconds.toFixed(1)} s.`

export const reportCommand = <const Name extends string, E, R>(
  host: CommandHost<E, R>,
  name: Name,
  verb: typeof Transform.build,
  { description, examples }: Description
) =>
  Command.make(
    name,
    { ...projectFlags(host), ...selectionFlags, ...kindFlags, ...runFlags },
    Effect.fn(`dbt-ts ${name}`)(function* (flags) {
      const { options, store } = yield* openProject(host, flags)
      const { results, failed, seconds } = yield* classifyErrors(Effect.provide(verb(options), store))
      const counts = countByStatus(results.map(({ status }) => status))
      yield* host.print(flags.json, {
        json: {
          results: results.map((result) => ({
            node: result.uniqueId,
            status: result.status,
            message: result.message,
            rows: result.rows ?? null,
            failures: result.failures ?? null,
            seconds: result.seconds
          })),
          counts,
          failed,
          seconds
        },
        lines: [
          ...results.flatMap(({ status, name: node, message }) =>
            problems.has(status) ? [`${status} ${node}: ${message ?? ""}`] : []
          ),
          summary(counts, seconds)
        ],
        exitCode: failed > 0 ? 1 : 0
      })
    })
  ).pipe(Command.withDescription(description), Command.withExamples(examples))
