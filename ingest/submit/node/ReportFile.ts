/** Writes the report as an owner-only file, because it contains the partner's rows. */
import { type FileHandle, open } from "node:fs/promises"
import { Effect } from "effect"
import { writeFailure } from "../../../ports/files/fileFailure.ts"
import { OutputFile } from "../../../ports/files/OutputFile.ts"
import type { Language } from "../../../schemas/Languages.ts"
import type { CheckedRow } from "../check/CheckTable.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { formatOfName, formatsOf, reportWriter } from "../report/ReportFormat.ts"
import { SheetFull } from "../report/ReportWorkbook.ts"
import { FileProblem } from "./FileProblem.ts"

const unwritable = (message: string) => new FileProblem({ code: "report-unwritable", row: 0, message })

/** Rows come in small batches, and each write costs as much as the batch. */
const bytesAtOnce = 2 ** 18

/** Opens a report in the format of its extension. Call `begin` before its rows. It is complete after `end`. */
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
  const failure = (cause: unknown) =>
    unwritable(
      writeFailure(path, cause) ?? "The report cannot be written: is its folder there, and may you write to it?"
    )
  let file: FileHandle | undefined
  const output = yield* Effect.acquireRelease(
    Effect.try({ try: () => new OutputFile(path, { replace: true }), catch: failure }),
    (made) =>
      Effect.promise(async () => {
        await file?.close()
        made.discard()
      })
  )
  let writer = reportWriter(opened, format, language)
  let waiting: Array<Uint8Array> = []
  let size = 0
  const flush = async () => {
    try {
      await file?.writeFile(Buffer.concat(waiting))
    } catch (cause) {
      throw failure(cause)
    }
    waiting = []
    size = 0
  }
  const write = async (parts: ReadonlyArray<Uint8Array>) => {
    for (const part of parts) size += part.length
    waiting.push(...parts)
    if (size >= bytesAtOnce) await flush()
  }
  return {
    /** Starts an empty report, also if rows were written already. */
    begin: async (): Promise<void> => {
      try {
        await file?.close()
        file = undefined
        file = await open(output.aside, "w", 0o600)
      } catch (cause) {
        throw failure(cause)
      }
      writer = reportWriter(opened, format, language)
      ;[waiting, size] = [[], 0]
      await write(writer.start())
    },
    write: async (rows: ReadonlyArray<CheckedRow>): Promise<void> => {
      try {
        await write(writer.rows(rows))
      } catch (cause) {
        if (!(cause instanceof SheetFull)) throw cause
        throw unwritable("The file has more rows than a sheet can have. Use a report name that ends in .csv.")
      }
    },
    /** Call it after the last rows. */
    end: async (): Promise<void> => {
      await write(writer.end())
      await flush()
      if (output.isFile) await file?.sync()
      output.publish()
    }
  }
})
