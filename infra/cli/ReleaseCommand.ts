/** `release create | list | audit | approve | reject | retract`, and the other commands on releases. */
import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { counted } from "../../ports/counted.ts"
import type { MoveName } from "../../release/history/releaseMoves.ts"
import { unprovenName } from "../../release/ledger/Signatory.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { cellKey } from "../settings/Settings.ts"
import { storesOf } from "../stack/Stack.ts"
import { bundle, verifyBundleCommand } from "./BundleCommands.ts"
import { type CommandOutput, type ExitCode, formatTable, printResult, verdictLine } from "./CommandOutput.ts"
import { commonFlags, documented, optional, optionalText, optionalWhole } from "./CommonFlags.ts"
import { verify } from "./LedgerCommand.ts"
import { publicReasonFlag, reasonFlag } from "./LedgerFlags.ts"
import { changes } from "./ReleaseChanges.ts"
import { show, synthetic } from "./ReleaseFiles.ts"
import { choiceFlags, choicesOf, methodFlag, profileFlag, tablesFlag } from "./ReleaseFlags.ts"
import { releaseArgument, releaseLines } from "./ReleaseList.ts"
import { budget, query } from "./ReleaseQuery.ts"
import { returnCommand } from "./ReleaseReturn.ts"
import { byFlag, readToken, signatoryOf, tokenFlag } from "./signatoryFlags.ts"

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
    vintage: optionalWhole("vintage", "number of the vintage; default: the newest", 1),
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
        ...releaseLines([made]),
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
    const releases = yield* Releases.reconcileReleases().pipe(store(data))
    yield* printResult(json, { json: { releases }, lines: releaseLines(releases) })
  })
).pipe(documented("List the releases and their states", "corridor release list"))

const failedAudit = (code: string, message: string, verdict: string, exitCode: ExitCode): CommandOutput => ({
  json: { error: { code, message }, verdict },
  lines: [message, verdictLine(verdict)],
  exitCode
})

const audit = Command.make(
  "audit",
  { ...commonFlags, id: releaseArgument },
  Effect.fn("release audit")(function* ({ data, json, id: number }) {
    const output = yield* Effect.all([Releases.auditRelease(number), Releases.vintagesWithoutCounts(number)]).pipe(
      Effect.map(([found, erased]): CommandOutput => {
        const limits = [
          erased.length > 0 &&
            `Not attacked by partners: the counts of ${counted(erased.length, "vintage")} (${erased.join(", ")}), which were erased; what was published of them was.`,
          found.some(({ earlier }) => earlier > 0) &&
            "Tables of different vintages were attacked as margins of one joint table where counts did not change between the vintages, or by less than 5 persons; where they changed by more, only through the cells that they share and the changes between them."
        ]
        const verdict = [
          "held: it discloses no small number of persons.",
          ...limits.filter((one) => one !== false)
        ].join(" ")
        return {
          json: {
            release: number,
            verdict,
            families: found.map(({ cube, impliedWords, ...one }) => ({
              family: cube,
              ...one,
              finerWords: impliedWords
            }))
          },
          lines: [
            found.length > 0 &&
              formatTable([
                ["cube", "cells", "earlier vintages", "pairs of partners", "minimum interval"],
                ...found.map((one) => [one.cube, one.cells, one.earlier, one.coalitions, one.minimumInterval ?? "-"])
              ]),
            verdictLine(verdict)
          ]
        }
      }),
      Effect.catchTags({
        WouldDisclose: ({ _tag, message, narrow, undecided }) => {
          const open = undecided > 0 ? `, and nothing is proved about ${counted(undecided, "cell")}` : ""
          const verdict =
            narrow > 0
              ? `failed: ${counted(narrow, "cell")} may be narrowed too far${open}.`
              : `not proved: no problem was found${open}.`
          return Effect.succeed(failedAudit(_tag, message, verdict, 4))
        },
        ReleaseRefused: ({ _tag, message }) => Effect.succeed(failedAudit(_tag, message, "could not be checked.", 1)),
        VintageRefused: ({ _tag, message }) => Effect.succeed(failedAudit(_tag, message, "could not be checked.", 1))
      }),
      store(data)
    )
    yield* printResult(json, output)
  })
).pipe(
  documented(
    "Audit a release as a reader and as each partner and pair of partners, alone and with everything published before it. The last line is the verdict: held (exit code 0), failed or not proved (4), could not be checked (1)",
    "corridor release audit 3"
  )
)

const mover = (move: MoveName, description: string, example: string, reason = reasonFlag) =>
  Command.make(
    move,
    {
      ...commonFlags,
      id: releaseArgument,
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
      yield* printResult(json, { json: moved, lines: releaseLines([moved]) })
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
