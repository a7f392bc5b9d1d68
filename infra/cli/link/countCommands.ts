/** `link count`, `contribute`, `retract` and `open`: federated counts of partners that send no records (decision 0901). */
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import type { CountTerms } from "@corridor/linkage/counts/CountTerms"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { readCaseFile } from "../../../ingest/linkage/readCaseFile.ts"
import { nodeFileSource } from "../../../ingest/submit/node/NodeFileSource.ts"
import { counted } from "../../../ports/counted.ts"
import { countCode } from "../../linkage/countMessages.ts"
import {
  announceCount,
  countTermsFor,
  forgetCount,
  missingShares,
  openFederated,
  ownCounts,
  sendCounts,
  withdrawCounts
} from "../../linkage/federatedCount.ts"
import { storeFederated } from "../../linkage/storeFederated.ts"
import { warehouseOf } from "../../stack/Stack.ts"
import { type Lines, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag, textArgument, textFlag } from "../CommonFlags.ts"
import { rebuildMarts } from "../rebuildMarts.ts"
import { openerName, partnerFlag } from "./accessCommands.ts"
import {
  folderFlag,
  mappingFlag,
  mappingOf,
  notKnownLines,
  partyFolder,
  strataFlag,
  strataOf,
  untilFlag,
  untilOf,
  withParties
} from "./linkFolders.ts"

const countArgument = textArgument("count", "the count's id: lower-case letters, digits and hyphens")

const termsLines = (terms: CountTerms): Lines => [
  `Count ${terms.count}. ${terms.purpose}`,
  `Counted on this machine, each person once: ${terms.dimensions.map(({ name, labels }) => `${name} (${labels.length} labels)`).join(", ")}.`,
  `Sent in two shares to ${terms.hosts.map(({ id }) => id).join(" and ")}. Both together could read your table; one alone cannot.`,
  `Fewer than ${counted(terms.minimumPartners, "partner")} are never added up. Until then 'link retract ${terms.count}' removes your shares.`,
  terms.until !== undefined &&
    `The agreement ends with ${terms.until} (UTC): what is not added up by then is destroyed.`,
  `Code of these terms: ${countCode(terms)}`
]

export const count = Command.make(
  "count",
  {
    ...commonFlags,
    folder: folderFlag,
    count: countArgument,
    purpose: textFlag("purpose", "what the counts are for; every partner agrees to it"),
    dimensions: strataFlag("dimension", "year=2023,2024; origin, destination and year can be released"),
    until: untilFlag
  },
  Effect.fn("link count")(function* ({ data, json, folder: given, count: id, purpose, dimensions, until }) {
    const folder = partyFolder(data, given, openerName)
    const labels = Object.entries(strataOf(dimensions)).map(([name, own]) => ({ name, labels: own }))
    const request = { count: id, purpose, dimensions: labels, ...(yield* untilOf(until)) }
    const terms = yield* withParties(() => announceCount(folder, request, new Date()))
    yield* printResult(json, {
      json: { count: id, code: countCode(terms), hosts: terms.hosts.map((host) => host.id) },
      lines: termsLines(terms)
    })
  })
).pipe(
  documented(
    "Announce a federated count to its two hosts: partners that send no records count at home",
    'corridor link count flows-2026 --purpose "Flows by year" --dimension origin=UKR,MDA --dimension destination=POL,DEU --dimension year=2024,2025'
  )
)

const hostFlag = textFlag("host", "one of the two hosts: it shows the terms, which the other must show too")

export const contributeCounts = Command.make(
  "contribute",
  {
    ...commonFlags,
    folder: folderFlag,
    partner: partnerFlag,
    file: textArgument("file", "your case file. It is read and counted on this machine and never sent"),
    count: textFlag("count", "the count's id"),
    host: hostFlag,
    mapping: mappingFlag,
    sheet: optionalText("sheet", "sheet of a workbook, by name or number"),
    yes: switchFlag("yes", "agree to the terms that are shown, and send")
  },
  Effect.fn("link contribute")(function* ({
    data,
    json,
    folder: given,
    partner,
    file,
    count: id,
    host,
    sheet,
    ...rest
  }) {
    const folder = partyFolder(data, given, `partners/${partner}`)
    const source = yield* nodeFileSource(file)
    const terms = yield* withParties(() => countTermsFor(folder, id, host))
    const strata = Object.fromEntries(terms.dimensions.map(({ name, labels }) => [name, labels]))
    const mapping = yield* mappingOf(rest.mapping, Object.keys(strata))
    const read = yield* withParties(() => readCaseFile(source, { mapping, strata, sheet }))
    const { persons, rows, found } = read
    if (rest.yes) yield* withParties(() => sendCounts(folder, partner, terms, ownCounts(terms, persons), new Date()))
    yield* printResult(json, {
      json: {
        partner,
        count: id,
        rows,
        persons: persons.length,
        found,
        notKnown: read.notKnown,
        sent: rest.yes,
        code: countCode(terms)
      },
      lines: [
        ...termsLines(terms),
        `${counted(persons.length, "person")} in ${counted(rows, "row")}. Columns found: ${found.join(", ")}.`,
        ...notKnownLines(read),
        rest.yes ? "Sent in two shares." : "Nothing is sent. Add --yes to agree and send."
      ],
      exitCode: rest.yes ? 0 : 2
    })
  }, Effect.scoped)
).pipe(
  documented(
    "Count a case file on the partner's machine, and send the table in two shares that say nothing alone",
    ["corridor link contribute cases.xlsx --partner shelter-north --count flows-2026 --host north", "show the terms"],
    ["corridor link contribute cases.xlsx --partner shelter-north --count flows-2026 --host north --yes", "send"]
  )
)

export const retractCounts = Command.make(
  "retract",
  { ...commonFlags, folder: folderFlag, partner: partnerFlag, count: countArgument, host: hostFlag },
  Effect.fn("link retract")(function* ({ data, json, folder: given, partner, count: id, host }) {
    const folder = partyFolder(data, given, `partners/${partner}`)
    yield* withParties(async () => withdrawCounts(folder, await countTermsFor(folder, id, host)))
    yield* printResult(json, {
      json: { partner, count: id, retracted: true },
      lines: [`Removed the shares of ${partner} from count ${id} at both hosts.`]
    })
  })
).pipe(
  documented(
    "Remove a partner's shares from a federated count that is not added up yet",
    "corridor link retract flows-2026 --partner shelter-north --host north"
  )
)

export const openCount = Command.make(
  "open",
  { ...commonFlags, folder: folderFlag, count: countArgument },
  Effect.fn("link open")(function* ({ data, json, folder: given, count: id }) {
    const folder = partyFolder(data, given, openerName)
    const differing = yield* withParties(() => missingShares(folder, id)).pipe(
      // A count that is not known is refused below.
      Effect.catchTag("LinkageRefused", () => Effect.succeed([]))
    )
    if (differing.length > 0)
      return yield* new UsageError({
        message: `Only one host has the shares of ${differing.join(", ")}, or the two have different ones. These partners retract and contribute again.`
      })
    const { terms, cells, partners } = yield* withParties(() => openFederated(folder, id, new Date()))
    yield* storeFederated(terms, cells).pipe(Effect.andThen(rebuildMarts), Effect.provide(warehouseOf(data)))
    yield* withParties(() => forgetCount(folder, id))
    yield* printResult(json, {
      json: { count: id, partners, cells: cells.length },
      lines: [
        `Opened the sum of ${counted(partners.length, "partner")}: ${partners.join(", ")}. The hosts have forgotten shares and sums.`,
        "The counts are with the release system. They leave by a release with noise only: the table federated_flows, method dp."
      ]
    })
  })
).pipe(
  documented(
    "Have both hosts add up, and hand the sum of all partners to the release system. No partner's table is ever opened",
    "corridor link open flows-2026"
  )
)
