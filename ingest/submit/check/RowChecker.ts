/** Checks each row against the rules of its kind of record. Case numbers are pseudonymised afterwards, in `CheckTable`. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { languages } from "../../../schemas/Languages.ts"
import type { Problem } from "../../../schemas/Problems.ts"
import { type RecordKind, recordKindLabel, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { canonicalCaseNumber } from "../../keys/CaseNumber.ts"
import { validate, validateFields } from "../../rules/Validate.ts"
import { isFree } from "../columns/Binding.ts"
import { type ColumnPlan, isKnownColumn, kindOfColumns } from "../columns/ColumnPlan.ts"
import { isDirectIdentifierColumn, isEventColumn, isFreeTextColumn } from "../columns/DirectColumns.ts"
import { kindColumn, reportColumn } from "../columns/OwnColumns.ts"
import { isTrackerId } from "../columns/ToolColumns.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { FileRow, ObjectRow, TableRow } from "../read/FileRow.ts"
import { readDate } from "../values/DateText.ts"
import { foldWord } from "../values/FoldWord.ts"
import { type Assembled, assembleGathered, assembleObject, withFilePositions } from "./AssembleRow.ts"
import { fieldLimit } from "./FieldLimit.ts"
import { type FileProblemEntry, isError, problemAt } from "./FileProblemEntry.ts"
import { type AssembleOptions, gatherCells, type Values } from "./GatherCells.ts"
import type { OpenedFile } from "./OpenFile.ts"
import { otherRow } from "./OtherRows.ts"
import { RememberedAnswers } from "./RememberedAnswers.ts"
import { shownColumn } from "./ShownColumn.ts"

/** A row without errors, before it is pseudonymised. */
export interface WholeRow {
  readonly kind: RecordKind
  readonly record: Values
  /** The partner's own id of the record, if it gives one. */
  readonly givenId: string | undefined
  readonly hasRevision: boolean
  /** The content of a row without a case number (CTDC), which replaces the case number. */
  readonly anonymous: string | undefined
  /** Returns the partner's name of a field's column. */
  readonly nameOf: (path: string) => string
}

export interface JudgedRow {
  readonly row: FileRow
  /** `beside`: a total, a note or a header below the table's own. */
  readonly place: "above" | "header" | "data" | "beside"
  readonly problems: ReadonlyArray<FileProblemEntry>
  readonly whole: WholeRow | undefined
  /** The first row of the record, if this row continues a route that has no error. */
  readonly joins: number | undefined
}

const someId = "00000000-0000-0000-0000-000000000000"
/** A placeholder while the other fields are checked. */
const someReference = "0".repeat(64)

const ctdcNothing: ReadonlySet<string> = new Set(["-99", "0", "00", "NULL", "null"])
const noWords: ReadonlySet<string> = new Set()

/** Problems whose cell may contain an identifier, because its field does not accept the value. */
const misplaced: ReadonlySet<ProblemCode> = new Set([
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

/** A date in a wrong format, or in place of a year, is not a date of birth. An unknown code of a country is no name. */
const isHidden = (code: ProblemCode, path: string, cell: string): boolean => {
  if (!misplaced.has(code) && code !== "field-unknown") return false
  if (code === "country-unknown" && /^\p{Lu}{2,3}$/u.test(cell.trim())) return false
  const isTime = code === "date-malformed" || (code === "type-mismatch" && timeField.test(path))
  return (!isTime || /\p{L}{2}/u.test(cell)) && holdsIdentifier(cell, "cell")
}

/** Adds the limit of the field to a problem that violates it. */
const limited = (problem: FileProblemEntry, kind: RecordKind, path: string): FileProblemEntry => {
  if (problem.code !== "code-unknown" && problem.code !== "number-out-of-range") return problem
  const limit = fieldLimit(kind, path)
  return limit === undefined ? problem : { ...problem, limit }
}

/** Returns how the values of the file's cells are read. */
export const assembleOptions = ({ mapping, format }: OpenedFile): AssembleOptions => ({
  mapping,
  nothingWords: format === "ctdc" ? ctdcNothing : noWords
})

/** Kinds of record by their names, and by their labels in the languages. */
const kindsByWord: ReadonlyMap<string, RecordKind> = new Map(
  recordKinds.flatMap((kind) =>
    [kind, ...languages.map((language) => recordKindLabel(kind, language))].map(
      (name) => [foldWord(name), kind] as const
    )
  )
)

const isKind = (word: unknown): word is RecordKind => recordKinds.includes(word as RecordKind)

const valueAt = (object: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .reduce<unknown>(
      (value, step) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, step) ? (value as Values)[step] : undefined,
      object
    )

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined

export class RowChecker {
  private readonly opened: OpenedFile
  private readonly options: AssembleOptions
  private readonly isCtdc: boolean
  /** Consecutive rows of one route, with one event each (HTCDS). */
  private group: Array<TableRow> = []
  private groupCase = ""
  /** Free-text columns that were already reported. */
  private readonly reportedText = new Set<string>()
  private readonly kindsOfKeys = new Map<string, RecordKind | undefined>()
  /** The position of the column with the kind of record; -1 if there is none. */
  private kindAt: number | undefined
  /** Below the header of a second table every row would be read under the wrong names. */
  private inSecondTable = false

  constructor(opened: OpenedFile) {
    this.opened = opened
    this.isCtdc = opened.format === "ctdc"
    this.options = { ...assembleOptions(opened), remembered: new RememberedAnswers() }
  }

  /** Checks the rows. The rows of a route that may continue are returned with the next batch. */
  check(rows: ReadonlyArray<FileRow>): ReadonlyArray<JudgedRow> {
    const judged: Array<JudgedRow> = []
    for (const row of rows) {
      if ("broken" in row)
        judged.push({
          row,
          place: "data",
          problems: [problemAt(row.broken, row.row, "")],
          whole: undefined,
          joins: undefined
        })
      else if ("object" in row) judged.push(this.object(row))
      else this.cells(row, judged)
    }
    return judged
  }

  /** Returns the rows that waited for more rows of their route. */
  end(): ReadonlyArray<JudgedRow> {
    const judged: Array<JudgedRow> = []
    this.endGroup(judged)
    return judged
  }

  private cells(row: TableRow, judged: Array<JudgedRow>): void {
    const { header } = this.opened
    const headerRow = header?.row ?? 0
    if (row.row <= headerRow) {
      const isHeader = row.row === headerRow
      const holds = !isHeader && row.cells.some(titleHoldsIdentifier)
      judged.push({
        row,
        place: isHeader ? "header" : "above",
        problems: isHeader ? this.opened.problems : holds ? [problemAt("direct-identifier", row.row, "")] : [],
        whole: undefined,
        joins: undefined
      })
      return
    }
    if (this.isBeside(row, judged)) return
    const kind = this.kindOfCells(row)
    if (kind === undefined) {
      judged.push(this.refusedKind(row))
      return
    }
    const plan = this.opened.planOf(kind)
    const eventCase = this.eventCase(kind, plan, row)
    if (eventCase !== undefined && this.group.length > 0 && eventCase === this.groupCase) {
      this.group.push(row)
      return
    }
    this.endGroup(judged)
    if (eventCase === undefined) judged.push(...this.rowsAsOne(kind, plan, [row]))
    else {
      this.group = [row]
      this.groupCase = eventCase
    }
  }

  /** Judges a row that is no record, or belongs to a second table. Returns false for a record. */
  private isBeside(row: TableRow, judged: Array<JudgedRow>): boolean {
    const other = this.inSecondTable
      ? "other-header"
      : otherRow(row.cells, this.opened.header?.names ?? [], (text) =>
          isKnownColumn(text, this.opened.mapping, this.opened.settings.format)
        )
    if (other === undefined) return false
    this.endGroup(judged)
    this.inSecondTable = other === "other-header"
    const holds = row.cells.some((cell) => cell !== "" && holdsIdentifier(cell, "cell"))
    judged.push({
      row,
      place: this.inSecondTable ? "data" : "beside",
      problems: [
        problemAt(this.inSecondTable ? "table-second" : "row-not-a-record", row.row, ""),
        ...(holds ? [problemAt("direct-identifier", row.row, "")] : [])
      ],
      whole: undefined,
      joins: undefined
    })
    return true
  }

  private kindOfCells(row: TableRow): RecordKind | undefined {
    const column = this.kindColumn()
    const word = column === undefined ? "" : (row.cells[column]?.trim() ?? "")
    return word === "" ? this.opened.recordKind : kindsByWord.get(foldWord(word))
  }

  private kindColumn(): number | undefined {
    this.kindAt ??= this.opened.planOf("route").bindings.findIndex(({ to }) => to === "kind")
    return this.kindAt === -1 ? undefined : this.kindAt
  }

  private refusedKind(row: TableRow): JudgedRow {
    const column = this.kindColumn()
    const name = column === undefined ? kindColumn : (this.opened.header?.names[column] ?? kindColumn)
    const hidden = column !== undefined && holdsIdentifier(row.cells[column] ?? "", "cell")
    const problems = [problemAt(hidden ? "direct-identifier" : "record-kind-unknown", row.row, name)]
    this.addFreeCells(row, this.opened.planOf("route"), problems)
    return {
      row,
      place: "data",
      problems,
      whole: undefined,
      joins: undefined
    }
  }

  /** Returns the case number of a row that is one event of a route; undefined if rows are whole records. */
  private eventCase(kind: RecordKind, plan: ColumnPlan, row: TableRow): string | undefined {
    if (kind !== "route" || this.opened.format !== "htcds") return undefined
    const legs = plan.bindings.flatMap((binding) =>
      (binding.to === "target" || binding.to === "leg-date") && binding.target.list !== undefined
        ? [binding.target.index]
        : []
    )
    if (legs.length === 0 || legs.some((index) => index > 0)) return undefined
    const at = plan.columnOfPath("caseReference")
    return at === undefined ? undefined : canonicalCaseNumber(row.cells[at] ?? "")
  }

  private endGroup(judged: Array<JudgedRow>): void {
    if (this.group.length === 0) return
    const rows = this.group
    this.group = []
    judged.push(...this.rowsAsOne("route", this.opened.planOf("route"), rows))
  }

  /** Builds one record from one row, or from the rows of one route. */
  private rowsAsOne(kind: RecordKind, plan: ColumnPlan, inFile: ReadonlyArray<TableRow>): ReadonlyArray<JudgedRow> {
    const rows = inFile.length > 1 ? inOrderOfTime(plan, inFile) : inFile
    const gathered = rows.map((row) => gatherCells(plan, row.cells, this.options))
    const [first] = gathered
    const raw: Values = first?.raw ?? {}
    if (rows.length > 1)
      raw["legs"] = gathered.flatMap((one) => (one.raw["legs"] as ReadonlyArray<unknown> | undefined) ?? [undefined])
    const moved = gathered.flatMap(({ problems }, i) =>
      i === 0 ? problems : problems.map(({ code, path }) => ({ code, path: path.replace(/^legs\[0\]/, `legs[${i}]`) }))
    )
    const givenId = text(raw["recordId"])
    raw["recordId"] = undefined
    const anonymous = this.anonymous(kind, raw, rows)
    const { places, ...assembled } = assembleGathered(kind, { raw, problems: moved }, this.options)
    const { problems, isWhole } = this.judge(kind, assembled, places)
    const ofFields = this.ofFields(kind, plan, rows, problems)
    const own = [...ofFields]
    for (const row of rows) own.push(...this.cellProblems(row, plan, ofFields))
    const failed = own.find(isError)?.row
    const ok = isWhole && failed === undefined
    // The record is sent whole or not at all, so an error in one row holds back the others.
    if (failed !== undefined) {
      const wrong = new Set(own.filter(isError).map(({ row }) => row))
      for (const { row } of rows) if (!wrong.has(row)) own.push(problemAt("row-held-back", row, "", "row", failed))
    }
    return inFile.map((row, i) => ({
      row,
      place: "data",
      problems: inFile.length === 1 ? own : own.filter((problem) => problem.row === row.row),
      whole:
        ok && i === 0
          ? {
              kind,
              record: assembled.record,
              givenId,
              hasRevision: raw["revision"] !== undefined,
              anonymous,
              nameOf: plan.nameOfPath
            }
          : undefined,
      joins: ok && i > 0 ? (inFile[0] as TableRow).row : undefined
    }))
  }

  /** Gives the problems of a record's fields their rows and columns. */
  private ofFields(
    kind: RecordKind,
    plan: ColumnPlan,
    rows: ReadonlyArray<TableRow>,
    problems: ReadonlyArray<Problem>
  ): ReadonlyArray<FileProblemEntry> {
    if (problems.length === 0) return []
    const placed = problems.map(({ code, path }) => {
      const leg = rows.length > 1 ? Number(/^legs\[(\d+)\]/.exec(path)?.[1] ?? 0) : 0
      const row = rows[leg] ?? (rows[0] as TableRow)
      const own = rows.length > 1 ? path.replace(/^legs\[\d+\]/, "legs[0]") : path
      const at = plan.columnOfPath(own)
      const hidden = at !== undefined && isHidden(code, path, row.cells[at] ?? "")
      return limited(problemAt(hidden ? "direct-identifier" : code, row.row, plan.nameOfPath(own)), kind, path)
    })
    // A column that describes every leg has its problem once in a row.
    return placed.filter(
      ({ row, code, column }, i) =>
        !problems[i]?.path.startsWith("legs[") ||
        placed.findIndex((other) => other.row === row && other.code === code && other.column === column) === i
    )
  }

  /** Returns the problems of cells that are no values of fields, and of the row itself. `ofFields`: those that are reported already. */
  private cellProblems(
    row: TableRow,
    plan: ColumnPlan,
    ofFields: ReadonlyArray<FileProblemEntry>
  ): ReadonlyArray<FileProblemEntry> {
    const found: Array<FileProblemEntry> = []
    this.addFreeCells(row, plan, found)
    this.addReferences(row, plan, ofFields, found)
    if (this.isBeyond(row)) found.push(problemAt("csv-malformed", row.row, ""))
    if (plan.isOffender(row.cells)) found.push(problemAt("row-of-offender", row.row, ""))
    if (row.hidden !== undefined) found.push(problemAt("row-hidden", row.row, ""))
    return found
  }

  /** Rows of CTDC files have neither case number nor consent: each row is a different person. */
  private anonymous(kind: RecordKind, raw: Values, rows: ReadonlyArray<TableRow>): string | undefined {
    if (!this.isCtdc || kind !== "victim") return undefined
    const plan = this.opened.planOf(kind)
    if (plan.columnOfPath("researchUseConsent") === undefined) raw["researchUseConsent"] ??= "true"
    if (plan.columnOfPath("caseReference") !== undefined) return undefined
    raw["caseReference"] = someReference
    return rows.map(({ cells }) => cells.join("\u001f")).join("\u001e")
  }

  private judge(kind: RecordKind, { record, problems }: Assembled, places: ReadonlyArray<number>) {
    const isWhole = !problems.some(({ code }) => isError(problemAt(code, 0, "")))
    const rules = isWhole ? validate : validateFields
    const moved: ReadonlyArray<Problem> = withFilePositions(
      rules(kind, { ...record, recordId: someId }, this.opened.settings.now),
      places
    )
    return { problems: [...problems, ...moved], isWhole }
  }

  /** Checks the cells of dropped columns: they are not sent, but a file with names in it is not de-identified. */
  private addFreeCells(row: TableRow, plan: ColumnPlan, found: Array<FileProblemEntry>): void {
    for (let i = 0; i < row.cells.length; i++) {
      const binding = plan.bindings[i]
      const cell = row.cells[i] as string
      if (cell === "" || (binding !== undefined && binding.to !== "free-text" && !isFree(binding))) continue
      const name = plan.names[i] ?? ""
      const column = () => (name === "" ? `column ${i + 1}` : shownColumn(this.opened.header, i))
      if (binding?.to === "free-text") {
        if (cell.trim() !== "") found.push(...this.freeText(row.row, column()))
      } else if (!(wholeDate.test(cell) && isEventColumn(name)) && holdsIdentifier(cell, "cell"))
        found.push(problemAt("direct-identifier", row.row, column()))
    }
  }

  private freeText(row: number, column: string): ReadonlyArray<FileProblemEntry> {
    if (this.reportedText.has(column)) return []
    this.reportedText.add(column)
    return [problemAt("column-free-text", row, column)]
  }

  /** Checks the cells whose field is not a code list. `reported`: problems of the row's fields. */
  private addReferences(
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
      if (cell === "" || isTrackerId(plan.names[i] ?? "", cell) || !holdsIdentifier(cell, "reference")) continue
      const problem = problemAt("direct-identifier", row.row, plan.nameOfPath(`column:${i}`))
      if (!reported.some(({ code, column }) => code === problem.code && column === problem.column)) found.push(problem)
    }
  }

  /** Returns whether a CSV row has more cells than the header: it was split in the wrong places. */
  private isBeyond({ cells }: TableRow): boolean {
    const width = this.opened.header?.names.length ?? 0
    return (
      this.opened.kind === "csv" && cells.length > width && cells.some((cell, i) => i >= width && cell.trim() !== "")
    )
  }

  private object(row: ObjectRow): JudgedRow {
    const { object } = row
    const own = Object.hasOwn(object, kindColumn) && object[kindColumn] !== "" ? object[kindColumn] : undefined
    const named = own ?? this.opened.recordKind ?? this.kindOfKeys(object)
    const identifying = this.identifyingKeys(row)
    if (!isKind(named)) {
      const problem = problemAt("record-kind-unknown", row.row, kindColumn)
      return { row, place: "data", problems: [...identifying, problem], whole: undefined, joins: undefined }
    }
    const assembled = assembleObject(named, object, [kindColumn, reportColumn], this.options)
    const { problems, isWhole } = this.judge(named, assembled, [])
    const placed = problems.map(({ code, path }) => {
      const value = misplaced.has(code) || code === "field-unknown" ? valueAt(object, path) : undefined
      const hidden = typeof value === "string" && isHidden(code, path, value)
      return limited(problemAt(hidden ? "direct-identifier" : code, row.row, path), named, path)
    })
    const free = ["caseReference", "recordId"]
      .filter((key) => typeof object[key] === "string" && holdsIdentifier((object[key] as string).trim(), "reference"))
      .filter((key) => !placed.some(({ code, column }) => code === "direct-identifier" && column === key))
      .map((key) => problemAt("direct-identifier", row.row, key))
    const all = [...placed, ...free, ...identifying]
    const ok = isWhole && !all.some(isError)
    const whole: WholeRow = {
      kind: named,
      record: assembled.record,
      givenId: text(object["recordId"]),
      hasRevision: Object.hasOwn(object, "revision"),
      anonymous: undefined,
      nameOf: (path) => path
    }
    return { row, place: "data", problems: all, whole: ok ? whole : undefined, joins: undefined }
  }

  private identifyingKeys({ row, object }: ObjectRow): ReadonlyArray<FileProblemEntry> {
    const key = Object.keys(object).find(isDirectIdentifierColumn)
    const texts = Object.entries(object).filter(
      ([name, value]) => isFreeTextColumn(name) && value !== null && String(value).trim() !== ""
    )
    return [
      ...(key === undefined ? [] : [problemAt("column-direct-identifier", row, key)]),
      ...texts.flatMap(([name]) => this.freeText(row, name))
    ]
  }

  /** Returns the kind that matches the keys of an object best, as for the columns of a table. */
  private kindOfKeys(object: Readonly<Record<string, unknown>>): RecordKind | undefined {
    const keys = Object.keys(object)
    const signature = keys.join("\0")
    if (!this.kindsOfKeys.has(signature)) {
      if (this.kindsOfKeys.size > 1000) this.kindsOfKeys.clear()
      this.kindsOfKeys.set(signature, kindOfColumns(keys, this.opened.mapping, this.opened.settings.format))
    }
    return this.kindsOfKeys.get(signature)
  }
}

/**
 * Returns the rows of a route in the order of their dates, at the precision that all of them have; rows with the same date stay in the order of
 * the file. Without a date in each row, the order of the file counts.
 */
const inOrderOfTime = (plan: ColumnPlan, rows: ReadonlyArray<TableRow>): ReadonlyArray<TableRow> => {
  const at = plan.bindings.findIndex(({ to }) => to === "leg-date")
  const dates = rows.map(({ cells }) => readDate(cells[at]?.trim() ?? ""))
  if (at === -1 || !dates.every((read) => "date" in read)) return rows
  const precision = Math.min(...dates.map(({ date }) => date.length))
  const key = dates.map(({ date }) => date.slice(0, precision))
  return rows
    .map((row, i) => ({ row, date: key[i] as string }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ row }) => row)
}

/** Returns whether a title above the header identifies a person. The dates of a report are no dates of birth. */
const titleHoldsIdentifier = (cell: string): boolean =>
  cell !== "" && holdsIdentifier(cell.replace(datesInTitle, " "), "heading")
const datesInTitle = /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/g

/** A date, possibly with a time, and nothing else. */
const wholeDate =
  /^\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?\s*$/

/** A long number as spreadsheets shorten it, `1.23E+12`: several case numbers would become one. `1E5` is a case number. */
const isRounded = (cell: string): boolean => /^\d(?:[.,]\d+E\+?|E\+)\d{1,2}$/i.test(cell)

const freeFields = new Set(["caseReference", "recordId", "flowMonitoringPoint"])
const isFreeField = (name: string) => freeFields.has(name)
