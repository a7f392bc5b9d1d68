/** Checks the rows of an opened file, and prepares the records that may be sent. */

import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { canonicalReference, isFirstPseudonym, nameOfSpelling } from "../../keys/CaseNumber.ts"
import { uuidOfHash } from "../../keys/uuidOfHash.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { FileRow } from "../read/FileRow.ts"
import { CasesOfFile } from "./CasesOfFile.ts"
import { ContentHash, hashedText } from "./ContentHash.ts"
import type { EarlierCases } from "./EarlierCases.ts"
import { displayName, type FileProblemEntry, isError, problemAt } from "./FileProblemEntry.ts"
import { IdMap } from "./IdMap.ts"
import type { JudgedRow, WholeRow } from "./JudgedRow.ts"
import type { OpenedFile } from "./OpenFile.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"
import { isRecordId, nameOfRecord } from "./RecordNames.ts"
import { RowChecker } from "./RowChecker.ts"

/** A record that may be sent, with its id and first pseudonym instead of the case number. */
export interface ReadyRow {
  readonly kind: RecordKind
  readonly record: Readonly<Record<string, unknown>>
  /** True if the partner gave an id and no revision: then a change becomes the next revision. */
  readonly revisable: boolean
  /**
   * The id that the record has if it was sent when case numbers were pseudonymised as they were typed. Present if the number is not in its
   * canonical form and the id derives from it.
   */
  readonly earlierId?: string
}

interface PseudonymisedRow {
  readonly ready: ReadyRow
  /** The record as it is hashed. */
  readonly text: string
  /** HMAC of what similar case numbers share; undefined if there is no case number. */
  readonly similarity: string | undefined
  /** Hash of the text. Undefined if the id derives from the content. */
  readonly content: string | undefined
}

/** The result of checking one row. */
export interface CheckedRow {
  readonly row: FileRow
  readonly place: JudgedRow["place"]
  readonly problems: ReadonlyArray<FileProblemEntry>
  /** Undefined if the row has an error or repeats an earlier one. */
  readonly ready: ReadyRow | undefined
  /** The record as it is hashed, if it is ready. */
  readonly text?: string | undefined
  /** Whether the row may be sent, as a record or as a part of one. `held-back`: it has no error, but repeats or depends on another row. */
  readonly outcome: "accepted" | "rejected" | "held-back"
}

/** Makes case references for rows without one. Equal rows are distinguished by their order. */
class Anonymous {
  private readonly times = new Map<string, number>()

  referenceOf(hash: string): string {
    const short = hash.slice(0, 24)
    const time = (this.times.get(short) ?? 0) + 1
    this.times.set(short, time)
    return `ctdc-row ${hash} ${time}`
  }
}

/** Assigns record ids and replaces case references by first pseudonyms. Everything that leaves this machine passes here. */
const pseudonymise = async (
  wholes: ReadonlyArray<WholeRow>,
  hasher: PartnerHasher,
  anonymous: Anonymous
): Promise<ReadonlyArray<PseudonymisedRow>> => {
  const rows = wholes.flatMap(({ anonymous: row }) => (row === undefined ? [] : [`row\0${row}`]))
  const rowHashes = rows.length === 0 ? [] : await hasher.hmacHex(rows)
  let nextRow = 0
  const references = wholes.map(({ record, anonymous: row }) =>
    row === undefined ? (record["caseReference"] as string) : anonymous.referenceOf(rowHashes[nextRow++] as string)
  )
  const texts: Array<string> = []
  /** Returns the position of the text among those that are hashed; -1 for none. */
  const add = (text: string | undefined) => (text === undefined ? -1 : texts.push(text) - 1)
  const places = wholes.map(({ kind, record, givenId, anonymous: row }, i) => {
    const reference = references[i] as string
    const canonical = row === undefined ? canonicalReference(reference) : reference
    const idText = (caseReference: string) =>
      `record\0${JSON.stringify({ ...record, caseReference, revision: 0, kind })}`
    const named = givenId === undefined || isRecordId(givenId) ? undefined : nameOfRecord(kind, givenId)
    return {
      id: add(givenId === undefined ? idText(canonical) : named),
      earlierId: add(givenId === undefined && canonical !== reference ? idText(reference) : undefined),
      person: add(isFirstPseudonym(reference) ? undefined : nameOfSpelling(canonical)),
      similarity: add(row === undefined ? CasesOfFile.similarityText(reference) : undefined)
    }
  })
  const hashes = await hasher.hmacHex(texts)
  const made = wholes.map(({ kind, record, givenId, hasRevision }, i) => {
    const { id, earlierId, person, similarity } = places[i] as (typeof places)[number]
    const ready: ReadyRow = {
      kind,
      record: {
        recordId: id === -1 ? givenId?.toLowerCase() : uuidOfHash(hashes[id] as string),
        ...record,
        caseReference: hashes[person] ?? references[i]
      },
      revisable: givenId !== undefined && !hasRevision,
      ...(earlierId === -1 ? {} : { earlierId: uuidOfHash(hashes[earlierId] as string) })
    }
    return { ready, text: hashedText(ready), similarity: hashes[similarity] }
  })
  const contents = await Promise.all(
    made.map(({ text }, i) => (wholes[i]?.givenId === undefined ? undefined : hasher.sha256Hex(text)))
  )
  return made.map((row, i) => ({ ...row, content: contents[i] }))
}

/** Rows without an error that are not sent. */
const heldBackCodes: ReadonlySet<ProblemCode> = new Set(["row-repeated", "record-corrected-since"])

const shownSheet = (name: string) => (holdsIdentifier(name, "cell") ? "" : displayName(name))

/** Gives the problems of several sheets their sheets and the row numbers that the sheets show. */
const placed = ({ placeOf }: OpenedFile, rows: ReadonlyArray<CheckedRow>): ReadonlyArray<CheckedRow> =>
  rows.every(({ problems }) => problems.length === 0)
    ? rows
    : rows.map((row) => ({
        ...row,
        problems: row.problems.map((problem): FileProblemEntry => {
          const place = placeOf(problem.row)
          if (place === undefined) return problem
          const other = problem.because === undefined ? undefined : placeOf(problem.because)
          return {
            ...problem,
            sheet: shownSheet(place.sheet),
            row: place.row,
            ...(other === undefined ? {} : { because: other.row, becauseSheet: shownSheet(other.sheet) })
          }
        })
      }))

/** What is known besides the file. */
export interface CheckKnowledge {
  /** Case numbers are compared with those of these files too. */
  readonly earlier?: EarlierCases | undefined
  /** Ids of records that were corrected after this content of them was sent, as the server said. They are held back. */
  readonly corrected?: ReadonlySet<string> | undefined
}

/** Number of rows that are checked together. What is made of more rows does not fit into the space of young objects, and would be copied. */
const rowsAtOnce = 64

/** Checks the file from its first row. A second call reads it again. Throws `FileRefused` if it cannot be read further. */
export async function* checkedBatches(
  opened: OpenedFile,
  hasher: PartnerHasher,
  { earlier, corrected }: CheckKnowledge = {}
): AsyncGenerator<ReadonlyArray<CheckedRow>> {
  const checker = new RowChecker(opened)
  const anonymous = new Anonymous()
  const seen = new IdMap()
  const contents = new IdMap()
  const cases = new CasesOfFile()

  /** Returns the problems of a row that is right by itself: what it repeats or contradicts, and similar case numbers. */
  const problemsAmong = (whole: WholeRow, made: PseudonymisedRow, row: number): ReadonlyArray<FileProblemEntry> => {
    const { content, similarity } = made
    const { record } = made.ready
    const repeated = seen.add(record["recordId"] as string, row, record["revision"] as number)
    if (repeated !== undefined) {
      // Two different rows have the same id of the partner, and only the partner knows which one is right.
      const isEqual = content === undefined || contents.get(content) !== undefined
      return [problemAt(isEqual ? "row-repeated" : "record-id-repeated", row, "", "row", repeated)]
    }
    if (content !== undefined) contents.add(content, row)
    if (corrected?.has(record["recordId"] as string) === true)
      return [problemAt("record-corrected-since", row, whole.nameOf("recordId"))]
    const person = record["caseReference"] as string
    const known = cases.find(person)
    const number = known ?? cases.add(person)
    const similar = known === undefined ? cases.similarTo(similarity, row) : undefined
    const isLikeEarlier =
      known === undefined && similar === undefined && earlier?.isSimilar(person, similarity) === true
    const column = () => whole.nameOf("caseReference")
    const found: Array<FileProblemEntry> = []
    if (similar !== undefined) found.push(problemAt("case-number-similar", row, column(), "row", similar))
    if (isLikeEarlier) found.push(problemAt("case-number-similar-earlier", row, column(), "row"))
    for (const { path, row: because } of cases.contradictions(number, whole, row))
      found.push(problemAt("case-contradictory", row, whole.nameOf(path), "row", because))
    return found
  }

  const ready = async (judged: ReadonlyArray<JudgedRow>): Promise<ReadonlyArray<CheckedRow>> => {
    const made = await pseudonymise(
      judged.flatMap(({ whole }) => whole ?? []),
      hasher,
      anonymous
    )
    let next = 0
    /** The first row of the last record, and whether it may be sent. */
    let last = { row: 0, isReady: false }
    return judged.map(({ row, place, problems, whole, joins }): CheckedRow => {
      if (joins !== undefined && joins === last.row)
        return last.isReady
          ? { row, place, problems, ready: undefined, outcome: "accepted" }
          : {
              row,
              place,
              problems: [...problems, problemAt("row-held-back", row.row, "", "row", joins)],
              ready: undefined,
              outcome: "held-back"
            }
      if (whole === undefined)
        return { row, place, problems, ready: undefined, outcome: problems.some(isError) ? "rejected" : "held-back" }
      const one = made[next++] as PseudonymisedRow
      const found = problemsAmong(whole, one, row.row)
      const isRejected = found.some(isError)
      const isReady = !isRejected && !found.some(({ code }) => heldBackCodes.has(code))
      last = { row: row.row, isReady }
      return {
        row,
        place,
        problems: found.length === 0 ? problems : [...problems, ...found],
        ready: isReady ? one.ready : undefined,
        text: isReady ? one.text : undefined,
        outcome: isReady ? "accepted" : isRejected ? "rejected" : "held-back"
      }
    })
  }
  for await (const rows of opened.rows())
    for (let at = 0; at < rows.length; at += rowsAtOnce)
      yield placed(opened, await ready(checker.check(rows.slice(at, at + rowsAtOnce))))
  const rest = checker.end()
  if (rest.length > 0) yield placed(opened, await ready(rest))
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
  /** The first row with an error, possibly the header or 0 for the whole file. */
  readonly firstError: number | undefined
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
}

/** Maximum number of problems in the result. The report has all. */
const mostProblems = 10_000

const identifyingCodes: ReadonlySet<string> = new Set([
  "direct-identifier",
  "column-direct-identifier",
  "column-free-text"
])

/** Checks the whole file. `onRows` receives the rows as they are checked, for the report and the progress. */
export const checkFile = async (
  opened: OpenedFile,
  hasher: PartnerHasher,
  onRows: (rows: ReadonlyArray<CheckedRow>) => void | Promise<void> = () => {},
  known: CheckKnowledge = {}
): Promise<FileCheck> => {
  const problems: Array<FileProblemEntry> = [...opened.problems]
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
  let identifying = problems.some(({ code }) => identifyingCodes.has(code))
  let rowsApart = false
  let firstError = problems.find(isError)?.row
  for await (const batch of checkedBatches(opened, hasher, known)) {
    for (const { place, problems: found, text, outcome } of batch) {
      // The problems of the header are known since the file was opened.
      if (place === "header") continue
      if (place === "data") {
        counts.rows++
        counts[outcome === "held-back" ? "heldBack" : outcome]++
      }
      counts.problems += found.length
      for (const problem of found) {
        if (isError(problem)) {
          counts.errors++
          firstError ??= problem.row
        }
        rowsApart ||= problem.code === "route-rows-apart"
        identifying ||= identifyingCodes.has(problem.code)
        if (problems.length < mostProblems) problems.push(problem)
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
    firstError,
    records: counts.records,
    problems,
    problemCount: counts.problems,
    errors: counts.errors,
    identifying,
    rowsApart,
    brokenHeader: problems.some((problem) => problem.part === "header" && isError(problem)),
    contentHash: await content.step()
  }
}

/** Returns whether the whole file, only its valid rows, or nothing may be sent. */
export const sendable = (check: FileCheck): "whole" | "good-rows" | "nothing" => {
  if (check.identifying || check.brokenHeader || check.rowsApart || check.records === 0) return "nothing"
  return check.errors === 0 ? "whole" : "good-rows"
}

/** What happens to the rows of a file. Their sum is the number of rows. */
interface RowCounts {
  readonly accepted: number
  readonly rejected: number
  readonly heldBack: number
}

/** Returns the counts of a file that is sent as far as it may be, or not sent: then its rows without errors are held back. */
export const countsOf = ({ accepted, rejected, heldBack }: FileCheck, isSent: boolean): RowCounts =>
  isSent ? { accepted, rejected, heldBack } : { accepted: 0, rejected, heldBack: heldBack + accepted }

/** Adds the English texts of a problem, for JSON output. */
export const withWords = (problem: FileProblemEntry) => {
  const { title, expected, remedy } = problemEntry(problem.code)
  return { ...problem, rule: title, expected, remedy }
}
