/** `build`, `run`, `test`, `seed`, `snapshot`, `compile`, `retry`: commands that end with a result for each node. */
import { Effect } from "effect"
import type * as Transform from "../Transform.ts"
import type { CommandHost } from "./CommandHost.ts"
import { type CommandDescription, kindFlags, projectCommand, runFlags, selectionFlags } from "./Flags.ts"
import { classifyErrors } from "./UsageError.ts"

/** Statuses whose messages are printed. */
const problems = new Set(["error", "fail", "warn"])

const statuses = ["success", "pass", "warn", "fail", "error", "skipped"]

/** Returns the number of nodes by status, in a fixed order. */
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
  command: typeof Transform.build,
  about: CommandDescription
) =>
  projectCommand(
    host,
    name,
    { ...selectionFlags, ...kindFlags, ...runFlags },
    about,
    Effect.fnUntraced(function* ({ options, store }) {
      const { results, failed, seconds } = yield* classifyErrors(Effect.provide(command(options), store))
      const counts = countByStatus(results.map(({ status }) => status))
      const nodes = results.map(({ uniqueId: node, status, message, rows = null, failures = null, seconds }) => ({
        ...{ node, status, message, rows, failures, seconds }
      }))
      return {
        json: { results: nodes, counts, failed, seconds },
        lines: [
          ...results.flatMap(({ status, name: node, message }) =>
            problems.has(status) ? [`${status} ${node}: ${message ?? ""}`] : []
          ),
          summary(counts, seconds)
        ],
        exitCode: failed > 0 ? 1 : 0
      }
    })
  )
