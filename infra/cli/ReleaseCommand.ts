/** `release create | list | show | changes | approve | reject | audit | retract | verify | bundle | verify-bundle` */

import { join } from "node:path"
import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { makeOutputFolder, writeOutput } from "../../ports/files/OutputFile.ts"
import type { Release } from "../../release/history/Release.ts"
import type { MoveName } from "../../release/history/releaseMoves.ts"
import { unprovenName } from "../../release/ledger/Signatory.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { syntheticFiles } from "../../release/publisher/syntheticFiles.ts"
import { fileFormats, tableFile } from "../../release/publisher/tableFiles.ts"
import { cellKey } from "../settings/Settings.ts"
import { storesOf } from "../stack/Stack.ts"
import { bundle, verifyBundleCommand } from "./BundleCommands.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, optional, optionalNumber, optionalText, switchFlag, textFlag } from "./CommonFlags.ts"
import { verify } from "./LedgerCommand.ts"
import { publicReasonFlag, reasonFlag } from "./LedgerFlags.ts"
import { changes } from "./ReleaseChanges.ts"
import { choiceFlags, choicesOf, methodFlag, profileFlag, tablesFlag } from "./ReleaseFlags.ts"
import { budget, query } from "./ReleaseQuery.ts"
import { returnCommand } from "./ReleaseReturn.ts"
import { byFlag, readToken, signatoryOf, tokenFlag } from "./signatoryFlags.ts"

const id = Argument.Int("release").pipe(Argument.withDescription("number of the release, as shown by 'list'"))

const lines = (releases: ReadonlyArray<Release>): ReadonlyArray<string> =>
  releases.length === 0
    ? ["There is no release yet. Create one from the newest vintage with 'release create'."]
    : formatTable([
        ["release", "state", "edition of", "vintage", "table", "profile", "rows", "created", "author"],
        ...releases.map((r) => [
          r.release,
          r.state,
          r.edition?.name ?? "-",
          r.vintage,
          r.table,
          r.profile,
          r.rows,
          r.createdAt,
          r.author
        ])
      ])

const store = (data: string) => Effect.provide(storesOf(data))

const create = Command.make(
  "create",
  {
    ...commonFlags,
    author: optionalText(
      "author",
      "name of the author's account. Without a token it is a name only: the release can be shown, audited and rejected, but not approved"
    ),
    tokenFile: tokenFlag,
    vintage: optionalNumber("vintage", "number of the vintage; default: the newest"),
    table: tablesFlag,
    ...choiceFlags,
    profile: profileFlag,
    method: methodFlag,
    epsilon: optional(
      Flag.Finite("epsilon").pipe(Flag.withDescription("privacy loss of each table with the method dp; default: 1"))
    ),
    edition: optionalText(
      "edition",
      "series of which the release is the next edition; default: main if it keeps all tables, dimensions and years, else none: readers see it at its own address only"
    ),
    reason: optionalText("reason", "why the edition lacks tables, dimensions or years of the edition before")
  },
  Effect.fn("release create")(function* (flags) {
    const { data, json, vintage, profile, method, epsilon, edition, reason } = flags
    const token = yield* readToken(flags.tokenFile)
    const key = yield* cellKey
    const choices = yield* choicesOf(flags)
    const made = yield* Effect.gen(function* () {
      const author =
        token === undefined && flags.author !== undefined
          ? unprovenName(flags.author)
          : yield* signatoryOf(token, flags.author, ["propose", "operate"])
      return yield* Releases.createRelease({
        author,
        vintage,
        profile: profiles.get(profile) as Profile,
        method,
        epsilon,
        key,
        choices,
        edition,
        reason
      })
    }).pipe(store(data))
    yield* printResult(json, {
      json: made,
      lines: [
        ...lines([made]),
        made.edition === null
          ? "It will not be an edition: readers will see it at its own address only. --edition main --reason WHY makes it the next edition."
          : `It will be the next edition of the series ${made.edition?.name}.`,
        made.proof === undefined
          ? "Nothing is public yet. The author gave no token: the release can be shown, audited and rejected, but not approved."
          : "Nothing is public yet. Two reviewers look at it with 'release show' and approve it with 'release approve'."
      ]
    })
  })
).pipe(
  documented(
    "Protect tables of a vintage, audit them together with every earlier release and answer, and submit them to two reviewers",
    ["corridor release create --token-file ada.token", "flows by year, without totals"],
    [
      "corridor release create --token-file ada.token --table flows --margins --levels origin=subregion+region,destination=country --period 5",
      "with totals, regions of origin and periods of years"
    ],
    [
      "corridor release create --token-file ada.token --table flows --table region_roles --margins --method rounding",
      "tables that share sums are protected together"
    ],
    [
      'corridor release create --token-file ada.token --table flows --edition main --reason "the other tables are under review"',
      "the next edition, although it lacks tables of the edition before"
    ],
    [
      "corridor release create --token-file ada.token --table flows --from 2003 --to 2008 --method dp --epsilon 2",
      "with noise, paid from the budget shown by 'release budget --private'"
    ]
  )
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("release list")(function* ({ data, json }) {
    const releases = yield* Releases.listReleases().pipe(store(data))
    yield* printResult(json, { json: { releases }, lines: lines(releases) })
  })
).pipe(documented("List the releases and their states", "corridor release list"))

const show = Command.make(
  "show",
  {
    ...commonFlags,
    id,
    out: optionalText("out", "folder for the tables and their documentation"),
    format: Flag.Literals("format", fileFormats).pipe(
      Flag.withDescription("file format of the tables; repeat for several"),
      Flag.atLeast(0)
    ),
    hxl: switchFlag("hxl", "add a row of HXL tags below the header of CSV files")
  },
  Effect.fn("release show")(function* ({ data, json, id: number, out, format, hxl }) {
    const [shown, tables] = yield* Effect.gen(function* () {
      const found = yield* Releases.showRelease(number)
      if (out === undefined) return [found, []] as const
      const formats = format.length === 0 ? (["csv"] as const) : format
      const facts = { ...found, invented: found.release.invented }
      const made = yield* Effect.forEach(
        found.choices.flatMap((_, c) => formats.map((one) => [c, one] as const)),
        ([c, one]) => tableFile(facts, c, one, { hxl })
      )
      return [found, made] as const
    }).pipe(store(data))
    if (out !== undefined) {
      yield* makeOutputFolder(out)
      const encoder = new TextEncoder()
      const files = [
        ...tables,
        { name: "release.json", bytes: encoder.encode(`${JSON.stringify(shown.release, undefined, 2)}\n`) },
        ...shown.pages.map(([name, text]) => ({ name, bytes: encoder.encode(text) }))
      ]
      for (const { name, bytes } of files) yield* writeOutput(join(out, name), bytes, { replace: false })
    }
    const moves = shown.release.moves.map((move) => [move.at, move.move, move.by, move.reason])
    yield* printResult(json, {
      json: { ...shown.release, cells: out === undefined ? shown.cells : shown.cells.length },
      lines: [
        ...lines([shown.release]),
        `tables ${shown.release.content}, ledger ${shown.release.ledger}`,
        ...(moves.length === 0 ? [] : formatTable([["time", "action", "by", "reason"], ...moves])),
        ...(out === undefined ? ["--out FOLDER writes the tables and their documentation."] : [])
      ]
    })
  })
).pipe(
  documented(
    "Show a release with its tables and documentation, in any state",
    "corridor release show 3 --out release-3",
    "corridor release show 3 --out release-3 --format csv --format parquet --hxl"
  )
)

const audit = Command.make(
  "audit",
  { ...commonFlags, id },
  Effect.fn("release audit")(function* ({ data, json, id: number }) {
    const found = yield* Releases.auditRelease(number).pipe(store(data))
    yield* printResult(json, {
      json: {
        release: number,
        families: found.map(({ cube, impliedWords, ...one }) => ({ family: cube, ...one, finerWords: impliedWords }))
      },
      lines: formatTable([
        ["cube", "cells", "earlier vintages", "pairs of partners", "minimum interval", "findings"],
        ...found.map((one) => [one.cube, one.cells, one.earlier, one.coalitions, one.minimumInterval ?? "-", 0])
      ])
    })
  })
).pipe(
  documented(
    "Audit a release as a reader and as each partner and pair of partners, alone and with everything published before it; exit code 4 if it discloses a small number of persons",
    "corridor release audit 3"
  )
)

const synthetic = Command.make(
  "synthetic",
  {
    ...commonFlags,
    id,
    out: textFlag("out", "folder for the records and their reports")
  },
  Effect.fn("release synthetic")(function* ({ data, json, id: number, out }) {
    const files = yield* syntheticFiles(number).pipe(store(data))
    yield* makeOutputFolder(out)
    for (const { name, text, report } of files) {
      yield* writeOutput(join(out, name), text, { replace: false })
      const reportFile = join(out, name.replace(/csv$/, "report.json"))
      yield* writeOutput(reportFile, `${JSON.stringify(report, undefined, 2)}\n`, { replace: false })
    }
    yield* printResult(json, {
      json: { files: files.map(({ name, report }) => ({ name, ...report })) },
      lines: formatTable([
        ["file", "synthetic records", "unsupported", "exceeding", "minimum support"],
        ...files.map(({ name, report }) => [
          name,
          report.records,
          report.attack.unsupported,
          report.attack.exceeding,
          report.attack.smallestSupport ?? "-"
        ])
      ])
    })
  })
).pipe(
  documented(
    "Write synthetic records for testing code, drawn from the figures of a published release, with a report on their utility and on an attack against them",
    "corridor release synthetic 3 --out synthetic-3"
  )
)

const mover = (move: MoveName, description: string, example: string, reason = reasonFlag) =>
  Command.make(
    move,
    {
      ...commonFlags,
      id,
      tokenFile: tokenFlag,
      by: byFlag,
      reason
    },
    Effect.fn(`release ${move}`)(function* ({ data, json, id: release, tokenFile, by: name, reason }) {
      const token = yield* readToken(tokenFile)
      const scopes = move === "approve" ? (["review"] as const) : (["review", "propose", "operate"] as const)
      const moved = yield* Effect.gen(function* () {
        const by = yield* signatoryOf(token, name, scopes)
        return yield* Releases.moveRelease({ release, move, by, reason })
      }).pipe(store(data))
      yield* printResult(json, { json: moved, lines: lines([moved]) })
    })
  ).pipe(documented(description, example))

export const release = Command.make("release").pipe(
  Command.withDescription("Publish tables of a vintage: protected, audited, approved by two reviewers, never deleted"),
  Command.withSubcommands([
    create,
    list,
    show,
    mover(
      "approve",
      "Approve a release, with the token of an account with the role reviewer; the second approval publishes it",
      "corridor release approve 3 --token-file bo.token"
    ),
    mover(
      "reject",
      "Reject a release that is not public yet",
      'corridor release reject 3 --token-file bo.token --reason "wrong vintage"'
    ),
    audit,
    query,
    budget,
    synthetic,
    mover(
      "retract",
      "Mark a public release as retracted; it is never deleted",
      'corridor release retract 3 --token-file cy.token --reason "a year was submitted twice"',
      publicReasonFlag
    ),
    verify,
    returnCommand,
    changes,
    bundle,
    verifyBundleCommand
  ])
)
