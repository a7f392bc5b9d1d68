/** Checks each row against the rules of its kind of record. Case numbers are pseudonymised afterwards, in `pseudonymiseRows`. */
import type { Problem } from "../../../schemas/Problems.ts"
import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { type ColumnPlan, givesField, isKnownColumn } from "../columns/ColumnPlan.ts"
import { mentionsConsent } from "../columns/ConsentColumn.ts"
import { marksOf } from "../columns/MarkedRows.ts"
import { isReportColumn, kindColumn, ownTarget, pathOfTarget } from "../columns/OwnColumns.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { FileRow, TableRow } from "../read/FileRow.ts"
import { assembleGathered, refusalOf } from "./AssembleRow.ts"
import { type FileProblemEntry, isError, problemAt } from "./FileProblemEntry.ts"
import { type AssembleOptions, type GatheredRow, gatherCells, type Values } from "./GatherCells.ts"
import { IdentifyingCells, isHidden, noteHoldsIdentifier, titleHoldsIdentifier } from "./IdentifyingCells.ts"
import { givenIdOf, type JudgedRow, judgeRecord, limited, referenceOf } from "./JudgedRow.ts"
import { ObjectChecker } from "./ObjectChecker.ts"
import type { OpenedFile } from "./OpenFile.ts"
import { isLine, otherRow } from "./OtherRows.ts"
import { isProgramLine } from "./ProgramLines.ts"
import { problemsOfColumns } from "./problemsOfColumns.ts"
import { RememberedAnswers } from "./RememberedAnswers.ts"
import { RouteEnds } from "./RouteEnds.ts"
import { inOrder, journeysOf, routeOfRow, rowsWithoutNumber } from "./RouteRows.ts"
import { kindOfWord } from "./RowKinds.ts"

/** A placeholder while the other fields are checked. */
const someReference = "0".repeat(64)

const unknown = { to: "unknown" } as const

const ctdcNothing: ReadonlySet<string> = new Set(["-99", "0", "00", "NULL", "null"])
const noWords: ReadonlySet<string> = new Set()

/** Returns how the values of the file's cells are read. */
export const assembleOptions = ({ mapping, format }: OpenedFile): AssembleOptions => ({
  mapping,
  nothingWords: format === "ctdc" ? ctdcNothing : noWords
})

const inOrderOfFile = (rows: ReadonlyArray<TableRow>) => rows.toSorted((a, b) => a.row - b.row)

const rolesOf = ({ legs }: Values): ReadonlyArray<unknown> =>
  (legs as ReadonlyArray<{ readonly role: unknown }> | undefined)?.map(({ role }) => role) ?? []

/** The problems of an answer to a question of consent, which no other column of its own has. */
const refusing: ReadonlySet<string> = new Set(["consent-missing", "answer-unclear", "cell-error"])

/** A blank is no answer: the rows of a route have that of the first. */
const isAnswer = ({ code, path }: Problem) => code !== "field-missing" || !path.startsWith("column:")

export class RowChecker {
  private readonly opened: OpenedFile
  private readonly options: AssembleOptions
  private readonly isCtdc: boolean
  private readonly asksForConsent: boolean
  /** Consecutive rows of one route, with one event each (HTCDS). */
  private group: Array<TableRow> = []
  private groupRoute = ""
  /** Routes whose rows have ended. Another row of one would become a record of its own. */
  private readonly ended = new Set<string>()
  private readonly identifying: IdentifyingCells
  private readonly objects: ObjectChecker
  /** Columns that mark rows as deleted or as duplicates. */
  private readonly marks: ReturnType<typeof marksOf>
  /** Whether the first row is coloured. */
  private firstColour: boolean | undefined
  private isColourReported: boolean
  private readonly routeEnds = new RouteEnds()
  /** The position of the column with the kind of record; -1 if there is none. */
  private kindAt: number | undefined
  /** Below the header of a second table every row would be read under the wrong names. */
  private inSecondTable = false
  /** Programs write the name of their report and who made it below the totals. */
  private isBelowTotal = false

  constructor(opened: OpenedFile) {
    this.opened = opened
    this.identifying = new IdentifyingCells(opened)
    this.isCtdc = opened.format === "ctdc"
    this.asksForConsent = this.isCtdc && (opened.header?.names ?? []).some(mentionsConsent)
    this.options = { ...assembleOptions(opened), remembered: new RememberedAnswers() }
    this.objects = new ObjectChecker(opened, this.options, this.identifying, this.routeEnds)
    // Corridor colours the rows of its own reports.
    this.isColourReported = (opened.header?.names ?? []).some(isReportColumn)
    const names = opened.header?.names ?? []
    this.marks = marksOf(names, (name) => isKnownColumn(name, opened.mapping, opened.settings.format)).filter(
      ({ at }) => !opened.mapping.isIgnored(names[at] ?? "")
    )
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
          joins: undefined,
          refuses: row.readable === undefined ? undefined : this.refusalOfRow({ row: row.row, cells: row.readable })
        })
      else if ("object" in row) judged.push(this.objects.check(row))
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

  private cells(given: TableRow, judged: Array<JudgedRow>): void {
    let row = given
    const { header } = this.opened
    const headerRow = header?.row ?? 0
    if (row.row <= headerRow) {
      const isHeader = row.row === headerRow
      const holds = !isHeader && !isProgramLine(row.cells) && row.cells.some(titleHoldsIdentifier)
      judged.push({
        row,
        place: isHeader ? "header" : "above",
        problems: isHeader
          ? [...this.opened.problems, ...problemsOfColumns(this.opened)]
          : holds
            ? [problemAt("direct-identifier", row.row, "")]
            : [],
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
    row = this.opened.dateOrders.read(row, plan)
    const route = routeOfRow(kind, plan, this.opened.format, row)
    // A row without a case number continues the route above it, if the number is written once for all its rows.
    if (this.group.length > 0 && (route === this.groupRoute || route?.startsWith("\0") === true)) {
      this.group.push(row)
      return
    }
    this.endGroup(judged)
    if (route === undefined) judged.push(...this.rowsAsOne(kind, plan, [row]))
    else {
      this.group = [row]
      this.groupRoute = route
    }
  }

  /** Judges a row that is not a record, or belongs to a second table. Returns false for a record. */
  private isBeside(row: TableRow, judged: Array<JudgedRow>): boolean {
    const other = this.inSecondTable
      ? "other-header"
      : this.isHeaderAgain(row)
        ? "note"
        : (otherRow(row.cells, this.opened.header?.names ?? [], (text) =>
            isKnownColumn(text, this.opened.mapping, this.opened.settings.format)
          ) ?? (this.isBelowTotal && isLine(row.cells, this.opened.header?.names ?? []) ? "note" : undefined))
    this.isBelowTotal = other === "total" || other === "footer" || (other === "note" && this.isBelowTotal)
    if (other === undefined) return false
    this.endGroup(judged)
    this.inSecondTable = other === "other-header"
    const holds = other !== "footer" && row.cells.some(noteHoldsIdentifier)
    const code = this.inSecondTable ? "table-second" : other === "footer" ? "row-footer" : "row-not-a-record"
    judged.push({
      row,
      place: this.inSecondTable ? "data" : "outside",
      problems: [problemAt(code, row.row, ""), ...(holds ? [problemAt("direct-identifier", row.row, "")] : [])],
      whole: undefined,
      joins: undefined
    })
    return true
  }

  /** Returns whether the row below the header has the names of the same fields, in another language. */
  private isHeaderAgain({ row, cells }: TableRow): boolean {
    const { header, recordKind } = this.opened
    if (header === undefined || recordKind === undefined || row !== header.row + 1) return false
    const pathOf = (name: string) => {
      const target = ownTarget(recordKind, name)
      return target === undefined ? undefined : pathOfTarget(target)
    }
    const named = cells.flatMap((cell, i) =>
      cell.trim() === "" ? [] : [[pathOf(cell), pathOf(header.names[i] ?? "")]]
    )
    return named.length > 1 && named.every(([own, above]) => own !== undefined && own === above)
  }

  private kindOfCells(row: TableRow): RecordKind | undefined {
    const column = this.kindColumn()
    const word = column === undefined ? "" : (row.cells[column]?.trim() ?? "")
    return word === "" ? (this.opened.sheetKinds?.ofRow(row.row) ?? this.opened.recordKind) : kindOfWord(word)
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
    const plan = this.opened.planOf("route")
    this.identifying.addFreeCells(row, plan, problems)
    // Its dates say in which order they are, too.
    for (const kind of recordKinds) this.opened.dateOrders.read(row, this.opened.planOf(kind))
    return { row, place: "data", problems, whole: undefined, joins: undefined, refuses: this.refusalOfRow(row) }
  }

  /** Returns the case number of a row that cannot be read as a record, if it refuses consent. */
  private refusalOfRow(row: TableRow): string | undefined {
    const kind = this.kindOfCells(row) ?? "route"
    const plan = this.opened.planOf(kind)
    const gathered = gatherCells(plan, row.cells, this.options)
    return !plan.isOffender(row.cells) && this.refuses(kind, gathered) ? referenceOf(gathered.raw) : undefined
  }

  private endGroup(judged: Array<JudgedRow>): void {
    if (this.group.length === 0) return
    const rows = this.group
    this.group = []
    const isApart = this.ended.has(this.groupRoute)
    // Rows without a case number are wrong for that reason.
    if (!this.groupRoute.startsWith("\0")) this.ended.add(this.groupRoute)
    judged.push(...this.rowsAsOne("route", this.opened.planOf("route"), rows, isApart))
  }

  /** Builds one record from one row, or from the rows of one route. */
  private rowsAsOne(
    kind: RecordKind,
    plan: ColumnPlan,
    inFile: ReadonlyArray<TableRow>,
    isApart = false
  ): ReadonlyArray<JudgedRow> {
    const rows = inOrder(plan, inFile)
    for (const { cells } of rows) this.opened.ageCodes.add(cells, plan)
    const gathered = rows.map((row) => gatherCells(plan, row.cells, this.options))
    const [first] = gathered
    const raw: Values = first?.raw ?? {}
    if (rows.length > 1)
      raw["legs"] = gathered.flatMap((one) => (one.raw["legs"] as ReadonlyArray<unknown> | undefined) ?? [undefined])
    const moved = gathered.flatMap(({ problems }, i) =>
      i === 0
        ? problems
        : problems
            .filter(isAnswer)
            .map(({ code, path }) => ({ code, path: path.replace(/^legs\[0\]|^(?=column:)/, `legs[${i}]`) }))
    )
    const givenId = givenIdOf(raw["recordId"])
    raw["recordId"] = undefined
    const anonymous = this.anonymous(kind, raw, rows)
    const { places, ...assembled } = assembleGathered(kind, { raw, problems: moved }, this.options)
    const unnumbered = rowsWithoutNumber(plan, rows)
    const isWholeGroup = rows.length < 3 || isApart || unnumbered.length > 0
    const journeys = isWholeGroup ? [rows] : journeysOf(plan, rows, rolesOf(assembled.record))
    if (journeys !== undefined && journeys.length > 1)
      return journeys
        .flatMap((journey) => this.rowsAsOne(kind, plan, inOrderOfFile(journey)))
        .sort((a, b) => a.row.row - b.row.row)
    const { problems, isWhole } = judgeRecord(kind, assembled, places, this.opened.settings.now)
    const ofFields = this.ofFields(kind, plan, rows, problems)
    const refused =
      isApart || this.goesOn(kind, plan, rows, assembled.record)
        ? "route-rows-apart"
        : journeys === undefined
          ? "route-journeys-unclear"
          : undefined
    // Rows that are separated from the others of their route are not checked as a route of their own.
    const own =
      unnumbered.length > 0
        ? unnumbered.map(({ row }) => problemAt("field-missing", row, plan.nameOfPath("caseReference")))
        : refused === undefined
          ? [...ofFields]
          : rows.map(({ row }) => problemAt(refused, row, ""))
    for (const row of rows) own.push(...this.cellProblems(row, plan, ofFields))
    // The record has the answers of its first row, but each row may refuse.
    for (let i = 1; i < rows.length; i++) {
      const refusal = refusalOf(kind, gathered[i]?.raw ?? {}, this.options)
      if (refusal !== undefined)
        own.push(problemAt(refusal, (rows[i] as TableRow).row, plan.nameOfPath("researchUseConsent")))
    }
    const failed = own.find(isError)?.row
    const ok = isWhole && failed === undefined
    // The record is sent whole or not at all, so an error in one row holds back the others.
    if (failed !== undefined) {
      const wrong = new Set(own.filter(isError).map(({ row }) => row))
      for (const { row } of rows) if (!wrong.has(row)) own.push(problemAt("row-held-back", row, "", "row", failed))
    }
    const reference = anonymous === undefined ? referenceOf(assembled.record) : undefined
    const refuses = (row: TableRow) =>
      kind === "withdrawal" ||
      (failed !== undefined && !plan.isOffender(row.cells) && this.refuses(kind, gathered[rows.indexOf(row)]))
    return inFile.map((row, i) => ({
      row: row.asWritten ?? row,
      place: "data",
      refuses: refuses(row) ? reference : undefined,
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

  /** Returns whether a row refuses or withdraws consent. An answer that cannot be read counts as a refusal. */
  private refuses(kind: RecordKind, row: GatheredRow | undefined): boolean {
    if (row === undefined) return false
    return (
      row.problems.some((problem) => refusing.has(problem.code) && isAnswer(problem)) ||
      refusalOf(kind, row.raw, this.options) !== undefined
    )
  }

  /** Returns whether a route begins where another route of the case ended, or ends where that one began: then both are probably parts of one route. */
  private goesOn(kind: RecordKind, plan: ColumnPlan, rows: ReadonlyArray<TableRow>, record: Values): boolean {
    const isNumbered = plan.bindings.some((binding) => binding.to === "leg-number")
    return kind === "route" && rows.length === 1 && !plan.hasLegRows && !isNumbered && this.routeEnds.goesOn(record)
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
      const own =
        rows.length > 1
          ? path.replace(/^legs\[\d+\]/, (leg) => (path.startsWith(`${leg}column:`) ? "" : "legs[0]"))
          : path
      const at = plan.columnOfPath(own)
      const hidden = at !== undefined && isHidden(code, path, row.cells[at] ?? "")
      const problem = problemAt(hidden ? "direct-identifier" : code, row.row, plan.nameOfPath(own))
      return limited(
        at === undefined && problem.column !== "" ? { ...problem, field: problem.column } : problem,
        kind,
        path
      )
    })
    // The cells of a row that was split in the wrong places belong to other columns.
    const split = new Set(rows.filter((row) => this.isBeyond(row)).map(({ row }) => row))
    // A column that describes every leg has its problem once in a row.
    return placed.filter(
      ({ row, code, column }, i) =>
        (!split.has(row) || code === "direct-identifier") &&
        (!problems[i]?.path.startsWith("legs[") ||
          placed.findIndex((other) => other.row === row && other.code === code && other.column === column) === i)
    )
  }

  /** Returns the problems of cells that are not values of fields, and of the row itself. `ofFields`: those that are reported already. */
  private cellProblems(
    row: TableRow,
    plan: ColumnPlan,
    ofFields: ReadonlyArray<FileProblemEntry>
  ): ReadonlyArray<FileProblemEntry> {
    const found: Array<FileProblemEntry> = []
    this.identifying.addFreeCells(row, plan, found)
    this.identifying.addReferences(row, plan, ofFields, found)
    if (this.isBeyond(row)) found.push(problemAt("csv-malformed", row.row, ""))
    if (plan.isOffender(row.cells)) found.push(problemAt("row-of-offender", row.row, ""))
    for (const { at, isMark } of this.marks)
      if (isMark(row.cells)) found.push(problemAt("row-marked", row.row, this.opened.header?.names[at] ?? ""))
    for (const columns of row.across ?? []) {
      const [first, ...others] = columns.filter((i) => givesField(plan.bindings[i] ?? unknown))
      if (first !== undefined && others.length > 0)
        found.push(problemAt("cells-merged-across", row.row, plan.names[first] ?? ""))
    }
    if (row.hidden !== undefined) found.push(problemAt("row-hidden", row.row, ""))
    if (this.differsInColour(row)) found.push(problemAt("colours-unread", row.row, ""))
    if (row.struck !== undefined) found.push(problemAt("row-struck", row.row, ""))
    return found
  }

  /** Returns true for the first row that is coloured while others are not, or the reverse. */
  private differsInColour(row: TableRow): boolean {
    const coloured = row.coloured !== undefined
    this.firstColour ??= coloured
    if (this.isColourReported || coloured === this.firstColour) return false
    this.isColourReported = true
    return true
  }

  /** Rows of CTDC files have neither case number nor consent: each row is a different person. */
  private anonymous(kind: RecordKind, raw: Values, rows: ReadonlyArray<TableRow>): string | undefined {
    if (!this.isCtdc || kind !== "victim") return undefined
    const plan = this.opened.planOf(kind)
    if (plan.columnOfPath("researchUseConsent") === undefined && !this.asksForConsent)
      raw["researchUseConsent"] ??= "true"
    if (plan.columnOfPath("caseReference") !== undefined) return undefined
    raw["caseReference"] = someReference
    return rows.map(({ cells }) => cells.join("\u001f")).join("\u001e")
  }

  /** Returns whether a CSV row has more cells than the header: it was split in the wrong places. */
  private isBeyond({ cells }: TableRow): boolean {
    const width = this.opened.header?.names.length ?? 0
    return (
      this.opened.kind === "csv" && cells.length > width && cells.some((cell, i) => i >= width && cell.trim() !== "")
    )
  }
}
