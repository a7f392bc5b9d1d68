import { Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { fileFormats } from "../../ingest/submit/columns/Binding.ts"
import { languages } from "../../schemas/Languages.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { commonFlags, optional, optionalText, switchFlag, textFlag } from "./CommonFlags.ts"
import { yesFlag } from "./confirm.ts"

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
