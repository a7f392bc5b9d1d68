/** The report on a disk, readable by its owner only: it holds the partner's rows. */
import { open } from "node:fs/promises"
import { Effect } from "effect"
import type { CheckedRow } from "../check/CheckTable.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { ReportWriter } from "../report/ReportRows.ts"
import type { Language } from "../words/Languages.ts"
import { FileProblem } from "./FileProblem.ts"

/** Opens a report; it is whole when the scope has ended. */
export const openReport = Effect.fn("ReportFile.open")(function* (
  path: string,
  opened: OpenedFile,
  language: Language
) {
  const file = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => open(path, "w", 0o600),
      catch: () =>
        new FileProblem({
          code: "report-unwritable",
          row: 0,
          message: "The report cannot be written: is its folder there, and may you write to it?"
        })
    }),
    (report) => Effect.promise(() => report.close())
  )
  const writer = new ReportWriter(opened, language)
  yield* Effect.promise(() => file.writeFile(writer.start))
  return {
    write: (rows: ReadonlyArray<CheckedRow>): Promise<void> => file.writeFile(writer.lines(rows))
  }
})
