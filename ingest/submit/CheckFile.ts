/** Looks at a partner's file from end to end and tells everything that is wrong with it. Sends and stores nothing. */
import { Clock, Effect, Stream } from "effect"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { type Problem, problemEntry } from "../../schemas/Problems.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import { derivedRecordId, firstPseudonym } from "../keys/Pseudonym.ts"
import { validate, validateFields } from "../rules/Validate.ts"
import { columnOfPath, isDirectIdentifierColumn, kindColumn, targetOf } from "./Columns.ts"
import { type FileKind, type FileRow, fileRows } from "./FileRows.ts"
import { type ParsedRow, parseCells, parseObject } from "./RowParser.ts"

/** A problem with its place in the file, in the words of the catalogue. Holds no value. */
export interface FileProblemEntry {
  readonly code: ProblemCode
  readonly severity: "error" | "warning"
  /** As a spreadsheet shows it. */
  readonly row: number
  readonly column: string
  /** The rule that is broken. */
  readonly rule: string
  readonly expected: string
  readonly mend: string
}

/** A row that may be sent: a record of its kind with its id and first pseudonym. */
export interface ReadyRow {
  readonly kind: RecordKind
  readonly record: Readonly<Record<string, unknown>>
}

/** What became of one row. */
export interface CheckedRow {
  readonly row: FileRow
  readonly isHeader: boolean
  readonly problems: ReadonlyArray<FileProblemEntry>
  /** Absent when the row has an error or repeats an earlier one. */
  readonly ready: ReadyRow | undefined
}

export interface CheckOptions {
  readonly file: string
  readonly fileKind: FileKind
  /** The kind of rows that name none. */
  readonly recordKind: RecordKind | undefined
  /** The partner's own key, with which case references become first pseudonyms. */
  readonly partnerKey: Uint8Array
}

const entry = (code: ProblemCode, row: number, column: string): FileProblemEntry => {
  const { severity, title, expected, mend } = problemEntry(code)
  return { code, severity, row, column, rule: title, expected, mend }
}

const isError = (problem: FileProblemEntry) => problem.severity === "error"

const isKind = (word: unknown): word is RecordKind => recordKinds.includes(word as RecordKind)

const pseudonymShape = /^[0-9a-f]{64}$/
const uuidShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Gives the record its id and turns the case reference into the first pseudonym, so that neither leaves this machine as it was. */
const disguise = (kind: RecordKind, record: ParsedRow["record"], givenId: unknown, key: Uint8Array): ReadyRow => {
  const reference = record["caseReference"] as string
  const content = { ...record, revision: 0, kind }
  const recordId =
    typeof givenId === "string" && givenId.trim() !== ""
      ? uuidShape.test(givenId.trim())
        ? givenId.trim().toLowerCase()
        : derivedRecordId(key, `id\0${kind}\0${givenId.trim()}`)
      : derivedRecordId(key, JSON.stringify(content))
  const caseReference = pseudonymShape.test(reference) ? reference : firstPseudonym(key, reference)
  return { kind, record: { ...record, recordId, caseReference } }
}

/** Any id will do while the other fields are looked at. */
const someId = "00000000-0000-0000-0000-000000000000"

const headerProblems = (
  names: ReadonlyArray<string>,
  kinds: ReadonlyArray<RecordKind>
): ReadonlyArray<FileProblemEntry> => {
  const known = (name: string) => name === kindColumn || kinds.some((kind) => targetOf(kind, name) !== undefined)
  const problems = names.flatMap((name, i) => {
    if (isDirectIdentifierColumn(name)) return [entry("column-direct-identifier", 1, name)]
    // Where no name is known, the first row may hold values: they are not told.
    if (known(name)) return []
    return [entry("column-unknown", 1, names.some(known) ? name : `column ${i + 1}`)]
  })
  const missing = kinds.length === 1 ? recordSchema(kinds[0] as RecordKind).fields : []
  return [
    ...problems,
    ...missing
      .filter((field) => !field.optional && field.name !== "recordId")
      .filter(
        (field) =>
          !names.some(
            (name) => name === field.name || (field.type === "record" && isListColumn(kinds, name, field.name))
          )
      )
      .map((field) => entry("column-missing", 1, field.name))
  ]
}

const isListColumn = (kinds: ReadonlyArray<RecordKind>, column: string, list: string) =>
  kinds.some((kind) => {
    const target = targetOf(kind, column)
    return target !== undefined && "list" in target && target.list.name === list
  })

/** Checks row after row; remembers what was there before, to tell repeated rows. */
const makeChecker = (options: CheckOptions, now: number) => {
  const seen = new Set<string>()
  let header: ReadonlyArray<string> | undefined

  const checkRecord = (row: number, kind: RecordKind, parsed: ParsedRow, givenId: unknown) => {
    const told = (problem: Problem) =>
      entry(problem.code, row, options.fileKind === "csv" ? columnOfPath(problem.path) : problem.path)
    const shape = parsed.problems.map(told)
    const isWhole = !shape.some(isError)
    const rules = isWhole ? validate : validateFields
    const problems = [...shape, ...rules(kind, { ...parsed.record, recordId: someId }, now).map(told)]
    if (problems.some(isError)) return { problems, ready: undefined }
    const ready = disguise(kind, parsed.record, givenId, options.partnerKey)
    const revision = `${ready.record["recordId"]}/${ready.record["revision"]}`
    if (seen.has(revision)) return { problems: [...problems, entry("row-repeated", row, "")], ready: undefined }
    seen.add(revision)
    return { problems, ready }
  }

  return (row: FileRow): CheckedRow => {
    if ("broken" in row) return { row, isHeader: false, problems: [entry(row.broken, row.row, "")], ready: undefined }
    if ("cells" in row && header === undefined) {
      header = Object.keys(row.cells)
      const kinds = options.recordKind === undefined ? recordKinds : [options.recordKind]
      return { row, isHeader: true, problems: headerProblems(header, kinds), ready: undefined }
    }
    const values = "cells" in row ? row.cells : (row.object as Readonly<Record<string, unknown>>)
    const kind =
      Object.hasOwn(values, kindColumn) && values[kindColumn] !== "" ? values[kindColumn] : options.recordKind
    if (!isKind(kind))
      return { row, isHeader: false, problems: [entry("record-kind-unknown", row.row, kindColumn)], ready: undefined }
    const parsed = "cells" in row ? parseCells(kind, row.cells) : parseObject(kind, values, [kindColumn])
    const identifying = "cells" in row ? undefined : Object.keys(values).find(isDirectIdentifierColumn)
    const checked = checkRecord(row.row, kind, parsed, values["recordId"])
    if (identifying === undefined) return { row, isHeader: false, ...checked }
    const problem = entry("column-direct-identifier", row.row, identifying)
    return { row, isHeader: false, problems: [...checked.problems, problem], ready: undefined }
  }
}

/** The rows of the file with what is wrong with each. */
export const checkedRows = (options: CheckOptions) =>
  Stream.unwrap(
    Effect.map(Clock.currentTimeMillis, (now) =>
      fileRows(options.file, options.fileKind).pipe(Stream.map(makeChecker(options, now)))
    )
  )

/** The file as a whole. */
export interface FileCheck {
  /** Rows of data, the header not among them. */
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
  readonly problems: ReadonlyArray<FileProblemEntry>
  /** True when something in the file identifies a person directly: such a file is never sent, not in part either. */
  readonly identifying: boolean
}

const identifyingCodes = new Set<ProblemCode>(["direct-identifier", "column-direct-identifier"])

/** Checks the whole file. `onRow` sees each row, to write the partner's report. */
export const checkFile = Effect.fn("CheckFile.checkFile")(function* <E, R>(
  options: CheckOptions,
  onRow: (row: CheckedRow) => Effect.Effect<void, E, R>
) {
  const found: Array<FileProblemEntry> = []
  const counts = { rows: 0, rejected: 0 }
  yield* checkedRows(options).pipe(
    Stream.runForEachArray(
      Effect.fn("CheckFile.rows")(function* (rows) {
        for (const checked of rows) {
          found.push(...checked.problems)
          if (!checked.isHeader) {
            counts.rows++
            if (checked.problems.some(isError)) counts.rejected++
          }
          yield* onRow(checked)
        }
      })
    )
  )
  if (counts.rows === 0) found.push(entry("file-empty", 0, ""))
  const { rows, rejected } = counts
  return {
    rows,
    rejected,
    accepted: rows - rejected,
    problems: found,
    identifying: found.some((problem) => identifyingCodes.has(problem.code))
  } satisfies FileCheck
})

/** Problems that keep a file from being sent whole. */
export const errorsOf = (check: FileCheck) => check.problems.filter(isError)
