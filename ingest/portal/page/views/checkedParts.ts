/** Parts of a file's check that pages with and without a server show. */
import { download, h } from "@corridor/page/browser/dom"
import { notice, options } from "@corridor/page/browser/form"
import { numberFormat } from "@corridor/page/formats"
import { type RecordKind, recordKindLabel, recordKinds } from "../../../../schemas/RecordSchemas.ts"
import { countsOf, sendable } from "../../../submit/check/checkFile.ts"
import type { FileRefused } from "../../../submit/read/FileRefused.ts"
import { formatsOf } from "../../../submit/report/ReportFormat.ts"
import { sheetLines } from "../../../submit/words/CheckSummary.ts"
import { textOfRefused, wordsOf } from "../../../submit/words/ProblemWords.ts"
import { type Checked, heldText, reportParts } from "../Checked.ts"
import type { Reader } from "../Reader.ts"

/** File name extensions that a file chooser offers. */
export const acceptedFiles = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.geojson,.ndjson,.jsonl,.zip"

const mediaTypes = {
  csv: "text/csv;charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ndjson: "application/x-ndjson"
} as const

/** Chooses a kind of record; "" leaves it to the file. */
export const kindSelect = ({ t, language }: Reader): HTMLSelectElement =>
  h(
    "select",
    { id: "kind" },
    options([["", t("kindByFile")], ...recordKinds.map((one) => [one, recordKindLabel(one, language)] as const)])
  )

/** Returns the kind of record that the reader chose; undefined for "find out". */
export const chosenKind = ({ value }: HTMLSelectElement): RecordKind | undefined =>
  value === "" ? undefined : (value as RecordKind)

/** Returns the title of a file's report. Marks keep the file's name in its own direction of writing. */
export const reportTitle = ({ t }: Reader, file: string): string => t("reportTitle", { file: `\u2068${file}\u2069` })

/** Saves the file with its problems. */
export const saveReport = async ({ language }: Reader, file: string, checked: Checked): Promise<void> => {
  const [format = "csv"] = formatsOf(checked.opened)
  const parts = await reportParts(checked, format, language)
  download(`${file.replace(/\.[^.]*$/, "")}-corridor.${format}`, parts, mediaTypes[format])
}

/** Problems of the whole file, and its counts. `more` follows the counts. */
export const checkSummary = (
  { t, language }: Reader,
  checked: Checked,
  more: ReadonlyArray<string> = []
): ReadonlyArray<HTMLElement | null> => {
  const { check } = checked
  const { accepted, rejected, heldBack, sheets } = countsOf(check, sendable(check) !== "nothing")
  const { format } = numberFormat(language)
  const counts = {
    rows: format(check.rows),
    accepted: format(accepted),
    rejected: format(rejected),
    heldBack: format(heldBack)
  }
  const result = check.problemCount === 0 ? t("reportClean", { n: check.rows }) : t("reportCounts", counts)
  return [
    check.identifying ? notice("bad", t("reportIdentifying")) : null,
    check.brokenHeader && !check.identifying ? notice("bad", t("reportHeaderBroken")) : null,
    check.rowsApart && !check.identifying ? notice("bad", wordsOf("route-rows-apart", language).remedy) : null,
    h("p", { class: "counts" }, [result, ...more, heldText(checked, language) ?? ""].join(" ")),
    sheets === undefined
      ? null
      : h(
          "ul",
          sheetLines({ sheets }, language).map((line) => h("li", line))
        )
  ]
}

/** Says why a file was refused as a whole, and what to do. */
export const refusedNotice = ({ language }: Reader, refused: FileRefused, what: string): HTMLElement =>
  notice("bad", h("p", what), h("p", textOfRefused(refused, language)))
