/** Cells that identify a person: in dropped columns, in place of a case number or a code, in titles. */
import { remembered } from "../../../ports/BoundedMap.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { isFree } from "../columns/Binding.ts"
import type { ColumnPlan } from "../columns/ColumnPlan.ts"
import { isEventColumn } from "../columns/DirectColumns.ts"
import { isTrackerId } from "../columns/ToolColumns.ts"
import { normaliseCountry } from "../countries/CountryNormaliser.ts"
import { isSimilarCountry } from "../countries/SimilarCountry.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { TableRow } from "../read/FileRow.ts"
import { noAnswerOf } from "../values/NoAnswer.ts"
import { isSign, truthOf } from "../values/ParseValue.ts"
import { hasSeveralNumbers, RowNumbers } from "./CaseNumberCells.ts"
import { type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import type { OpenedFile } from "./OpenFile.ts"
import { isLabelled } from "./OtherRows.ts"
import { shownColumn } from "./ShownColumn.ts"

/** Problems whose cell may contain an identifier, because its field does not accept the value. */
export const misplaced: ReadonlySet<ProblemCode> = new Set([
  "code-unknown",
  "type-mismatch",
  "country-unknown",
  "region-unknown",
  "value-malformed",
  "value-too-long",
  "date-malformed",
  "record-kind-unknown"
])

/** Fields that may contain a full date by mistake. */
const timeField = /(?:^|\.)(?:year|month)$/

const betweenPlaces = /[,;|>/\n→()]+|\s[-–—]\s/

/** Returns whether a part of a cell is empty, a code, or a country, misspelt or not. */
const isMisspeltPlace = remembered(
  (part) =>
    part.trim() === "" ||
    /^\p{Lu}{2,3}$/u.test(part.trim()) ||
    isSimilarCountry(part) ||
    normaliseCountry(part)._tag !== "Unknown",
  2_000
)

/** A date in a wrong format, or in place of a year, is not a date of birth. An unknown code of a country, or a misspelt one, is not a name. */
export const isHidden = (code: ProblemCode, path: string, cell: string): boolean => {
  if (!misplaced.has(code) && code !== "field-unknown") return false
  if (code === "country-unknown" && cell.split(betweenPlaces).every(isMisspeltPlace)) return false
  const isTime = code === "date-malformed" || (code === "type-mismatch" && timeField.test(path))
  return (!isTime || /\p{L}{2}/u.test(cell)) && holdsIdentifier(cell, "cell")
}

/** Returns whether a title above the header identifies a person. The dates of a report are not dates of birth. */
export const titleHoldsIdentifier = (cell: string): boolean =>
  cell !== "" && holdsIdentifier(cell.replace(datesInTitle, " "), "heading")

/** Returns whether a cell of a row below the table identifies a person. The date of a table is not a date of birth: `Date: 03.12.2026`. */
export const noteHoldsIdentifier = (cell: string): boolean =>
  cell !== "" && holdsIdentifier(isLabelled(cell) ? cell.replace(datesInTitle, " ") : cell, "cell")

const datesInTitle = /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/g

/** A date, possibly with a time, and nothing else. */
const wholeDate =
  /^\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?\s*$/

/** A long number as spreadsheets shorten it, `1.23E+12`: several case numbers would become one. `1E5` is a case number. */
const isRounded = (cell: string): boolean => /^\d(?:[.,]\d+E\+?|E\+)\d{1,2}$/i.test(cell)

const freeFields = new Set(["caseReference", "recordId", "flowMonitoringPoint"])
const isFreeField = (name: string) => freeFields.has(name)

/** `12-May`, `May-12`, `12.тра`, as a spreadsheet shows the number 5-12 or 12/5 that it took for a date. */
const dateOfNumber =
  /^(?:\d{1,2}[-. ]{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|ian|mai|iun|iul|noi)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|ian|mai|iun|iul|noi)[-. ]{1,2}\d{2})\.?$/iu

/** Finds such cells in the rows of a file. A column of free text is reported once. */
export class IdentifyingCells {
  private readonly opened: OpenedFile
  private readonly reportedText = new Set<string>()
  private readonly rowNumbers = new RowNumbers()

  constructor(opened: OpenedFile) {
    this.opened = opened
  }

  /** Checks the cells of dropped columns: they are not sent, but a file with names in it is not de-identified. */
  addFreeCells(row: TableRow, plan: ColumnPlan, found: Array<FileProblemEntry>): void {
    for (let i = 0; i < row.cells.length; i++) {
      const binding = plan.bindings[i]
      const cell = row.cells[i] as string
      if (cell === "" || (binding !== undefined && binding.to !== "free-text" && !isFree(binding))) continue
      const name = plan.names[i] ?? ""
      const column = () => (name === "" ? `column ${i + 1}` : shownColumn(this.opened.header, i))
      if (binding?.to === "free-text") {
        if (!isSign(cell.trim()) && truthOf(cell) !== false && noAnswerOf(cell) === undefined)
          found.push(...this.freeText(row.row, column()))
      } else if (!(wholeDate.test(cell) && isEventColumn(name)) && holdsIdentifier(cell, "cell"))
        found.push(problemAt("direct-identifier", row.row, column()))
    }
  }

  freeText(row: number, column: string): ReadonlyArray<FileProblemEntry> {
    if (this.reportedText.has(column)) return []
    this.reportedText.add(column)
    return [problemAt("column-free-text", row, column)]
  }

  /** Checks the cells whose field is not a code list. `reported`: problems of the row's fields. */
  addReferences(
    row: TableRow,
    plan: ColumnPlan,
    reported: ReadonlyArray<FileProblemEntry>,
    found: Array<FileProblemEntry>
  ): void {
    for (let i = 0; i < plan.bindings.length; i++) {
      const binding = plan.bindings[i] as ColumnPlan["bindings"][number]
      if (binding.to !== "target" || !isFreeField(binding.target.field.name)) continue
      const cell = row.cells[i]?.trim() ?? ""
      if (isRounded(cell)) {
        found.push(problemAt("case-number-rounded", row.row, plan.nameOfPath(`column:${i}`)))
        continue
      }
      if (dateOfNumber.test(cell)) found.push(problemAt("case-number-date", row.row, plan.nameOfPath(`column:${i}`)))
      if (binding.target.field.name === "caseReference") {
        if (hasSeveralNumbers(cell))
          found.push(problemAt("case-number-several", row.row, plan.nameOfPath(`column:${i}`)))
        if (this.rowNumbers.add(cell))
          found.push(problemAt("case-number-of-row", row.row, plan.nameOfPath(`column:${i}`)))
      }
      if (cell === "" || isTrackerId(plan.names[i] ?? "", cell) || !holdsIdentifier(cell, "reference")) continue
      const problem = problemAt("direct-identifier", row.row, plan.nameOfPath(`column:${i}`))
      if (!reported.some(({ code, column }) => code === problem.code && column === problem.column)) found.push(problem)
    }
  }
}
