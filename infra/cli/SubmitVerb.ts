/** `submit FILE --partner ID` */
import { Effect, Redacted } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import type { FileProblemEntry } from "../../ingest/submit/CheckFile.ts"
import { requireFileKind } from "../../ingest/submit/FileRows.ts"
import { type Submission, type SubmitOptions, submit as submitFile } from "../../ingest/submit/Submit.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { stackKeysFolder } from "../stack/Keys.ts"
import { stackLayer } from "../stack/Stack.ts"
import { commonFlags, optional, switchFlag, type Told, tableWords, tell } from "./Verb.ts"

/** Problems shown to people; the rest are in the report. */
const shownProblems = 40

const problemWords = (problems: ReadonlyArray<FileProblemEntry>): ReadonlyArray<string> =>
  problems.length === 0
    ? []
    : [
        ...tableWords([
          ["row", "column", "", "what is wrong", "how to mend it"],
          ...problems.slice(0, shownProblems).map((p) => [p.row, p.column, p.severity, p.rule, p.mend])
        ]),
        ...(problems.length > shownProblems
          ? [`… and ${problems.length - shownProblems} more: --report OUT.csv writes them all into your file.`]
          : [])
      ]

const outcome = ({ accepted, rejected, sent, rows }: Submission, dryRun: boolean): string => {
  if (dryRun) return `Dry run: ${accepted} of ${rows} rows would be sent, ${rejected} have errors. Nothing was sent.`
  if (sent > 0) return `${sent} records of ${rows} rows were sent; ${rejected} rows were left out.`
  return `Nothing was sent: ${rejected} of ${rows} rows have errors.${accepted > 0 ? " Mend them, or send the good rows alone with --partial (never possible while something identifies a person)." : ""}`
}

const told = (submission: Submission, dryRun: boolean): Told => ({
  json: submission,
  words: [...problemWords(submission.problems), outcome(submission, dryRun), `submission ${submission.submission}`],
  exitCode: submission.problems.some((problem) => problem.severity === "error") ? 1 : 0
})

export const submit = Command.make(
  "submit",
  {
    ...commonFlags,
    file: Argument.String("file").pipe(Argument.withDescription("a CSV or NDJSON file in UTF-8")),
    partner: Flag.String("partner").pipe(Flag.withDescription("who sends"), Flag.withSchema(PartnerId)),
    format: Flag.Literals("format", ["corridor"]).pipe(
      Flag.withDescription("whose columns the file has"),
      Flag.withDefault("corridor")
    ),
    record: optional(
      Flag.Literals("record", recordKinds).pipe(Flag.withDescription("kind of the rows that name none"))
    ),
    dryRun: switchFlag("dry-run", "tell everything and send nothing"),
    partial: switchFlag("partial", "send the good rows of a file that has bad ones"),
    report: optional(Flag.String("report").pipe(Flag.withDescription("write your file back with a column of problems")))
  },
  Effect.fn("submit")(function* ({ data, json, file, partner, record, dryRun, partial, report }) {
    const fileKind = yield* requireFileKind(file)
    const secrets = yield* readSecrets(yield* stackKeysFolder(data), partner)
    const partnerKey = Redacted.value(secrets.key)
    const options: SubmitOptions = { file, fileKind, recordKind: record, partnerKey, partner, dryRun, partial, report }
    // A dry run needs nothing that runs.
    const services = dryRun ? stackLayer({ data, needs: [] }) : stackLayer({ data, needs: ["log", "registry"] })
    const submission = yield* submitFile(options, secrets.identity).pipe(Effect.provide(services))
    yield* tell(json, told(submission, dryRun))
  })
).pipe(
  Command.withDescription("Check a file of records, tell everything that is wrong with it, and send it"),
  Command.withExamples([
    {
      command: "corridor submit routes.csv --partner shelter-north --record route --dry-run",
      description: "tell what would happen"
    },
    {
      command: "corridor submit records.ndjson --partner shelter-north",
      description: "rows name their kind in the key 'record'"
    },
    {
      command: "corridor submit routes.csv --partner shelter-north --record route --partial --report routes-checked.csv"
    }
  ])
)
