import type { Language } from "../../../schemas/Languages.ts"
import type { OpenedFile } from "../check/OpenFile.ts"
import { type FileKind, kindByName } from "../read/FileKind.ts"
import { type ReportWriter, reportCsv, reportJson } from "./ReportRows.ts"
import { reportWorkbook } from "./ReportWorkbook.ts"

export type ReportFormat = FileKind

/** Returns the format of a file name's extension; undefined if reports are not written in it, such as workbooks with macros. */
export const formatOfName = (name: string): ReportFormat | undefined =>
  /\.(?:xlsm|ods|zip|json)$/i.test(name) ? undefined : kindByName(name)

/** Returns the report formats of a file, its own first. NDJSON is reported as NDJSON only. */
export const formatsOf = ({ kind }: Pick<OpenedFile, "kind">): ReadonlyArray<ReportFormat> =>
  kind === "ndjson" ? ["ndjson"] : kind === "xlsx" ? ["xlsx", "csv"] : ["csv", "xlsx"]

const writers = {
  csv: reportCsv,
  xlsx: reportWorkbook,
  ndjson: (_: OpenedFile, language: Language) => reportJson(language)
} as const

/** Returns the writer of a report on a file in a format and language. */
export const reportWriter = (opened: OpenedFile, format: ReportFormat, language: Language): ReportWriter =>
  writers[format](opened, language)
