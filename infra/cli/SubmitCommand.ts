/** `submit FILE --partner ID` */
import { randomBytes } from "node:crypto"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Redacted, type Terminal } from "effect"
import { Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { type PartnerSecrets, readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { existing, PartnerRefused } from "../../ingest/partners/Partners.ts"
import { PortalClient, type Receipt } from "../../ingest/portal/api/PortalClient.ts"
import { followReceipt, type RowOutcome, rowsNotAccepted, sendToServer } from "../../ingest/portal/node/sendToServer.ts"
import { isReviewOn } from "../../ingest/review/Entries.ts"
import { sendable, withWords } from "../../ingest/submit/check/checkFile.ts"
import { keyCheckOf } from "../../ingest/submit/check/keyCheck.ts"
import { fileFormats } from "../../ingest/submit/columns/Binding.ts"
import { fileProblem } from "../../ingest/submit/node/FileProblem.ts"
import { nodeHasher } from "../../ingest/submit/node/NodeHasher.ts"
import { rememberedMapping, writeMapping } from "../../ingest/submit/node/RememberedMapping.ts"
import { hasChanged } from "../../ingest/submit/preview/ColumnChanges.ts"
import { changeLines, previewTable } from "../../ingest/submit/preview/PreviewLines.ts"
import { previewWords } from "../../ingest/submit/preview/PreviewWords.ts"
import { kindByName } from "../../ingest/submit/read/FileKind.ts"
import {
  type Preview,
  type Submission,
  type SubmitOptions,
  sendToTopic,
  submit as submitFile
} from "../../ingest/submit/Submit.ts"
import type { RecordsToSend } from "../../ingest/submit/send/RecordsToSend.ts"
import { summaryLines } from "../../ingest/submit/words/CheckSummary.ts"
import { type Language, languages } from "../../ingest/submit/words/Languages.ts"
import { wordsOf } from "../../ingest/submit/words/ProblemWords.ts"
import { submitWords } from "../../ingest/submit/words/SubmitWords.ts"
import { counted } from "../../ports/counted.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { Progress } from "../process/Progress.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { stackKeysFolder } from "../stack/Keys.ts"
import { stackLayer } from "../stack/Stack.ts"
import { type CommandOutput, formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, optional, optionalText, switchFlag, textArgument, textFlag } from "./CommonFlags.ts"
import { confirm, yesFlag } from "./confirm.ts"
import { keyForServer, ownKeyFile, tokenForServer } from "./partnerClient.ts"

/** Whether the records were sent, are known, wait, or were held back: then there is a receipt. */
export const isTaken = ({ sent, unchanged, corrected, waiting }: Submission): boolean =>
  sent + unchanged + corrected + waiting > 0

const outcome = (
  submission: Submission,
  { dryRun, partial, report, language }: SubmitOptions
): ReadonlyArray<string> => {
  const words = submitWords[language]
  const may = sendable(submission)
  if (!submission.agreed) return [words.notAgreed]
  const hint = report === undefined && submission.problemCount > 0 ? [words.reportHint] : []
  const written = report === undefined ? hint : [words.reportWritten(report)]
  if (dryRun && (may === "whole" || (may === "good-rows" && partial))) return [...written, words.dryRun(submission)]
  if (submission.isKnown) return [...written, words.sameAgain(submission)]
  if (submission.waiting > 0) return [...written, words.waiting(submission.waiting)]
  if (isTaken(submission)) return [...written, words.sent(submission)]
  const why = submission.identifying
    ? words.identifying
    : submission.brokenHeader
      ? words.brokenHeader
      : submission.rowsApart
        ? wordsOf("route-rows-apart", language).remedy
        : may === "good-rows"
          ? words.partialHint(submission)
          : words.nothingSent
  const { accepted, acceptable, firstError } = submission
  const held = acceptable > 0 && accepted === 0 ? [words.heldBecause(acceptable, firstError)] : []
  return [...written, ...(dryRun ? [words.wouldNotSend] : []), why, ...held]
}

const receiptLine = ({ state, loaded, quarantined, withdrawn, records }: Receipt) =>
  state === "waiting"
    ? "waiting for approval"
    : `${state}: ${loaded} of ${records} loaded, ${quarantined} quarantined, ${withdrawn} withdrawn.`

/** Names the row, the rules and the fields, and no value. */
const outcomeLine = ({ row, outcome, problems }: RowOutcome) =>
  `  row ${row}: ${outcome}${problems.map(({ code, path }) => `; ${code}${path === "" ? "" : ` (${path})`}`).join("")}`

const outputOf = (
  submission: Submission,
  options: SubmitOptions,
  receipt?: Receipt,
  outcomes: ReadonlyArray<RowOutcome> = []
): CommandOutput => {
  const words = submitWords[options.language]
  const {
    firstError,
    acceptable: _,
    agreed: _agreed,
    corrected,
    mapping: _mapping,
    columns,
    changes,
    ...fields
  } = submission
  // The question has shown the preview already.
  const preview = options.dryRun ? previewLines(submission, options.language) : []
  return {
    json: {
      ...fields,
      firstError: firstError?.row ?? null,
      ...(receipt === undefined ? {} : { receipt, outcomes }),
      columns,
      columnChanges: changes ?? null,
      problems: submission.problems.map(withWords)
    },
    lines: [
      ...preview,
      words.file(submission, submission.format),
      ...(submission.problemCount === 0 ? [words.allGood] : summaryLines(submission.problems, options.language)),
      "",
      ...outcome(submission, options),
      ...(submission.isKnown || isTaken(submission)
        ? [
            words.receipt(submission.submission),
            ...(receipt === undefined ? [] : [receiptLine(receipt), ...outcomes.map(outcomeLine)])
          ]
        : [])
    ],
    exitCode: submission.errors > 0 || corrected > 0 ? 1 : 0
  }
}

const previewLines = ({ columns, changes }: Preview, language: Language): ReadonlyArray<string> => [
  previewWords[language].title,
  ...formatTable(previewTable(columns, language)),
  ...changeLines(changes, language),
  ""
]

/** A key for one check, and an identity that is never used. */
const checkOnly: PartnerSecrets = {
  identity: { username: "", password: Redacted.make("") },
  key: Redacted.make(new Uint8Array(randomBytes(32)))
}

/** The shortest time between two progress messages, in milliseconds. */
const reportEveryMillis = 1_000

/** Returns a callback that prints the progress of long checks and submissions. Short ones print nothing. */
const progressOf = (print: (lines: string) => void, language: Language): SubmitOptions["onProgress"] => {
  let last = Date.now()
  return (stage, count, of) => {
    const now = Date.now()
    if (now - last < reportEveryMillis) return
    last = now
    const words = submitWords[language]
    print(stage === "checked" ? words.checked(count) : words.sending(count, of ?? count))
  }
}

/** The flags of commands that send records. */
export const sendFlags = {
  ...commonFlags,
  partner: textFlag("partner", "partner that sends").pipe(Flag.withSchema(PartnerId)),
  format: optional(
    Flag.Literals("format", fileFormats).pipe(
      Flag.withDescription("format of the columns; default: recognised by their names")
    )
  ),
  record: optional(
    Flag.Literals("record", recordKinds).pipe(
      Flag.withDescription("kind of rows that name none; default: recognised by the columns")
    )
  ),
  mapping: optionalText(
    "mapping",
    'JSON that maps your columns and values to ours; saved for your next files: {"columns": {"Case no": "caseReference"}, "values": {"gender": {"F": "Feminine"}}, "constants": {"researchUseConsent": "yes"}, "ignore": ["Remarks"]}'
  ),
  sheet: optionalText(
    "sheet",
    "sheet of a workbook, by name or number (the first is 1), or 'all' to read all sheets of records as one table"
  ),
  dryRun: switchFlag("dry-run", "check and report, but send nothing"),
  yes: yesFlag,
  partial: switchFlag("partial", "send the valid rows of a file that also has invalid ones"),
  undoCorrections: switchFlag(
    "undo-corrections",
    "send records as they are in the file although they were corrected since"
  ),
  report: optionalText("report", "write a copy of your file with a column of problems"),
  server: optionalText("server", "address of a Corridor elsewhere to which the records are sent"),
  token: optionalText(
    "token",
    "the partner's token for --server; '-' reads it from standard input; default: the one that --enrol kept, then CORRIDOR_TOKEN. An argument is visible in the list of processes"
  ),
  enrol: optionalText(
    "enrol",
    "one-time code of 'partner invite': registers the partner's key by its check value, and keeps the token; '-' reads it from standard input"
  ),
  key: optionalText(
    "key",
    "file with the partner's own key, for --server; made if it does not exist; default: with the partner's secrets in the data folder"
  ),
  language: Flag.Literals("lang", languages).pipe(
    Flag.withDescription("language of the report"),
    Flag.withDefault("en" as const)
  )
}

/** Fails for a partner that was disabled, and for one that reviews: a command on the stack itself has no account that another one could approve. */
const refuseToSend = Effect.fn("submit.refuseToSend")(function* (partner: PartnerId) {
  if ((yield* existing(partner)).status === "disabled")
    return yield* new Unavailable({ part: "partner", message: `Partner ${partner} is disabled, and nothing was sent.` })
  if (!(yield* isReviewOn(partner))) return
  return yield* new PartnerRefused({
    message: `${partner} reviews before sending, and nothing was sent. Send with --server and the token of one of its accounts, so that another account can approve.`
  })
})

/** What a command that sends records was given. */
export type SendGiven = Command.Command.Config.Infer<typeof sendFlags> & {
  readonly file: SubmitOptions["file"]
  readonly earlier?: ReadonlyArray<string>
}

const earlierFlag = Flag.String("earlier").pipe(
  Flag.withDescription(
    "a file that you sent before: case numbers that are similar to one of its numbers are reported; repeat for several"
  ),
  Flag.atLeast(0)
)

/** Checks a file, and sends its records unless it is a dry run. Returns what is to be printed. */
export const sendFile = Effect.fn("submit")(function* (given: SendGiven) {
  const { data, partner, dryRun } = given
  const keys = yield* stackKeysFolder(data)
  const { server, token, enrol: code } = given
  if (server === undefined && (token !== undefined || code !== undefined))
    return yield* new UsageError({ message: "--token and --enrol need --server." })
  if (token !== undefined && code !== undefined)
    return yield* new UsageError({ message: "--enrol gets a token: leave --token out." })
  // A check sends nothing, so any key serves. Before a partner is registered it has none.
  const print = yield* Progress
  const remoteKey =
    server === undefined ? undefined : yield* keyForServer(given.key ?? ownKeyFile(keys, partner), print)
  const client =
    server === undefined || remoteKey === undefined
      ? undefined
      : new PortalClient(server, yield* tokenForServer({ server, token, code, keys, partner, key: remoteKey }))
  const secrets = yield* readSecrets(keys, partner).pipe(
    Effect.catchTag("PartnerSecretsMissing", (error) =>
      dryRun || remoteKey !== undefined ? Effect.succeed(checkOnly) : Effect.fail(error)
    )
  )
  const terminal = yield* Effect.context<Terminal.Terminal>()
  const options: SubmitOptions = {
    file: given.file,
    partner,
    partnerKey: Redacted.value(remoteKey ?? secrets.key),
    recordKind: given.record,
    format: given.format,
    mapping: yield* rememberedMapping(keys, partner, given.mapping, given.language),
    sheet: given.sheet,
    dryRun,
    partial: given.partial,
    ...(given.earlier === undefined ? {} : { earlier: given.earlier }),
    undo: given.undoCorrections,
    report: given.report,
    language: given.language,
    // On a terminal, somebody looks at columns that are new before they are sent.
    agrees: (found, preview) => {
      if (preview.changes !== undefined && !hasChanged(preview.changes)) return Effect.succeed(true)
      const question = [...previewLines(preview, given.language), previewWords[given.language].ask(found.records)]
      return confirm(question.join("\n"), given).pipe(Effect.provide(terminal))
    },
    onProgress: progressOf(print, given.language)
  }
  const remember = ({ sent, unchanged, waiting, mapping }: Submission) =>
    sent + unchanged + waiting > 0 ? writeMapping(keys, partner, mapping) : Effect.void
  if (client !== undefined) {
    const check = yield* Effect.promise(() => keyCheckOf(nodeHasher(options.partnerKey)))
    let sent: RecordsToSend | undefined
    const submission = yield* submitFile(options, (records) => {
      sent = records
      return sendToServer(client, check)(records)
    }).pipe(Effect.tap(remember))
    const isFollowed = !dryRun && (submission.isKnown || submission.sent + submission.waiting > 0)
    const receipt = isFollowed
      ? yield* followReceipt(client, submission.submission, ({ state, loaded, records }) =>
          print(`${state}: ${loaded} of ${counted(records, "record")} loaded`)
        )
      : undefined
    const hasRefused = receipt !== undefined && receipt.quarantined + receipt.withdrawn > 0
    const outcomes = sent === undefined || !hasRefused ? [] : yield* rowsNotAccepted(client, sent.batches)
    return { submission, output: outputOf(submission, options, receipt, outcomes) }
  }
  // A dry run needs no running services.
  const services = dryRun
    ? stackLayer<"log" | "registry" | "warehouse" | "state">({ data, needs: [] })
    : stackLayer({ data, needs: ["log", "registry", "warehouse", "state"] })
  const send = sendToTopic(partner, secrets.identity, given.language)
  const submission = yield* submitFile(options, (records) => Effect.andThen(refuseToSend(partner), send(records))).pipe(
    Effect.provide(services),
    Effect.tap(remember)
  )
  return { submission, output: outputOf(submission, options) }
})

export const submit = Command.make(
  "submit",
  {
    file: textArgument("file", "a CSV, XLSX, ODS, JSON or NDJSON file, or a ZIP archive of CSV tables"),
    ...sendFlags,
    earlier: earlierFlag
  },
  Effect.fnUntraced(function* (given) {
    if (kindByName(given.file) === undefined) return yield* fileProblem("file-format", 0, given.language)
    const { output } = yield* sendFile(given)
    yield* printResult(given.json, output)
  })
).pipe(
  documented(
    "Check a file of records, report its problems, and send it",
    [
      "corridor submit cases.xlsx --partner shelter-north --dry-run --report checked.csv",
      "check only, and write a copy of the file with a column of problems"
    ],
    ["corridor submit cases.xlsx --partner shelter-north", "send it if there are no problems"],
    [
      "corridor submit routes.csv --partner shelter-north --record route --partial --lang ru",
      "send only the valid rows; report in Russian"
    ],
    [
      "corridor submit register.csv --partner shelter-north --mapping columns.json",
      "map your own columns once; later files need no --mapping"
    ],
    [
      "corridor submit cases.csv --partner shelter-north --server https://corridor.example --token - < token.txt",
      "send to a Corridor elsewhere; nothing but Node is needed here, and case numbers and the key stay on this machine"
    ],
    [
      "corridor submit cases.csv --partner shelter-north --server https://corridor.example --enrol - < code.txt",
      "the first time, with the code of the invitation; later without --enrol"
    ],
    ["corridor submit records.ndjson --partner shelter-north", "rows name their kind in the key 'record'"]
  )
)
