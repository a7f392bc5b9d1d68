/** `template KIND --out FILE` */
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { csvTemplate, xlsxTemplate } from "../../ingest/submit/templates/Template.ts"
import { writeOutput } from "../../ports/files/OutputFile.ts"
import { languages } from "../../schemas/Languages.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented, textFlag } from "./CommonFlags.ts"

export const template = Command.make(
  "template",
  {
    json: commonFlags.json,
    data: textFlag("data", "not used by this command").pipe(Flag.withDefault("")),
    kind: Argument.Literals("kind", recordKinds).pipe(Argument.withDescription("kind of record")),
    out: textFlag("out", "file to write: .xlsx with explanations and drop-down lists, .csv with the header only"),
    language: Flag.Literals("lang", languages).pipe(
      Flag.withDescription("language of the header, explanations and drop-down lists"),
      Flag.withDefault("en" as const)
    )
  },
  Effect.fn("template")(function* ({ json, kind, out, language }) {
    const isWorkbook = /\.xlsx$/i.test(out)
    yield* writeOutput(out, isWorkbook ? xlsxTemplate(kind, language) : csvTemplate(kind, language), { replace: true })
    yield* printResult(json, {
      json: { kind, out, language },
      lines: [
        `Wrote an empty table for ${kind} records to ${out}. Fill it in, then check it with 'submit ${out} --partner ID --record ${kind} --dry-run'.`
      ]
    })
  })
).pipe(
  documented(
    "Write an empty table to fill in, with drop-down lists",
    "corridor template victim --out victims.xlsx --lang ru",
    "corridor template route --out routes.csv"
  )
)
