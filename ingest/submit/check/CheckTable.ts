/** Checks the rows of an opened file, and prepares the records that may be sent. */
import { problemEntry } from "../../../schemas/Problems.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import type { FileRow } from "../read/FileRow.ts"
import { type FileProblemEntry, isError, problemAt } from "./FileProblemEntry.ts"
import { IdSet } from "./IdSet.ts"
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
}

interface PseudonymisedRow extends ReadyRow {
  /** Hash of the content, including the partner's own id. Undefined if the id derives from the content. */
  readonly content: string | undefined
}

/** The result of checking one row. */
export interface CheckedRow {
  readonly row: FileRow
  readonly place: JudgedRow["place"]
  readonly problems: ReadonlyArray<FileProblemEntry>
  /** Undefined if the row has an error or repeats an earlier one. */
  readonly ready: ReadyRow | undefined
}

const pseudonymShape = /^[0-9a-f]{64}$/

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
  const ids = wholes.map(({ kind, record, givenId }, i) => {
    if (givenId !== undefined) return isRecordId(givenId) ? undefined : nameOfRecord(kind, givenId)
    return `record\0${JSON.stringify({ ...record, caseReference: references[i], revision: 0, kind })}`
  })
  const persons = references.map((reference) => (pseudonymShape.test(reference) ? undefined : `case\0${reference}`))
  const contents = wholes.map(({ kind, record, givenId }) =>
    givenId === undefined ? undefined : `same\0${JSON.stringify({ ...record, kind, givenId })}`
  )
  const texts = [...ids, ...persons, ...contents].filter((text) => text !== undefined)
  const hashes = (await hasher.hmacHex(texts)).values()
  const hashesOf = (given: ReadonlyArray<string | undefined>) =>
    given.map((text) => (text === undefined ? undefined : hashes.next().value))
  const [idHashes, personHashes, contentHashes] = [hashesOf(ids), hashesOf(persons), hashesOf(contents)]
  return wholes.map(({ kind, record, givenId, hasRevision }, i) => ({
    kind,
    record: {
      recordId: idHashes[i] === undefined ? givenId?.toLowerCase() : uuidOfHash(idHashes[i]),
      ...record,
      caseReference: personHashes[i] ?? references[i]
    },
    revisable: givenId !== undefined && !hasRevision,
    content: contentHashes[i]?.slice(0, 32)
  }))
}

/** Checks the file from its first row. A second call reads it again. Throws `FileRefused` if it cannot be read further. */
export async function* checkedBatches(
  opened: OpenedFile,
  hasher: PartnerHasher
): AsyncGenerator<ReadonlyArray<CheckedRow>> {
  const checker = new RowChecker(opened)
  const anonymous = new Anonymous()
  const seen = new IdSet()
  const contents = new IdSet()
  const ready = async (judged: ReadonlyArray<JudgedRow>): Promise<ReadonlyArray<CheckedRow>> => {
    const made = await pseudonymise(
      judged.flatMap(({ whole }) => whole ?? []),
      hasher,
      anonymous
    )
    let next = 0
    return judged.map(({ row, place, problems, whole }) => {
      if (whole === undefined) return { row, place, problems, ready: undefined }
      const { content, ...one } = made[next++] as PseudonymisedRow
      if (seen.add(one.record["recordId"] as string, one.record["revision"] as number)) {
        if (content !== undefined) contents.add(content)
        return { row, place, problems, ready: one }
      }
      // Two different rows have the same id of the partner, and only the partner knows which one is right.
      const code = content === undefined || contents.has(content) ? "row-repeated" : "record-id-repeated"
      return { row, place, problems: [...problems, problemAt(code, row.row, "")], ready: undefined }
    })
  }
  for await (const rows of opened.rows()) if (rows.length > 0) yield await ready(checker.check(rows))
  const rest = checker.end()
  if (rest.length > 0) yield await ready(rest)
}

/** The result of checking a file. */
export interface FileCheck {
  /** Number of data rows, without the header. */
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
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
export const mostProblems = 10_000

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
  onRows: (rows: ReadonlyArray<CheckedRow>) => void | Promise<void> = () => {}
): Promise<FileCheck> => {
  const problems: Array<FileProblemEntry> = [...opened.problems]
  const content = new ContentHash(hasher)
  const counts = {
    rows: 0,
    rejected: 0,
    records: 0,
    problems: problems.length,
    errors: problems.filter(isError).length
  }
  let identifying = problems.some(({ code }) => identifyingCodes.has(code))
  for await (const batch of checkedBatches(opened, hasher)) {
    for (const { place, problems: found, ready } of batch) {
      if (place !== "data") continue
      counts.rows++
      if (found.some(isError)) counts.rejected++
      counts.problems += found.length
      for (const problem of found) {
        if (isError(problem)) counts.errors++
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
    rejected: counts.rejected,
    accepted: counts.rows - counts.rejected,
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

/** Adds the English texts of a problem, for JSON output. */
export const withWords = (problem: FileProblemEntry) => {
  const { title, expected, remedy } = problemEntry(problem.code)
  return { ...problem, rule: title, expected, remedy }
}
