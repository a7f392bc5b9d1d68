/** Writes the report as an owner-only file, because it contains the partner's rows. */
import { open } from "node:fs/promises"
import { Effect } from "effect"
import type { CheckedRow } from "../check/CheckTable.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { formatOfName, formatsOf, reportWriter } from "../report/ReportFormat.ts"
import { SheetFull } from "../report/ReportWorkbook.ts"
import type { Language } from "../words/Languages.ts"
import { FileProblem } from "./FileProblem.ts"

const unwritable = (message: string) => new FileProblem({ code: "report-unwritable", row: 0, message })

/** Opens a report in the format of its extension. It is complete after `end`. */
export const openReport = Effect.fn("ReportFile.open")(function* (
  path: string,
  opened: OpenedFile,
  language: Language
) {
  const formats = formatsOf(opened)
  const format = formatOfName(path)
  if (format === undefined || !formats.includes(format))
    return yield* unwritable(
      `A report on this file ends in ${formats.map((one) => `.${one}`).join(" or ")}. Give it such a name.`
    )
  const file = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => open(path, "w", 0o600),
      catch: () => unwritable("The report cannot be written: is its folder there, and may you write to it?")
    }),
    (report) => Effect.promise(() => report.close())
  )
  const writer = reportWriter(opened, format, language)
  const write = async (parts: ReadonlyArray<Uint8Array>) => {
    for (const part of parts) await file.writeFile(part)
  }
  yield* Effect.promise(() => write(writer.start()))
  return {
    write: async (rows: ReadonlyArray<CheckedRow>): Promise<void> => {
      try {
        await write(writer.rows(rows))
      } catch (cause) {
        if (!(cause instanceof SheetFull)) throw cause
        throw unwritable("The file has more rows than a sheet can have. Use a report name that ends in .csv.")
      }
    },
    /** Call it after the last rows. */
    end: (): Promise<void> => write(writer.end())
  }
})
