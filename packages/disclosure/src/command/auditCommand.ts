/** The command `audit --published OUT.csv …`. */

import { Clock, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import type { AuditReport, CellInterval } from "../protect/AuditReport.ts"
import { auditFiles } from "../protect/auditFiles.ts"
import { auditVerdict } from "../protect/auditVerdict.ts"
import { noBound } from "../protect/Protection.ts"
import { defaultProfile } from "../rules/Profile.ts"
import { Solver } from "../solver/Solver.ts"
import { counted } from "../tables/counted.ts"
import type { TableRefused } from "../tables/TableRefused.ts"
import type { CommandHost, CommandOutput, ExitCode, Lines } from "./CommandHost.ts"
import {
  dimensionsFlag,
  earlierFlag,
  hierarchyFlag,
  knownGroupsFlag,
  optional,
  optionalText,
  sensitiveFlag,
  textFlag,
  totalFlag,
  wholeFlag
} from "./disclosureFlags.ts"
import { documented } from "./documented.ts"
import { formatTable, shortLabels } from "./formatTable.ts"
import { tableRefusedOutput } from "./tableRefusedOutput.ts"
import { verdictLine } from "./verdictLine.ts"

const intervalLines = (intervals: ReadonlyArray<CellInterval>): ReadonlyArray<string> => {
  const [first] = intervals
  if (first === undefined) return []
  return formatTable([
    [...Object.keys(first.cell), "low", "high", "", ""],
    ...intervals.map(({ cell, low, high, exact, verdict }) => [
      ...shortLabels(cell),
      low,
      high === noBound ? "none" : high,
      exact ? "" : "at least",
      verdict === "wide" ? "" : verdict.toUpperCase()
    ])
  ])
}

const firstCells = (cells: ReadonlyArray<Readonly<Record<string, string>>>): ReadonlyArray<string> =>
  cells.slice(0, 200).map((cell) => shortLabels(cell).join(", "))

const firstSums = (sums: ReadonlyArray<string>): Lines => [sums.slice(0, 20), sums.length > 20 && "…"]

/** Returns the output for tables that the audit refused. */
const refusedOutput = (refused: TableRefused): CommandOutput => {
  const output = tableRefusedOutput(refused)
  return {
    ...output,
    lines: [output.lines, verdictLine("could not be checked: correct the problems above, and audit again.")]
  }
}

/** What an audit can also be asked for. */
interface Asked {
  readonly earlier: ReadonlyArray<string>
  readonly insider: string | undefined
  readonly sensitive: ReadonlyArray<string>
}

/** Returns the exit code and the last line of an audit: what it proved, with what it found, could not check and was not asked to look for. */
const verdictOf = (
  report: AuditReport,
  { earlier, insider, sensitive }: Asked
): { readonly exitCode: ExitCode; readonly verdict: string } => {
  const { problems, undecided, unchecked } = auditVerdict(report)
  const open = [...(undecided > 0 ? [`nothing is proved about ${counted(undecided, "value")}`] : []), ...unchecked]
  const found = `${problems === 0 ? "no problem was" : `${counted(problems, "problem")} ${problems === 1 ? "was" : "were"}`} found`
  if (problems > 0) return { exitCode: 4, verdict: `failed: ${[found, ...open].join(", and ")}.` }
  if (open.length > 0)
    return { exitCode: undecided > 0 ? 4 : 1, verdict: `not proved: ${[...open, found].join(", and ")}.` }
  const notAsked = [
    earlier.length === 0 && "changes since earlier tables (--earlier)",
    insider === undefined && "partners who know their own counts (--insider)",
    sensitive.length === 0 && "groups whose members share one value (--sensitive)"
  ].filter((text) => text !== false)
  const limits = notAsked.length === 0 ? "" : ` Not looked for: ${notAsked.join(", ")}.`
  return { exitCode: 0, verdict: `held: no count discloses too much.${limits}` }
}

const auditOutput = (
  report: AuditReport,
  { threshold, seconds, ...asked }: Asked & { readonly threshold: number; readonly seconds: number }
): CommandOutput => {
  const { exitCode, verdict } = verdictOf(report, asked)
  return {
    json: { ...report, verdict, seconds },
    lines: [
      intervalLines(report.intervals),
      `${report.suppressed} of ${counted(report.cells, "cell")} are suppressed: ${report.narrow} too narrow (${report.pinned} of them exactly known), ${report.undecided} undecided.`,
      report.unfinished &&
        "The limit of work was reached: nothing is proved about undecided cells, and each counts as failing.",
      report.small.length > 0 && [
        `Published counts below the threshold of ${threshold}: ${report.small.length}.`,
        firstCells(report.small)
      ],
      report.earlierFailing > 0 &&
        `Suppressed cells of earlier tables that are too narrow together with these tables: ${report.earlierFailing}.`,
      report.changes.length > 0 && [
        `Changes since earlier tables that disclose few persons: ${report.changes.length}.`,
        firstCells(report.changes.map(({ cell }) => cell))
      ],
      report.groups.length > 0 && [
        `Groups of which everyone, or nearly everyone, is known to have one value: ${report.groups.length}.`,
        firstCells(report.groups)
      ],
      report.undecidedGroups > 0 && `Undecided values of groups, which count as failing: ${report.undecidedGroups}.`,
      report.notAdditive.length > 0 && [
        `Sums that do not add up and were left out: ${report.notAdditive.length}.`,
        firstSums(report.notAdditive)
      ],
      report.untied.length > 0 && [
        `Pairs of groups that overlap without rows of their members, whose differences were not attacked: ${report.untied.length}.`,
        firstSums(report.untied)
      ],
      report.finer,
      report.notCompared,
      report.elsewhere > 0 &&
        `Rows of --insider and --earlier-insider about cells that no published table has, which are not in the attack: ${report.elsewhere}.`,
      report.insiderUnknown > 0 &&
        `Earlier tables of which it is not known what the insider had in them: ${report.insiderUnknown}. Use --earlier-insider FILE.`,
      report.contradictions > 0 &&
        `Parts of the tables that contradict each other, for which the results are void: ${report.contradictions}.`,
      verdictLine(verdict)
    ],
    exitCode
  }
}

const ownFlags = {
  published: textFlag(
    "published",
    "published table with a column 'state'; repeat it for each table published together"
  ).pipe(Flag.atLeast(1)),
  earlier: earlierFlag,
  hierarchy: hierarchyFlag,
  insider: optionalText("insider", "CSV file with the attacker's own counts: dimensions and a count"),
  earlierInsider: textFlag(
    "earlier-insider",
    "CSV file with the attacker's own counts when an earlier table was published, in the same order"
  ).pipe(Flag.atLeast(0)),
  threshold: wholeFlag("threshold", "threshold: proof that a count is below it, and above 0, is a disclosure", 1).pipe(
    Flag.withDefault(defaultProfile.threshold)
  ),
  total: totalFlag,
  sensitive: sensitiveFlag,
  knownGroups: knownGroupsFlag,
  count: optionalText("count", "column with the count"),
  dimensions: optional(dimensionsFlag)
}

/** Returns the command `audit` of a program. */
export const auditCommand = (host: CommandHost) =>
  Command.make(
    "audit",
    { ...host.flags, ...ownFlags },
    Effect.fn("audit")(function* (flags) {
      yield* host.start
      const start = yield* Clock.currentTimeMillis
      const output = yield* auditFiles(flags).pipe(
        Effect.provide(Solver.layer),
        Effect.flatMap((report) =>
          Effect.map(Clock.currentTimeMillis, (end) => auditOutput(report, { ...flags, seconds: (end - start) / 1000 }))
        ),
        Effect.catchTag("TableRefused", (refused) => Effect.succeed(refusedOutput(refused)))
      )
      yield* host.print(flags.json, output)
    })
  ).pipe(
    documented(
      "Attack published tables: rebuild every sum among them and list the interval of each suppressed cell. The last line is the verdict: held (exit code 0), failed or undecided cells (4), could not be checked (1; 3 for a file)",
      `${host.name} audit --published safe.csv`,
      [
        `${host.name} audit --published flows.csv --published ages.csv --hierarchy regions.csv --threshold 11`,
        "two tables of one release, attacked together"
      ],
      [
        `${host.name} audit --published may.csv --insider own-may.csv --earlier april.csv --earlier-insider own-april.csv`,
        "as a partner who knows its own cases and last month's table"
      ]
    )
  )
