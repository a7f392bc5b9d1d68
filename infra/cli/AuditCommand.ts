/** The command `audit --published OUT.csv …`. */

import type { CellInterval } from "@corridor/disclosure/protect/AuditReport"
import { auditFiles } from "@corridor/disclosure/protect/auditFiles"
import { noBound } from "@corridor/disclosure/protect/Protection"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Solver } from "@corridor/disclosure/solver/Solver"
import { Clock, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, numberFlag, optional, optionalText, textFlag } from "./CommonFlags.ts"
import { earlierFlag, hierarchyFlag, names, printTableRefused, totalFlag } from "./DisclosureFlags.ts"
import { exitImmediately } from "./exitImmediately.ts"

const intervalLines = (intervals: ReadonlyArray<CellInterval>): ReadonlyArray<string> => {
  const [first] = intervals
  if (first === undefined) return []
  return formatTable([
    [...Object.keys(first.cell), "low", "high", "", ""],
    ...intervals.map(({ cell, low, high, exact, verdict }) => [
      ...Object.values(cell),
      low,
      high === noBound ? "none" : high,
      exact ? "" : "at least",
      verdict === "wide" ? "" : verdict.toUpperCase()
    ])
  ])
}

export const audit = Command.make(
  "audit",
  {
    ...commonFlags,
    published: textFlag(
      "published",
      "published table with a column 'state'; repeat it for each table published together"
    ).pipe(Flag.atLeast(1)),
    earlier: earlierFlag,
    hierarchy: hierarchyFlag,
    insider: optionalText("insider", "CSV file with the attacker's own counts: dimensions and a count"),
    threshold: numberFlag("threshold", "threshold: proof that a count is below it, and above 0, is a disclosure").pipe(
      Flag.withDefault(defaultProfile.threshold)
    ),
    total: totalFlag,
    count: optionalText("count", "column with the count"),
    dimensions: optional(textFlag("dimensions", "columns that identify a cell").pipe(Flag.map(names)))
  },
  Effect.fn("audit")(function* (flags) {
    yield* exitImmediately
    const start = yield* Clock.currentTimeMillis
    const report = yield* auditFiles(flags).pipe(
      Effect.provide(Solver.layer),
      Effect.catchTag("TableRefused", printTableRefused(flags.json))
    )
    if (report === undefined) return
    const seconds = ((yield* Clock.currentTimeMillis) - start) / 1000
    const failing = report.narrow + report.undecided + report.changes.length + report.earlierFailing
    const broken = report.notAdditive.length + report.untied.length + report.contradictions + report.unattacked
    yield* printResult(flags.json, {
      json: { ...report, seconds },
      lines: [
        ...intervalLines(report.intervals),
        `${report.suppressed} of ${report.cells} cells are suppressed: ${report.narrow} too narrow (${report.pinned} of them exactly known), ${report.undecided} undecided.`,
        ...(report.unfinished
          ? [
              `The limit of work was reached: nothing is proved about the ${report.undecided} undecided cells, which count as failing.`
            ]
          : []),
        ...(report.earlierFailing === 0
          ? []
          : [`${report.earlierFailing} suppressed cells of earlier tables are too narrow together with these tables.`]),
        ...(report.changes.length === 0
          ? []
          : [
              `${report.changes.length} changes since earlier tables disclose few persons:`,
              ...report.changes.slice(0, 200).map(({ cell }) => Object.values(cell).join(", "))
            ]),
        ...(report.notAdditive.length === 0
          ? []
          : [
              `${report.notAdditive.length} sums do not add up and were left out:`,
              ...report.notAdditive.slice(0, 20),
              ...(report.notAdditive.length > 20 ? ["…"] : [])
            ]),
        ...(report.untied.length === 0
          ? []
          : [
              `${report.untied.length} pairs of groups overlap without rows of their members; their differences were not attacked:`,
              ...report.untied.slice(0, 20),
              ...(report.untied.length > 20 ? ["…"] : [])
            ]),
        ...report.finer,
        ...(report.contradictions === 0
          ? []
          : [`${report.contradictions} parts of the tables contradict each other; the results for them are void.`])
      ],
      exitCode: failing > 0 ? 4 : broken > 0 ? 1 : 0
    })
  })
).pipe(
  documented(
    "Attack published tables: rebuild every sum among them and list the interval of each suppressed cell; exit code 4 if one is too narrow",
    "corridor audit --published safe.csv",
    [
      "corridor audit --published flows.csv --published ages.csv --hierarchy regions.csv --threshold 11",
      "two tables of one release, attacked together"
    ],
    [
      "corridor audit --published may.csv --earlier april.csv --insider own-cases.csv",
      "as a partner who knows its own cases and last month's table"
    ]
  )
)
