/** `submit FILE --partner ID` */
import { Effect, Redacted } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { sendable, withWords } from "../../ingest/submit/check/CheckTable.ts"
import { fileFormats } from "../../ingest/submit/columns/Binding.ts"
import { fileProblem } from "../../ingest/submit/node/FileProblem.ts"
import { rememberedMapping } from "../../ingest/submit/node/RememberedMapping.ts"
import { kindByName } from "../../ingest/submit/read/FileKind.ts"
import { type Submission, type SubmitOptions, submit as submitFile } from "../../ingest/submit/Submit.ts"
import { summaryLines } from "../../ingest/submit/words/CheckSummary.ts"
import { type Language, languages } from "../../ingest/submit/words/Languages.ts"
import { submitWords } from "../../ingest/submit/words/SubmitWords.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { Progress } from "../process/Progress.ts"
import { stackKeysFolder } from "../stack/Keys.ts"
import { stackLayer } from "../stack/Stack.ts"
import { type CommandOutput, printResult } from "./CommandOutput.ts"
import { commonFlags, optional, switchFlag } from "./CommonFlags.ts"

const outcome = (
  submission: Submission,
  { dryRun, partial, report, language }: SubmitOptions
): ReadonlyArray<string> => {
  const said = submitWords[language]
  const may = sendable(submission)
  const hint = report === undefined && submission.problemCount > 0 ? [said.reportHint] : []
  const written = report === undefined ? hint : [said.reportWritten(report)]
  if (dryRun && (may === "whole" || (may === "good-rows" && partial))) return [...written, said.dryRun(submission)]
  if (submission.isKnown) return [...written, said.sameAgain(submission)]
  if (submission.sent + submission.unchanged > 0) return [...written, said.sent(submission)]
  const why = submission.identifying
    ? said.identifying
    : submission.brokenHeader
      ? said.brokenHeader
      : may === "good-rows"
        ? said.partialHint(submission)
        : said.nothingSent
  return [...written, ...(dryRun ? [said.wouldNotSend] : []), why]
}

const told = (submission: Submission, options: SubmitOptions): CommandOutput => {
  const said = submitWords[options.language]
  return {
    json: { ...submission, problems: submission.problems.map(withWords) },
    lines: [
      said.file(submission, submission.format),
      ...(submission.problemCount === 0 ? [said.allGood] : summaryLines(submission.problems, options.language)),
      "",
      ...outcome(submission, options),
      ...(submission.isKnown || submission.sent + submission.unchanged > 0 ? [said.receipt(submission.submission)] : [])
    ],
    exitCode: submission.errors > 0 ? 1 : 0
  }
}

/** The shortest time between two progress messages, in milliseconds. */
const tellEvery = 1_000

/** Returns a callback that prints the progress of long checks and submissions. Short ones print nothing. */
const progressOf = (say: (lines: string) => void, language: Language): SubmitOptions["onProgress"] => {
  let last = Date.now()
  return (stage, count, of) => {
    const now = Date.now()
    if (now - last < tellEvery) return
    last = now
    const said = submitWords[language]
    say(stage === "checked" ? said.checked(count) : said.sending(count, of ?? count))
  }
}

export const submit = Command.make(
  "submit",
  {
    ...commonFlags,
    file: Argument.String("file").pipe(Argument.withDescription("a CSV, XLSX or NDJSON file")),
    partner: Flag.String("partner").pipe(Flag.withDescription("who sends"), Flag.withSchema(PartnerId)),
    format: optional(
      Flag.Literals("format", fileFormats).pipe(
        Flag.withDescription("whose columns the file has; without it they are told from their names")
      )
    ),
    record: optional(
      Flag.Literals("record", recordKinds).pipe(
        Flag.withDescription("kind of the rows that name none; without it it is told from the columns")
      )
    ),
    mapping: optional(
      Flag.String("mapping").pipe(
        Flag.withDescription(
          'JSON that binds your columns and words to ours, remembered for your next files: {"columns": {"Case no": "caseReference"}, "values": {"gender": {"F": "Feminine"}}, "constants": {"researchUseConsent": "yes"}, "ignore": ["Remarks"]}'
        )
      )
    ),
    sheet: optional(
      Flag.String("sheet").pipe(Flag.withDescription("sheet of a workbook, by name or number from 1 on"))
    ),
    dryRun: switchFlag("dry-run", "tell everything and send nothing"),
    partial: switchFlag("partial", "send the good rows of a file that has bad ones"),
    report: optional(
      Flag.String("report").pipe(Flag.withDescription("write your file back with a column of problems"))
    ),
    language: Flag.Literals("lang", languages).pipe(
      Flag.withDescription("language in which problems are told"),
      Flag.withDefault("en" as const)
    )
  },
  Effect.fn("submit")(function* (given) {
    const { data, json, partner, dryRun } = given
    if (kindByName(given.file) === undefined) return yield* fileProblem("file-format", 0, given.language)
    const keys = yield* stackKeysFolder(data)
    const secrets = yield* readSecrets(keys, partner)
    const options: SubmitOptions = {
      file: given.file,
      partner,
      partnerKey: Redacted.value(secrets.key),
      recordKind: given.record,
      format: given.format,
      mapping: yield* rememberedMapping(keys, partner, given.mapping, given.language),
      sheet: given.sheet,
      dryRun,
      partial: given.partial,
      report: given.report,
      language: given.language,
      onProgress: progressOf(yield* Progress, given.language)
    }
    // A dry run needs no running services.
    const services = dryRun
      ? stackLayer({ data, needs: [] })
      : stackLayer({ data, needs: ["log", "registry", "warehouse"] })
    const submission = yield* submitFile(options, secrets.identity).pipe(Effect.provide(services))
    yield* printResult(json, told(submission, options))
  })
).pipe(
  Command.withDescription("Check a file of records, tell everything that is wrong with it, and send it"),
  Command.withExamples([
    {
      command: "corridor submit cases.xlsx --partner shelter-north --dry-run --report checked.csv",
      description: "tell what would happen, with your file back and a column of problems"
    },
    { command: "corridor submit cases.xlsx --partner shelter-north", description: "send it when nothing is wrong" },
    {
      command: "corridor submit routes.csv --partner shelter-north --record route --partial --lang ru",
      description: "send the good rows alone; told in Russian"
    },
    {
      command: "corridor submit register.csv --partner shelter-north --mapping columns.json",
      description: "bind your own columns once; later files need no --mapping"
    },
    {
      command: "corridor submit records.ndjson --partner shelter-north",
      description: "rows name their kind in the key 'record'"
    }
  ])
)
