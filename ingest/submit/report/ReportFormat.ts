/** In which form a file is given back. */
import type { OpenedFile } from "../check/OpenFile.ts"
import { type FileKind, kindByName } from "../read/FileKind.ts"
import type { Language } from "../words/Languages.ts"
import { type ReportWriter, reportCsv, reportJson } from "./ReportRows.ts"
import { reportWorkbook } from "./ReportWorkbook.ts"

export type ReportFormat = FileKind

/** The form that the end of a name asks for; undefined for one in which no report is written: a workbook of ours has no macros. */
export const formatOfName = (name: string): ReportFormat | undefined =>
  /\.xlsm$/i.test(name) ? undefined : kindByName(name)

/** Forms in which a file of this kind can be given back, its own first. Lines of JSON are no table and come back as lines. */
export const formatsOf = ({ kind }: Pick<OpenedFile, "kind">): ReadonlyArray<ReportFormat> =>
  kind === "ndjson" ? ["ndjson"] : kind === "xlsx" ? ["xlsx", "csv"] : ["csv", "xlsx"]

const writers = {
  csv: reportCsv,
  xlsx: reportWorkbook,
  ndjson: (_: OpenedFile, language: Language) => reportJson(language)
} as const

export const reportWriter = (opened: OpenedFile, format: ReportFormat, language: Language): ReportWriter =>
  writers[format](opened, language)
