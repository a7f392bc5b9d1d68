/** `submit FILE --partner ID` */
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { printResult } from "./CommandOutput.ts"
import { documented, textArgument } from "./CommonFlags.ts"
import { sendFile } from "./SendFile.ts"
import { sendFlags } from "./SendFlags.ts"

const earlierFlag = Flag.String("earlier").pipe(
  Flag.withDescription(
    "a file that you sent before: case numbers that are similar to one of its numbers are reported; repeat for several"
  ),
  Flag.atLeast(0)
)

export const submit = Command.make(
  "submit",
  {
    file: textArgument("file", "a CSV, XLSX, ODS, JSON or NDJSON file, or a ZIP archive of CSV tables"),
    ...sendFlags,
    earlier: earlierFlag
  },
  Effect.fnUntraced(function* (given) {
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
