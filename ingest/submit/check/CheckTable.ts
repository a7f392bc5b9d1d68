/** Checks the rows of an opened file, and prepares the records that may be sent. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { canonicalReference, isFirstPseudonym, nameOfCase, nameOfSpelling } from "../../keys/CaseNumber.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { FileRow } from "../read/FileRow.ts"
import { CasesOfFile } from "./CasesOfFile.ts"
import type { EarlierCases } from "./EarlierCases.ts"
import { displayName, type FileProblemEntry, isError, problemAt } from "./FileProblemEntry.ts"
import { IdMap } from "./IdMap.ts"
import type { OpenedFile } from "./OpenFile.ts"
import { type PartnerHasher, uuidOfHash } from "./PartnerHasher.ts"
import { isRecordId, nameOfRecord } from "./RecordNames.ts"
import { type JudgedRow, RowChecker, type WholeRow } from "./RowChecker.ts"

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

interface PseudonymisedRow extends ReadyRow {
  /** Hash of the content, including the partner's own id. Undefined if the id derives from the content. */
  readonly content: string | undefined
  /** HMAC of what similar case numbers share; undefined if there is no case number. */
  readonly similarity: string | undefined
}

/** The result of checking one row. */
export interface CheckedRow {
  readonly row: FileRow
  readonly place: JudgedRow["place"]
  readonly problems: ReadonlyArray<FileProblemEntry>
  /** Undefined if the row has an error or repeats an earlier one. */
  readonly ready: ReadyRow | undefined
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
  const idText = ({ kind, record }: WholeRow, caseReference: string) =>
    `record\0${JSON.stringify({ ...record, caseReference, revision: 0, kind })}`
  const canonical = wholes.map(({ anonymous: row }, i) =>
    row === undefined ? canonicalReference(references[i] as string) : (references[i] as string)
  )
  const ids = wholes.map((whole, i) => {
    const { kind, givenId } = whole
    if (givenId !== undefined) return isRecordId(givenId) ? undefined : nameOfRecord(kind, givenId)
    return idText(whole, canonical[i] as string)
  })
  const earlierIds = wholes.map((whole, i) =>
    whole.givenId === undefined && canonical[i] !== references[i] ? idText(whole, references[i] as string) : undefined
  )
  const persons = wholes.map(({ anonymous: row }, i) => {
    const reference = references[i] as string
    if (isFirstPseudonym(reference)) return undefined
    return row === undefined ? nameOfCase(reference) : nameOfSpelling(reference)
  })
  const contents = wholes.map(({ kind, record, givenId }, i) =>
    givenId === undefined
      ? undefined
      : `same\0${JSON.stringify({ ...record, caseReference: canonical[i], kind, givenId })}`
  )
  const similarities = wholes.map(({ anonymous: row }, i) =>
    row === undefined ? CasesOfFile.similarityText(references[i] as string) : undefined
  )
  const texts = [ids, earlierIds, persons, contents, similarities].flat().filter((text) => text !== undefined)
  const hashes = (await hasher.hmacHex(texts)).values()
  const hashesOf = (given: ReadonlyArray<string | undefined>) =>
    given.map((text) => (text === undefined ? undefined : hashes.next().value))
  // In the order of `texts`.
  const [idHashes, earlierHashes, personHashes] = [hashesOf(ids), hashesOf(earlierIds), hashesOf(persons)]
  const [contentHashes, similarityHashes] = [hashesOf(contents), hashesOf(similarities)]
  return wholes.map(({ kind, record, givenId, hasRevision }, i) => ({
    kind,
    record: {
      recordId: idHashes[i] === undefined ? givenId?.toLowerCase() : uuidOfHash(idHashes[i]),
      ...record,
      caseReference: personHashes[i] ?? references[i]
    },
    revisable: givenId !== undefined && !hasRevision,
    ...(earlierHashes[i] === undefined ? {} : { earlierId: uuidOfHash(earlierHashes[i]) }),
    content: contentHashes[i]?.slice(0, 32),
    similarity: similarityHashes[i]
  }))
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
  const problemsAmong = (whole: WholeRow, { record, content, similarity }: PseudonymisedRow, row: number) => {
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
    const isFirst = !cases.has(person)
    const similar = cases.similarTo(person, similarity, row)
    const column = whole.nameOf("caseReference")
    return [
      ...(similar === undefined ? [] : [problemAt("case-number-similar", row, column, "row", similar)]),
      ...(isFirst && similar === undefined && earlier?.isSimilar(person, similarity) === true
        ? [problemAt("case-number-similar-earlier", row, column, "row")]
        : []),
      ...cases
        .contradictions(person, whole, row)
        .map(({ path, row: because }) => problemAt("case-contradictory", row, whole.nameOf(path), "row", because))
    ]
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
      const { content, similarity, ...one } = made[next++] as PseudonymisedRow
      const found = problemsAmong(whole, { ...one, content, similarity }, row.row)
      const isRejected = found.some(isError)
      const isReady = !isRejected && !found.some(({ code }) => heldBackCodes.has(code))
      last = { row: row.row, isReady }
      return {
        row,
        place,
        problems: [...problems, ...found],
        ready: isReady ? one : undefined,
        outcome: isReady ? "accepted" : isRejected ? "rejected" : "held-back"
      }
    })
  }
  for await (const rows of opened.rows()) if (rows.length > 0) yield placed(opened, await ready(checker.check(rows)))
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
  /** SHA-256 of the records that may be sent, in order: the same for the same records of the same partner in any format. */
  readonly contentHash: string
}

/** Maximum number of problems in the result. The report has all. */
const mostProblems = 10_000

/** Number of records per step of the content hash. */
const hashStep = 1_000

const identifyingCodes: ReadonlySet<string> = new Set([
  "direct-identifier",
  "column-direct-identifier",
  "column-free-text"
])

class ContentHash {
  private waiting: Array<string> = []
  private hash = ""
  private readonly hasher: PartnerHasher

  constructor(hasher: PartnerHasher) {
    this.hasher = hasher
  }

  async add({ kind, record }: ReadyRow): Promise<void> {
    this.waiting.push(JSON.stringify([kind, record]))
    if (this.waiting.length === hashStep) await this.step()
  }

  private async step(): Promise<void> {
    this.hash = await this.hasher.sha256Hex([this.hash, ...this.waiting].join("\n"))
    this.waiting = []
  }

  async end(): Promise<string> {
    await this.step()
    return this.hash
  }
}

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
  let firstError = problems.find(isError)?.row
  for await (const batch of checkedBatches(opened, hasher, known)) {
    for (const { place, problems: found, ready, outcome } of batch) {
      if (place === "above" || place === "header") continue
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
        identifying ||= identifyingCodes.has(problem.code)
        if (problems.length < mostProblems) problems.push(problem)
      }
      if (ready === undefined) continue
      counts.records++
      await content.add(ready)
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
    brokenHeader: problems.some((problem) => problem.part === "header" && isError(problem)),
    contentHash: await content.end()
  }
}

/** Returns whether the whole file, only its valid rows, or nothing may be sent. */
export const sendable = (check: FileCheck): "whole" | "good-rows" | "nothing" => {
  if (check.identifying || check.brokenHeader || check.records === 0) return "nothing"
  return check.errors === 0 ? "whole" : "good-rows"
}

/** What happens to the rows of a file. Their sum is the number of rows. */
export interface RowCounts {
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
