/** Checks a whole file: its counts, its problems, and whether it may be sent. */
import { problemEntry } from "../../../schemas/Problems.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { type CheckedRow, type CheckKnowledge, checkedBatches } from "./CheckTable.ts"
import { ContentHash } from "./ContentHash.ts"
import { type FileProblemEntry, isError, problemAt, type RowPlace } from "./FileProblemEntry.ts"
import type { OpenedFile } from "./OpenFile.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"
import { problemsOfColumns } from "./problemsOfColumns.ts"
import { ReadAgain } from "./ReadAgain.ts"
import { shownPlace } from "./shownPlace.ts"

/** What happens to the rows of a file or a sheet. Their sum is the number of rows. */
interface RowCounts {
  readonly accepted: number
  readonly rejected: number
  readonly heldBack: number
}

/** The rows of one sheet, if several are read. */
export interface SheetCounts extends RowCounts {
  /** "" if the name may identify a person. */
  readonly sheet: string
  /** Present if the sheets have several kinds of records. */
  readonly record?: RecordKind
  readonly rows: number
}

/** The result of checking a file. */
export interface FileCheck {
  /** Number of data rows, without the header: the sum of the accepted, the rejected and those held back. */
  readonly rows: number
  /** Number of rows that may be sent. */
  readonly accepted: number
  /** Number of rows with an error. */
  readonly rejected: number
  /** Number of rows without an error that repeat or depend on another row. */
  readonly heldBack: number
  /**
   * The first row with an error, possibly the header or 0 for the whole file; if nothing of the file is sent because of some rows, the first of these.
   */
  readonly firstError: RowPlace | undefined
  /** Number of records that may be sent. Repeated rows count once, and so do the rows of one route. */
  readonly records: number
  /** The first problems, those of the header first. `problemCount` counts all. */
  readonly problems: ReadonlyArray<FileProblemEntry>
  readonly problemCount: number
  readonly errors: number
  /** True if the file contains a direct identifier. Such a file is never sent, not even in part. */
  readonly identifying: boolean
  /** True if the header has an error. Such a file is never sent, not even in part. */
  readonly brokenHeader: boolean
  /** True if the rows of a route do not follow each other. Such a file is never sent, because its first rows would be a route without the others. */
  readonly rowsApart: boolean
  /** SHA-256 of the records that may be sent, in order: the same for the same records of the same partner in any format. */
  readonly contentHash: string
  /** The counts of each sheet in their order; absent for one table. */
  readonly sheets?: ReadonlyArray<SheetCounts> | undefined
}

/** Maximum number of problems in the result. The report has all. */
const maxProblems = 10_000

const identifyingCodes: ReadonlySet<string> = new Set([
  "direct-identifier",
  "column-direct-identifier",
  "column-free-text",
  "sheet-name-identifies"
])

/** Receives the rows as they are checked, for the report and the progress. */
type RowReceiver = (rows: ReadonlyArray<CheckedRow>) => void | Promise<void>

/**
 * Checks the whole file. `begin` returns the receiver of the rows. It is called again, and the file is read again, if a row changes what was made of
 * earlier ones: it refuses the consent of their case, or proves the order of their dates. What was received before is void.
 */
export const checkFile = async (
  opened: OpenedFile,
  hasher: PartnerHasher,
  begin: () => RowReceiver | Promise<RowReceiver> = () => () => {},
  known: CheckKnowledge = {}
): Promise<FileCheck> => {
  for (;;) {
    try {
      return await checkOnce(opened, hasher, await begin(), known)
    } catch (cause) {
      if (!(cause instanceof ReadAgain)) throw cause
    }
  }
}

const checkOnce = async (
  opened: OpenedFile,
  hasher: PartnerHasher,
  onRows: RowReceiver,
  known: CheckKnowledge
): Promise<FileCheck> => {
  const problems: Array<FileProblemEntry> = [...opened.problems, ...problemsOfColumns(opened)]
  const content = new ContentHash(hasher)
  const counts = {
    rows: 0,
    accepted: 0,
    rejected: 0,
    heldBack: 0,
    records: 0,
    problems: problems.length,
    errors: problems.filter(isError).length
  }
  const sheets = new Map<string, { -readonly [Key in keyof SheetCounts]: SheetCounts[Key] }>()
  const sheetOf = (row: number) => {
    const name = opened.placeOf(row)?.sheet
    if (name === undefined) return undefined
    const record = opened.sheetKinds?.ofRow(row)
    const known = sheets.get(name) ?? {
      sheet: shownPlace(opened, row).sheet ?? "",
      ...(record === undefined ? {} : { record }),
      rows: 0,
      accepted: 0,
      rejected: 0,
      heldBack: 0
    }
    sheets.set(name, known)
    return known
  }
  let identifying = problems.some(({ code }) => identifyingCodes.has(code))
  let rowsApart = false
  let firstError: RowPlace | undefined = problems.find(isError)
  /** The first problem because of which nothing of the file is sent. */
  let firstStop: RowPlace | undefined = firstError
  for await (const batch of checkedBatches(opened, hasher, known)) {
    for (const { row, place, problems: found, text, outcome } of batch) {
      // The problems of the header are known since the file was opened.
      if (place === "header") continue
      if (place === "data") {
        for (const count of [counts, sheetOf(row.row)]) {
          if (count === undefined) continue
          count.rows++
          count[outcome === "held-back" ? "heldBack" : outcome]++
        }
      }
      counts.problems += found.length
      for (const problem of found) {
        if (isError(problem)) {
          counts.errors++
          firstError ??= problem
        }
        const isApart = problem.code === "route-rows-apart"
        const identifies = identifyingCodes.has(problem.code)
        rowsApart ||= isApart
        identifying ||= identifies
        if (isApart || identifies) firstStop ??= problem
        if (problems.length < maxProblems) problems.push(problem)
      }
      if (text === undefined) continue
      counts.records++
      if (content.add(text)) await content.step()
    }
    await onRows(batch)
  }
  if (counts.rows === 0) {
    problems.push(problemAt("file-empty", 0, "", "header"))
    counts.problems++
    counts.errors++
  }
  return {
    rows: counts.rows,
    accepted: counts.accepted,
    rejected: counts.rejected,
    heldBack: counts.heldBack,
    firstError: firstStop ?? firstError,
    records: counts.records,
    problems,
    problemCount: counts.problems,
    errors: counts.errors,
    identifying,
    rowsApart,
    brokenHeader: problems.some((problem) => problem.part === "header" && isError(problem)),
    contentHash: await content.step(),
    ...(sheets.size === 0 ? {} : { sheets: [...sheets.values()] })
  }
}

/** Returns whether the whole file, only its valid rows, or nothing may be sent. */
export const sendable = (check: FileCheck): "whole" | "good-rows" | "nothing" => {
  if (check.identifying || check.brokenHeader || check.rowsApart || check.records === 0) return "nothing"
  return check.errors === 0 ? "whole" : "good-rows"
}

/** Returns the error that holds back the rows without errors; undefined if the file is sent, or has no such error. */
export const heldBecause = ({ firstError, accepted }: FileCheck, isSent: boolean): RowPlace | undefined =>
  isSent || accepted === 0 ? undefined : firstError

/** Returns the counts of a file that is sent as far as it may be, or not sent: then its rows without errors are held back. */
export const countsOf = (
  { accepted, rejected, heldBack, sheets }: Pick<FileCheck, keyof RowCounts | "sheets">,
  isSent: boolean
): RowCounts & Pick<FileCheck, "sheets"> => ({
  ...(isSent ? { accepted, rejected, heldBack } : { accepted: 0, rejected, heldBack: heldBack + accepted }),
  ...(sheets === undefined ? {} : { sheets: sheets.map((sheet) => ({ ...sheet, ...countsOf(sheet, isSent) })) })
})

/** Adds the English texts of a problem, for JSON output. */
export const withWords = (problem: FileProblemEntry) => {
  const { title, expected, remedy } = problemEntry(problem.code)
  return { ...problem, rule: title, expected, remedy }
}
