/** `link round`, `link status` and `link close`: what the linker's operator does with a round. */
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import type { RoundErrors } from "@corridor/linkage/quality/errorsOfRound"
import { Effect, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { caseFields } from "../../../ingest/linkage/caseFields.ts"
import { type Connection, PartyClient } from "../../../ingest/linkage/PartyClient.ts"
import type { PartyFolder } from "../../linkage/PartyFolder.ts"
import { storeHistories } from "../../linkage/storeHistories.ts"
import { type RoundSummary, SummaryMessage } from "../../linkage/summary.ts"
import { Unavailable } from "../../process/Unavailable.ts"
import { warehouseOf } from "../../stack/Stack.ts"
import { printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag, textArgument, textFlag, wholeFlag } from "../CommonFlags.ts"
import { names } from "../DisclosureFlags.ts"
import { rebuildMarts } from "../rebuildMarts.ts"
import { errorLines } from "./errorLines.ts"
import { folderFlag, partyFolder, strataFlag, strataOf, untilFlag, untilOf, withParties } from "./linkFolders.ts"

const roundArgument = textArgument("round", "the round's id: lower-case letters, digits and hyphens")

/** Returns the running linker of a folder. */
const linkerOf = Effect.fn("linkerOf")(function* (folder: PartyFolder) {
  const endpoint = folder.read<Connection>("endpoint")
  if (endpoint === undefined)
    return yield* new Unavailable({
      part: "linkage",
      message: "No linker has run with this folder. Start it with 'link linker'."
    })
  return new PartyClient("The linker", endpoint)
})

export const round = Command.make(
  "round",
  {
    ...commonFlags,
    folder: folderFlag,
    round: roundArgument,
    purpose: textFlag("purpose", "what the counts are for; every partner signs it"),
    strata: strataFlag("strata", "year=2023,2024"),
    until: untilFlag,
    threshold: wholeFlag(
      "threshold",
      "how many holders must take part in an answer, and could unmask together",
      1
    ).pipe(Flag.withDefault(2)),
    persons: wholeFlag("persons", "how many persons a partner may submit", 1).pipe(Flag.withDefault(100_000)),
    epsilon: optionalText(
      "epsilon",
      "noise on the counts before they leave the linker; default: exact counts, which a release protects before they are published"
    )
  },
  Effect.fn("link round")(function* ({ data, json, folder: given, strata, until, epsilon, ...request }) {
    if (epsilon !== undefined && !(Number(epsilon) > 0))
      return yield* new UsageError({ message: "--epsilon is a number above 0." })
    const options = { ...(epsilon === undefined ? {} : { epsilon: Number(epsilon) }), ...(yield* untilOf(until)) }
    const linker = yield* linkerOf(partyFolder(data, given, "linker"))
    const { round: id, purpose, threshold, persons } = request
    const message = { round: id, purpose, threshold, persons, fields: caseFields, strata: strataOf(strata), ...options }
    const summary = yield* withParties(() => linker.call("POST", "/rounds", SummaryMessage, message))
    yield* printResult(json, { json: summary, lines: linesOf(summary) })
  })
).pipe(
  documented(
    "Announce a round and have the key holders make its key",
    'corridor link round 2026-spring --purpose "Persons known to several partners, 2023 to 2025" --strata year=2023,2024,2025 --strata sex=Female,Male'
  )
)

const listed = (list: ReadonlyArray<string>) => (list.length === 0 ? "none" : list.join(", "))

/** A round without its counts of persons. */
interface ShownRound extends Omit<RoundSummary, "table"> {
  readonly errors?: RoundErrors
  /** Names of rules that were not used. */
  readonly leftOut?: ReadonlyArray<string>
}

const linesOf = (summary: ShownRound): ReadonlyArray<string> => [
  `Round ${summary.round}: ${summary.stage}. ${summary.purpose}`,
  `Partners sign the code ${summary.code}.${summary.until === undefined ? "" : ` The agreement ends with ${summary.until}.`}`,
  `Key holders, ${summary.threshold} of which answer: ${listed(summary.holders)}.`,
  `Agreed: ${listed(summary.agreed)}. Vetoed: ${listed(summary.vetoed)}.`,
  ...(summary.stage === "open" ? [`Submitted: ${listed(summary.submitted)}.`] : []),
  ...summary.odd.map(
    ({ partner, reason }) => `Odd: ${partner} (${reason}). Close with --accept or --exclude ${partner}.`
  ),
  ...(summary.errors === undefined ? [] : errorLines(summary.errors)),
  ...(summary.leftOut ?? []).map(
    (rule) => `Not used: ${rule}. By the persons of this round, more than one of its links in ten would be false.`
  )
]

export const status = Command.make(
  "status",
  { ...commonFlags, folder: folderFlag },
  Effect.fn("link status")(function* ({ data, json, folder: given }) {
    const linker = yield* linkerOf(partyFolder(data, given, "linker"))
    const rounds = yield* withParties(() => linker.call("GET", "/rounds", Schema.Array(SummaryMessage)))
    // Counts leave only by a release. Of the errors, only those of links between invented persons do not depend on who is known where.
    const shown = rounds.map(({ table, ...rest }): ShownRound => {
      if (table?.errors === undefined) return rest
      const { planted } = table.errors
      return { ...rest, errors: { planted }, leftOut: (table.leftOut ?? []).map(({ rule }) => rule) }
    })
    yield* printResult(json, {
      json: { rounds: shown },
      lines: shown.length === 0 ? ["There are no rounds yet. 'link round' announces one."] : shown.flatMap(linesOf)
    })
  })
).pipe(
  documented(
    "Show the rounds, who agreed and who submitted, and which share of links a closed round missed. Shows no counts of persons",
    "corridor link status"
  )
)

export const closeRound = Command.make(
  "close",
  {
    ...commonFlags,
    folder: folderFlag,
    round: roundArgument,
    accept: optionalText("accept", "partners whose odd submissions count, separated by commas"),
    exclude: optionalText("exclude", "partners whose submissions are left out, separated by commas"),
    destroy: switchFlag("destroy", "destroy the round without counting")
  },
  Effect.fn("link close")(function* ({ data, json, folder: given, round: id, accept, exclude, destroy }) {
    const linker = yield* linkerOf(partyFolder(data, given, "linker"))
    const request = { accept: names(accept ?? ""), exclude: names(exclude ?? "") }
    const summary = yield* withParties(() =>
      destroy
        ? linker.call("DELETE", `/rounds/${id}`, SummaryMessage)
        : linker.call("POST", `/rounds/${id}/close`, SummaryMessage, request)
    )
    if (summary.table !== null)
      yield* storeHistories(id, summary.table).pipe(Effect.andThen(rebuildMarts), Effect.provide(warehouseOf(data)))
    const { table, ...shown } = summary
    yield* printResult(json, {
      json: shown,
      lines: [
        table === null
          ? `Round ${id} is destroyed: shares and tokens are gone, nothing was counted.`
          : `Round ${id} is closed: shares and tokens are destroyed. The capture histories are with the release system and leave by a release only.`
      ]
    })
  })
).pipe(
  documented(
    "Count, destroy tokens and key shares, and hand the capture histories to the release system",
    ["corridor link close 2026-spring", "refused if a submission looks as if records were planted"],
    ["corridor link close 2026-spring --exclude hotline-east", "leave a submission out"]
  )
)
