/** The command `protect --input TABLE.csv --count COL --dimensions A,B --out OUT.csv`. */
import { basename } from "node:path"
import { Clock, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { lineRuleMethod } from "../methods/lineRuleMethod.ts"
import { protectionMethods } from "../methods/protectionMethods.ts"
import { noBound, type ProtectionReport } from "../protect/Protection.ts"
import { needsKey } from "../protect/protectByMethod.ts"
import { proposeFile, protectFile } from "../protect/protectFile.ts"
import { defaultProfile, profiles } from "../rules/Profile.ts"
import { Solver } from "../solver/Solver.ts"
import type { CommandHost, CommandOutput } from "./CommandHost.ts"
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
import { outProblem } from "./outProblem.ts"
import { tableRefusedOutput } from "./tableRefusedOutput.ts"

const noSensitive =
  "No sensitive dimension was named, so groups whose members all share one value were not looked for. Use --sensitive DIMENSION."

const percent = (share: number) => Math.round(100 * share)

type Proposed = Effect.Success<ReturnType<typeof proposeFile>>

/** Returns what each recoding of a table would publish, and the best one. */
const proposalsOutput = ({ proposals, best }: Proposed): CommandOutput => ({
  json: {
    proposals: proposals.map((one) => ({ ...one, valueShare: percent(one.valueShare) / 100 })),
    best: best ?? null
  },
  lines: [
    ...formatTable([
      ["recoding", "cells shown", "of", "corridors", "their persons", "description"],
      ...proposals.map((one) =>
        one.safe
          ? [one.name, one.published, one.cells, one.corridors, `${percent(one.valueShare)} %`, one.describe]
          : [one.name, "no safe form found", one.cells, "", "", one.describe]
      )
    ]),
    best === undefined ? "No recoding is safe." : `Best: '${best}'. To publish it: --collapse ${best} --out FILE`
  ],
  ...(best === undefined ? { exitCode: 4 } : {})
})

const decisionLines = (decisions: NonNullable<ProtectionReport["decisions"]>): ReadonlyArray<string> => [
  "Decisions of the a-priori file:",
  ...formatTable([
    [...Object.keys(decisions[0]?.cell ?? {}), "status", "reason"],
    ...decisions.map(({ cell, status, reason }) => [...shortLabels(cell), status, reason])
  ])
]

type Protected = Effect.Success<ReturnType<typeof protectFile>>

const onlyDecoys =
  "No cell is unsafe. Some counts near the threshold, chosen by the secret, are treated as unsafe, so that the pattern does not show which cells are."

const widthOf = (least: number | null): string =>
  least === null || least >= noBound ? "has no upper bound" : `is at least ${least} wide`

const protectedOutput = (
  { report, notApplied, notCompared }: Protected,
  {
    out,
    profile,
    seconds,
    sensitive
  }: {
    readonly out: string
    readonly profile: string
    readonly seconds: number
    readonly sensitive: ReadonlyArray<string>
  }
): CommandOutput => {
  const hidden = report.primary + report.secondary
  const warnings = [...notCompared, ...(sensitive.length === 0 ? [noSensitive] : [])]
  return {
    json: { ...report, seconds, ...(warnings.length === 0 ? {} : { warnings }) },
    lines: [
      `${report.cells - hidden} of ${report.cells} cells are published in ${basename(out)}, ${hidden} ${hidden === 1 ? "is" : "are"} suppressed.`,
      hidden === 0
        ? "No cell had to be suppressed."
        : `Attacked in ${seconds.toFixed(1)} s: the interval of every suppressed cell ${widthOf(report.minimumInterval)}.`,
      hidden > 0 && report.primary === 0 && onlyDecoys,
      report.decisions && decisionLines(report.decisions),
      report.finer,
      notApplied.length > 0 &&
        `Rules of ${profile} that were not applied because the table lacks their columns: ${notApplied.join("; ")}.`,
      warnings
    ]
  }
}

const missingOut: CommandOutput = {
  json: { error: { code: "MissingOption", message: "--out is missing: name the file to write" } },
  lines: ["--out is missing. Name the file to write, or use --propose to write nothing."],
  exitCode: 2
}

const ownFlags = {
  input: textFlag("input", "CSV file with one row per cell, including margins"),
  count: textFlag("count", "column with the number of persons"),
  dimensions: dimensionsFlag,
  total: totalFlag,
  contributors: optionalText("contributors", "column with the number of contributing partners"),
  contributor: optionalText("contributor", "column with the partner; the table has one row per cell and partner"),
  hierarchy: hierarchyFlag,
  earlier: earlierFlag,
  earlierInput: textFlag(
    "earlier-input",
    "table that an earlier one was made from, in the same order; without it, what could have stayed the same is taken to be the same, and more is suppressed"
  ).pipe(Flag.atLeast(0)),
  profile: Flag.Literals("profile", [...profiles.keys()]).pipe(
    Flag.withDescription("disclosure profile"),
    Flag.withDefault(defaultProfile.name)
  ),
  threshold: optional(
    wholeFlag("threshold", "smallest count that may be published; default: the profile's threshold", 1)
  ),
  method: Flag.Literals("method", [lineRuleMethod.name, ...protectionMethods.keys()]).pipe(
    Flag.withDescription(
      "protection method; line-rule gives a first look at a table that is too large, proves nothing and writes nothing"
    ),
    Flag.withDefault("suppression")
  ),
  knownGroups: knownGroupsFlag,
  apriori: optionalText(
    "a-priori",
    "CSV file of decisions: the dimensions, status (publish: whatever the rules say; keep: never suppress to protect others; suppress) and reason"
  ),
  sensitive: sensitiveFlag,
  keyFile: optionalText(
    "key-file",
    "file with the secret that decides which cells are suppressed where several patterns cost about the same; created if it does not exist. Without it, the secret of the settings is used, or a new one for each run"
  ),
  propose: Flag.Boolean("propose").pipe(
    Flag.withDefault(false),
    Flag.withDescription("show what fewer levels, pooled labels and longer periods would publish; writes nothing")
  ),
  collapse: optionalText(
    "collapse",
    "recode the table before protection: a name that --propose lists, or best. Also writes the hierarchy of the new labels (.hierarchy.csv)"
  ),
  out: optionalText("out", "CSV file to write: dimensions, count, state")
}

/** Returns the command `protect` of a program. */
export const protectCommand = (host: CommandHost) =>
  Command.make(
    "protect",
    { ...host.flags, ...ownFlags },
    Effect.fn("protect")(function* (flags) {
      yield* host.start
      const start = yield* Clock.currentTimeMillis
      const key = yield* host.key
      const { json, out, method } = flags
      if (needsKey(method) && key === undefined && flags.keyFile === undefined) {
        const message = `The method '${method}' needs a secret. Set ${host.keySetting}. Nothing was written`
        return yield* host.print(json, tableRefusedOutput({ message, problems: [] }))
      }
      const output = flags.propose
        ? Effect.map(proposeFile({ ...flags, key }), proposalsOutput)
        : out === undefined
          ? Effect.succeed(missingOut)
          : Effect.gen(function* () {
              const { input, hierarchy, knownGroups, apriori, keyFile } = flags
              const read = [input, hierarchy, knownGroups, apriori, keyFile, ...flags.earlier, ...flags.earlierInput]
              const problem = yield* outProblem(out, read)
              if (problem !== undefined)
                return tableRefusedOutput({ message: "The file of --out cannot be written", problems: [problem] })
              const done = yield* protectFile({ ...flags, out, key })
              const seconds = ((yield* Clock.currentTimeMillis) - start) / 1000
              return protectedOutput(done, { out, profile: flags.profile, seconds, sensitive: flags.sensitive })
            })
      yield* output.pipe(
        Effect.provide(Solver.layer),
        Effect.catchTag("TableRefused", (refused) => Effect.succeed(tableRefusedOutput(refused))),
        Effect.flatMap((result) => host.print(json, result))
      )
    })
  ).pipe(
    documented(
      "Protect a table of counts: suppress unsafe cells and the cells that would reveal them, prove the result by an attack, and write what may be published",
      [
        `${host.name} protect --input flows.csv --count victims --dimensions origin,destination,year --out safe.csv`,
        "margins have the label Total"
      ],
      [
        `${host.name} protect --input flows.csv --count victims --dimensions origin,destination --contributor partner --hierarchy regions.csv --out safe.csv`,
        "one row per cell and partner, for dominance rules; countries add up to regions"
      ],
      [
        `${host.name} protect --input may.csv --count victims --dimensions origin,destination --earlier april-safe.csv --earlier-input april.csv --out may-safe.csv`,
        "also protects against subtraction of the table published in April"
      ],
      [
        `${host.name} protect --input flows.csv --count victims --dimensions origin,destination,year --hierarchy regions.csv --propose`,
        "shows what coarser tables would publish; --collapse best --out FILE writes the best one"
      ],
      [
        `${host.name} protect --input flows.csv --count victims --dimensions origin,destination --known-groups known.csv --out safe.csv`,
        "also hides zeros of groups that are known to exist"
      ],
      [
        `${host.name} protect --input flows.csv --count victims --dimensions origin,destination --a-priori decisions.csv --out safe.csv`,
        "publishes, keeps or suppresses single cells by decision; the report has each with its reason"
      ],
      [
        `${host.name} protect --input forms.csv --count victims --dimensions country,form --sensitive form --key-file forms.key --out safe.csv`,
        "also leaves no country of which everyone is known to have one form; another run with the same key hides the same cells"
      ]
    )
  )
