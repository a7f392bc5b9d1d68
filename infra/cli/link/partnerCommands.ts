/** `link agree`, `link send` and `link veto`: what a partner does in a round, on its own machine. */
import { type Terms, termsCode } from "@corridor/linkage/round/Terms"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { readCaseFile } from "../../../ingest/linkage/readCaseFile.ts"
import { decide, roundOf, sendPersons, termsToRead } from "../../../ingest/linkage/takePart.ts"
import { nodeFileSource } from "../../../ingest/submit/node/NodeFileSource.ts"
import { counted } from "../../../ports/counted.ts"
import { Progress } from "../../process/Progress.ts"
import { type Lines, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag, textArgument, textFlag } from "../CommonFlags.ts"
import { partnerFlag } from "./accessCommands.ts"
import { folderFlag, mappingFlag, mappingOf, notKnownLines, partyFolder, withParties } from "./linkFolders.ts"

const flags = { ...commonFlags, folder: folderFlag, partner: partnerFlag }
const roundArgument = textArgument("round", "the round's id")

const termsLines = (terms: Terms): Lines => [
  `Round ${terms.round}. ${terms.purpose}`,
  `Read from your case file, on this machine only: ${terms.fields.join(", ")}.`,
  "Sent in the clear with each person's tokens:",
  ...Object.entries(terms.strata).map(([dimension, labels]) => `  ${dimension}: one of ${labels.join(", ")}.`),
  `Key holders: ${terms.holders.map(({ id }) => id).join(", ")}. ${terms.threshold} of them together with the linker could look up a person whose name they guess; fewer cannot.`,
  terms.until !== undefined &&
    `The agreement ends with ${terms.until} (UTC): what is not counted by then is destroyed.`,
  terms.epsilon === undefined
    ? "Counts are exact for Corridor; disclosure control protects what is published."
    : `Counts leave the linker with noise (epsilon ${terms.epsilon}).`,
  `Until the round closes, 'link veto ${terms.round}' removes what you sent.`,
  `Code of these terms: ${termsCode(terms)}`
]

export const agree = Command.make(
  "agree",
  { ...flags, round: roundArgument, yes: switchFlag("yes", "sign the terms that are shown") },
  Effect.fn("link agree")(function* ({ data, json, folder: given, partner, round, yes }) {
    const folder = partyFolder(data, given, `partners/${partner}`)
    const { terms } = yield* withParties(() => roundOf(folder, round))
    if (yes) yield* withParties(() => decide(folder, partner, terms, "agree", new Date()))
    yield* printResult(json, {
      json: { partner, round, agreed: yes, code: yield* withParties(() => termsCode(terms)), terms },
      lines: [
        ...(yield* withParties(() => termsLines(terms))),
        yes
          ? `Signed by ${partner}; the document is agree-${round}.json in ${folder.path}.`
          : "Nothing is signed. Add --yes to sign."
      ],
      exitCode: yes ? 0 : 2
    })
  })
).pipe(
  documented(
    "Show the terms of a round, and sign them",
    ["corridor link agree 2026-spring --partner shelter-north", "show the terms"],
    ["corridor link agree 2026-spring --partner shelter-north --yes", "sign them"]
  )
)

export const send = Command.make(
  "send",
  {
    ...flags,
    file: textArgument(
      "file",
      "your case file with names: CSV, XLSX, ODS, JSON or NDJSON. It is read on this machine and never sent"
    ),
    round: textFlag("round", "the round's id"),
    mapping: mappingFlag,
    sheet: optionalText("sheet", "sheet of a workbook, by name or number"),
    dryRun: switchFlag("dry-run", "read the file and say what was found, but ask and send nothing")
  },
  Effect.fn("link send")(function* ({ data, json, folder: given, partner, file, round, sheet, dryRun, ...rest }) {
    const print = yield* Progress
    const folder = partyFolder(data, given, `partners/${partner}`)
    const source = yield* nodeFileSource(file)
    const { strata } = yield* withParties(() => termsToRead(folder, round))
    const mapping = yield* mappingOf(rest.mapping, Object.keys(strata))
    const read = yield* withParties(() => readCaseFile(source, { mapping, strata, sheet }))
    const { persons, unused: _, ...found } = read
    print(
      `Read ${counted(found.rows, "row")}, ${counted(persons.length, "person")}. Columns found: ${found.found.join(", ")}.`
    )
    for (const line of notKnownLines(read)) print(line)
    const sent = dryRun
      ? 0
      : yield* withParties(() =>
          sendPersons(
            folder,
            partner,
            round,
            persons,
            (done, total) => print(`${done} of ${total} keys evaluated`),
            new Date()
          )
        )
    yield* printResult(json, {
      json: { partner, round, ...found, persons: persons.length, sent },
      lines: [
        `${counted(persons.length, "person")} in ${counted(found.rows, "row")}; ${found.withoutKeys} have too little to be linked by; ${found.unreadDates} dates of birth could not be read.`,
        dryRun
          ? "Nothing was asked or sent."
          : `Sent ${counted(sent, "person")} as tokens. Names, dates and numbers stayed on this machine.`
      ]
    })
  }, Effect.scoped)
).pipe(
  documented(
    "Turn a case file into tokens with the key holders, and send them to the linker",
    [
      "corridor link send cases.xlsx --partner shelter-north --round 2026-spring --dry-run",
      "check which columns are found"
    ],
    [
      "corridor link send cases.xlsx --partner shelter-north --round 2026-spring",
      "an interrupted run continues when it is repeated"
    ]
  )
)

export const vetoRound = Command.make(
  "veto",
  { ...flags, round: roundArgument },
  Effect.fn("link veto")(function* ({ data, json, folder: given, partner, round }) {
    const folder = partyFolder(data, given, `partners/${partner}`)
    const { terms } = yield* withParties(() => roundOf(folder, round))
    yield* withParties(() => decide(folder, partner, terms, "veto", new Date()))
    yield* printResult(json, {
      json: { partner, round, vetoed: true },
      lines: [`Removed what ${partner} sent to round ${round}. It cannot take part in this round again.`]
    })
  })
).pipe(
  documented(
    "Remove what a partner sent to a round, for good",
    "corridor link veto 2026-spring --partner shelter-north"
  )
)
