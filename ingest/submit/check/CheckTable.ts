/** Checks the rows of an opened file, and prepares the records that may be sent. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import type { FileRow } from "../read/FileRow.ts"
import { EarlierRows, type KnownRecords } from "./EarlierRows.ts"
import { type FileProblemEntry, isError, problemAt, type RowPlace } from "./FileProblemEntry.ts"
import type { JudgedRow, WholeRow } from "./JudgedRow.ts"
import type { OpenedFile } from "./OpenFile.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"
import { AnonymousCases, type PseudonymisedRow, pseudonymiseRows, type ReadyRow } from "./pseudonymiseRows.ts"
import { ReadAgain } from "./ReadAgain.ts"
import { RowChecker } from "./RowChecker.ts"
import { shownPlace } from "./shownPlace.ts"

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

/** Rows without an error that are not sent. */
const heldBackCodes: ReadonlySet<ProblemCode> = new Set(["row-repeated", "record-corrected-since", "case-refused"])

/** A row that could be sent, of a file that is not. */
const heldBack = (row: CheckedRow, because: RowPlace | "declined"): CheckedRow =>
  row.place !== "data" || row.outcome !== "accepted"
    ? row
    : {
        ...row,
        problems: [
          ...row.problems,
          problemAt(because === "declined" ? "row-declined" : "row-not-sent", row.row.row, "")
        ],
        ready: undefined,
        text: undefined,
        outcome: "held-back"
      }

/** Names the row that holds others back, by the number and the sheet that the first check gave it. */
const heldBecauseOf = (problem: FileProblemEntry, because: CheckKnowledge["heldBecause"]): FileProblemEntry =>
  problem.code !== "row-not-sent" || because === undefined || because === "declined" || because.row === 0
    ? problem
    : { ...problem, because: because.row, ...(because.sheet === undefined ? {} : { becauseSheet: because.sheet }) }

/** Gives the problems of several sheets their sheets and the row numbers that the sheets show. */
const placed = (
  opened: OpenedFile,
  { heldBecause }: CheckKnowledge,
  rows: ReadonlyArray<CheckedRow>
): ReadonlyArray<CheckedRow> =>
  rows.every(({ problems }) => problems.length === 0)
    ? rows
    : rows.map((row) => ({
        ...row,
        problems: row.problems.map((problem): FileProblemEntry => {
          const place = shownPlace(opened, problem.row)
          if (place.sheet === undefined) return heldBecauseOf(problem, heldBecause)
          const other = problem.because === undefined ? undefined : shownPlace(opened, problem.because)
          return {
            ...heldBecauseOf(problem, heldBecause),
            ...place,
            ...(other?.sheet === undefined ? {} : { because: other.row, becauseSheet: other.sheet })
          }
        })
      }))

/** What is known in addition to the file. */
export interface CheckKnowledge extends KnownRecords {
  /**
   * The first error of a file that is not sent, as a first check found it, or that the partner declined to send it. The rows without an error are
   * held back because of it.
   */
  readonly heldBecause?: RowPlace | "declined" | undefined
  /** Cases of which records were sent before, by first pseudonym: a refusal of one of them asks for a withdrawal. */
  readonly sent?: ReadonlySet<string> | undefined
  /** Cases of which a record refused consent that belongs to the file, although it was read before. */
  readonly refused?: ReadonlySet<string> | undefined
}

/** A row that is not a record of its own. `because`: what holds it back. */
const partOfRecord = (
  { row, place, problems }: JudgedRow,
  outcome: CheckedRow["outcome"],
  because?: FileProblemEntry
): CheckedRow => ({
  row,
  place,
  problems: because === undefined ? problems : [...problems, because],
  ready: undefined,
  outcome
})

/** A further row of a route, whose first row was checked already. */
const joinedRow = (judged: JudgedRow, first: CheckedRow): CheckedRow => {
  if (first.ready !== undefined) return partOfRecord(judged, "accepted")
  const { row } = judged.row
  const refusal = first.problems.find(({ code }) => code === "case-refused")
  const because =
    refusal === undefined ? problemAt("row-held-back", row, "", "row", first.row.row) : { ...refusal, row }
  return partOfRecord(judged, "held-back", because)
}

/** A row that is valid by itself. `found` are its problems with earlier rows. */
const wholeRow = (
  { row, place, problems }: JudgedRow,
  { ready, text }: PseudonymisedRow,
  found: ReadonlyArray<FileProblemEntry>
): CheckedRow => {
  const isRejected = found.some(isError)
  const isReady = !isRejected && !found.some(({ code }) => heldBackCodes.has(code))
  return {
    row,
    place,
    problems: found.length === 0 ? problems : [...problems, ...found],
    ready: isReady ? ready : undefined,
    text: isReady ? text : undefined,
    outcome: isReady ? "accepted" : isRejected ? "rejected" : "held-back"
  }
}

/** Number of rows that are checked together. What is made of more rows does not fit into the space of young objects, and would be copied. */
const rowsAtOnce = 64

/**
 * Checks the file from its first row. A second call reads it again. Throws `FileRefused` if it cannot be read further, and at the end
 * `ReadAgain` if it let a row pass of whose case a later row refuses consent, or if later rows say how a column is to be read: then nothing of this
 * reading may be used.
 */
export async function* checkedBatches(
  opened: OpenedFile,
  hasher: PartnerHasher,
  known: CheckKnowledge = {}
): AsyncGenerator<ReadonlyArray<CheckedRow>> {
  const { heldBecause } = known
  const checker = new RowChecker(opened)
  const anonymous = new AnonymousCases()
  const earlier = new EarlierRows(known)

  const { refusedCases } = opened
  let isLate = false

  /** Withdrawals of a case are sent although its consent is refused, and because of it. */
  const refusalOf = ({ kind }: WholeRow, { ready: { record } }: PseudonymisedRow, row: number) => {
    if (kind === "withdrawal") return []
    const person = record["caseReference"] as string
    const refusing = refusedCases.rowOf(person)
    return refusing === undefined && known.refused?.has(person) !== true
      ? []
      : [problemAt("case-refused", row, "", "row", refusing)]
  }

  const ready = async (judged: ReadonlyArray<JudgedRow>): Promise<ReadonlyArray<CheckedRow>> => {
    const refusing = await refusedCases.add(judged, hasher, (person) => {
      isLate ||= earlier.hasCase(person)
    })
    const wholes = judged.flatMap(({ whole }) => whole ?? [])
    const made = (await pseudonymiseRows(wholes, hasher, anonymous)).values()
    /** The first rows of routes. The rows of two journeys of one case may alternate. */
    const routes = new Map<number, CheckedRow>()
    const rows = judged.map((one): CheckedRow => {
      const first = one.joins === undefined ? undefined : routes.get(one.joins)
      if (first !== undefined) return joinedRow(one, first)
      const { row, problems, whole } = one
      if (whole === undefined) {
        const person = refusing.get(row.row)
        const wasSent = person !== undefined && [known.earlier, known.sent].some((cases) => cases?.has(person))
        const since = wasSent ? problemAt("case-refused-since", row.row, "") : undefined
        return partOfRecord(one, problems.some(isError) ? "rejected" : "held-back", since)
      }
      const pseudonymised = made.next().value as PseudonymisedRow
      const found = [...earlier.add(whole, pseudonymised, row.row), ...refusalOf(whole, pseudonymised, row.row)]
      const checked = wholeRow(one, pseudonymised, found)
      if (whole.kind === "route") routes.set(row.row, checked)
      return checked
    })
    return placed(opened, known, heldBecause === undefined ? rows : rows.map((row) => heldBack(row, heldBecause)))
  }

  for await (const rows of opened.rows())
    for (let at = 0; at < rows.length; at += rowsAtOnce)
      yield await ready(checker.check(rows.slice(at, at + rowsAtOnce)))
  const rest = checker.end()
  if (rest.length > 0) yield await ready(rest)
  const isKnownLate = [opened.dateOrders.end(), opened.ageCodes.end(), isLate]
  if (isKnownLate.includes(true)) throw new ReadAgain()
}
