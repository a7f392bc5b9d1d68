/** `protect --input TABLE.csv --count COL --dimensions A,B --out OUT.csv` */
import { basename } from "node:path"
import { lineRuleMethod } from "@corridor/disclosure/methods/lineRuleMethod"
import { protectionMethods } from "@corridor/disclosure/methods/protectionMethods"
import { type ProtectFileOptions, proposeFile, protectFile } from "@corridor/disclosure/protect/protectFile"
import { defaultProfile, profiles } from "@corridor/disclosure/rules/Profile"
import { Solver } from "@corridor/disclosure/solver/Solver"
import { Clock, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { cellKey } from "../settings/Settings.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, optional } from "./CommonFlags.ts"
import { earlierFlag, hierarchyFlag, names, printTableRefused, totalFlag } from "./DisclosureFlags.ts"
import { exitImmediately } from "./exitImmediately.ts"

const percent = (share: number) => Math.round(100 * share)

/** Tells the ways to publish a table and which of them is best. */
const propose = Effect.fn("protect.propose")(function* (options: ProtectFileOptions, json: boolean) {
  const done = yield* proposeFile(options).pipe(
    Effect.provide(Solver.layer),
    Effect.catchTag("TableRefused", printTableRefused(json))
  )
  if (done === undefined) return
  const { proposals, best } = done
  yield* printResult(json, {
    json: {
      proposals: proposals.map((one) => ({ ...one, valueShare: percent(one.valueShare) / 100 })),
      best: best ?? null
    },
    lines: [
      ...formatTable([
        ["way", "cells shown", "of", "corridors", "their persons", "what it is"],
        ...proposals.map((one) =>
          one.safe
            ? [one.name, one.published, one.cells, one.corridors, `${percent(one.valueShare)} %`, one.describe]
            : [one.name, "no safe way was found", one.cells, "", "", one.describe]
        )
      ]),
      best === undefined
        ? "None of them was found to be safe."
        : `Most is told by '${best}': --collapse ${best} --out FILE publishes it so.`
    ],
    ...(best === undefined ? { exitCode: 4 } : {})
  })
})

export const protect = Command.make(
  "protect",
  {
    ...commonFlags,
    input: Flag.String("input").pipe(Flag.withDescription("CSV, one row per cell, margins among them")),
    count: Flag.String("count").pipe(Flag.withDescription("the column with the number of persons")),
    dimensions: Flag.String("dimensions").pipe(
      Flag.withDescription("the columns that name a cell, with commas between them"),
      Flag.map(names)
    ),
    total: totalFlag,
    contributors: optional(
      Flag.String("contributors").pipe(Flag.withDescription("column with the number of contributing partners"))
    ),
    contributor: optional(
      Flag.String("contributor").pipe(
        Flag.withDescription("column with the partner, of a table with one row per cell and partner")
      )
    ),
    hierarchy: hierarchyFlag,
    earlier: earlierFlag,
    profile: Flag.Literals("profile", [...profiles.keys()] as [string, ...Array<string>]).pipe(
      Flag.withDescription("the rules"),
      Flag.withDefault(defaultProfile.name)
    ),
    method: Flag.Literals("method", [lineRuleMethod.name, ...protectionMethods.keys()]).pipe(
      Flag.withDescription(
        "how cells are made safe; line-rule is a first look at what is too large, proves nothing and writes nothing"
      ),
      Flag.withDefault("suppression")
    ),
    knownGroups: optional(
      Flag.String("known-groups").pipe(
        Flag.withDescription(
          "CSV dimension,label: groups that everybody knows to exist, whose zeros are hidden, for they tell where all of the group are"
        )
      )
    ),
    propose: Flag.Boolean("propose").pipe(
      Flag.withDefault(false),
      Flag.withDescription("tell what fewer levels, pooled labels and longer periods would publish; nothing is written")
    ),
    collapse: optional(
      Flag.String("collapse").pipe(
        Flag.withDescription(
          "publish it in one of the ways that --propose lists, by its name, or the best of them: best. How its labels add up is written beside it (.hierarchy.csv)"
        )
      )
    ),
    out: optional(Flag.String("out").pipe(Flag.withDescription("the table to write: dimensions, count, state")))
  },
  Effect.fn("protect")(function* (flags) {
    yield* exitImmediately
    const start = yield* Clock.currentTimeMillis
    const key = yield* cellKey
    if (flags.propose) return yield* propose({ ...flags, key }, flags.json)
    const { out } = flags
    if (out === undefined)
      return yield* printResult(flags.json, {
        json: { error: { code: "MissingOption", message: "--out is missing: the table to write" } },
        lines: ["--out is missing: the table to write. With --propose nothing is written."],
        exitCode: 2
      })
    const done = yield* protectFile({ ...flags, out, key }).pipe(
      Effect.provide(Solver.layer),
      Effect.catchTag("TableRefused", printTableRefused(flags.json))
    )
    if (done === undefined) return
    const seconds = ((yield* Clock.currentTimeMillis) - start) / 1000
    const { report, notApplied } = done
    const hidden = report.primary + report.secondary
    yield* printResult(flags.json, {
      json: { ...report, seconds },
      lines: [
        `${report.cells - hidden} of ${report.cells} cells are published in ${basename(out)}, ${hidden} are suppressed.`,
        hidden === 0
          ? "Nothing had to be hidden."
          : `Attacked in ${seconds.toFixed(1)} s: of every suppressed cell at least ${report.minimumInterval} counts more than one are possible.`,
        ...(report.finer ?? []),
        ...(notApplied.length === 0
          ? []
          : [
              `Rules of ${flags.profile} that need columns this table has not, and were not applied: ${notApplied.join("; ")}.`
            ])
      ]
    })
  })
).pipe(
  Command.withDescription(
    "Disclosure control on a table of counts: hide what is unsafe and what would give it away, prove it by an attack, and write what may be published"
  ),
  Command.withExamples([
    {
      command: "corridor protect --input flows.csv --count victims --dimensions origin,destination,year --out safe.csv",
      description: "margins have the label Total"
    },
    {
      command:
        "corridor protect --input flows.csv --count victims --dimensions origin,destination --contributor partner --hierarchy regions.csv --out safe.csv",
      description: "one row per cell and partner, for dominance rules; countries add up to regions"
    },
    {
      command:
        "corridor protect --input may.csv --count victims --dimensions origin,destination --earlier april-safe.csv --out may-safe.csv",
      description: "also safe from who subtracts the table published in April"
    },
    {
      command:
        "corridor protect --input flows.csv --count victims --dimensions origin,destination,year --hierarchy regions.csv --propose",
      description:
        "what fewer levels, 'Other in …' and longer periods would publish; --collapse best --out FILE does it"
    },
    {
      command:
        "corridor protect --input flows.csv --count victims --dimensions origin,destination --known-groups known.csv --out safe.csv",
      description: "zeros of groups that everybody knows to exist are hidden, too"
    }
  ])
)
