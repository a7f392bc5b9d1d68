/** Checks the rows of an opened file, and prepares the records that may be sent. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { FileRow } from "../read/FileRow.ts"
import { CasesOfFile } from "./CasesOfFile.ts"
import type { EarlierCases } from "./EarlierCases.ts"
import { displayName, type FileProblemEntry, isError, problemAt, type RowPlace } from "./FileProblemEntry.ts"
import { IdMap } from "./IdMap.ts"
import type { JudgedRow, WholeRow } from "./JudgedRow.ts"
import type { OpenedFile } from "./OpenFile.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"
import { AnonymousCases, type PseudonymisedRow, pseudonymiseRows, type ReadyRow } from "./pseudonymiseRows.ts"
import { RowChecker } from "./RowChecker.ts"

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
const heldBackCodes: ReadonlySet<ProblemCode> = new Set(["row-repeated", "record-corrected-since"])

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

const shownSheet = (name: string) => (holdsIdentifier(name, "cell") ? "" : displayName(name))

/** Gives the problems of several sheets their sheets and the row numbers that the sheets show. */
const placed = (
  { placeOf }: OpenedFile,
  { heldBecause }: CheckKnowledge,
  rows: ReadonlyArray<CheckedRow>
): ReadonlyArray<CheckedRow> =>
  rows.every(({ problems }) => problems.length === 0)
    ? rows
    : rows.map((row) => ({
        ...row,
        problems: row.problems.map((problem): FileProblemEntry => {
          const place = placeOf(problem.row)
          if (place === undefined) return heldBecauseOf(problem, heldBecause)
          const other = problem.because === undefined ? undefined : placeOf(problem.because)
          return {
            ...heldBecauseOf(problem, heldBecause),
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
  /** Ids of records that were corrected after this content of them was sent, by the server's answer. They are held back. */
  readonly corrected?: ReadonlySet<string> | undefined
  /**
   * The first error of a file that is not sent, as a first check found it, or that the partner declined to send it. The rows without an error are
   * held back because of it.
   */
  readonly heldBecause?: RowPlace | "declined" | undefined
}

/** Number of rows that are checked together. What is made of more rows does not fit into the space of young objects, and would be copied. */
const rowsAtOnce = 64

/** Checks the file from its first row. A second call reads it again. Throws `FileRefused` if it cannot be read further. */
export async function* checkedBatches(
  opened: OpenedFile,
  hasher: PartnerHasher,
  known: CheckKnowledge = {}
): AsyncGenerator<ReadonlyArray<CheckedRow>> {
  const { earlier, corrected, heldBecause } = known
  const checker = new RowChecker(opened)
  const anonymous = new AnonymousCases()
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
    const made = await pseudonymiseRows(
      judged.flatMap(({ whole }) => whole ?? []),
      hasher,
      anonymous
    )
    let next = 0
    /** The first rows of routes, and whether they may be sent. The rows of two journeys of one case may alternate. */
    const routes = new Map<number, boolean>()
    const rows = judged.map(({ row, place, problems, whole, joins }): CheckedRow => {
      const joined = joins === undefined ? undefined : routes.get(joins)
      if (joins !== undefined && joined !== undefined)
        return joined
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
      if (whole.kind === "route") routes.set(row.row, isReady)
      return {
        row,
        place,
        problems: found.length === 0 ? problems : [...problems, ...found],
        ready: isReady ? one.ready : undefined,
        text: isReady ? one.text : undefined,
        outcome: isReady ? "accepted" : isRejected ? "rejected" : "held-back"
      }
    })
    return placed(opened, known, heldBecause === undefined ? rows : rows.map((row) => heldBack(row, heldBecause)))
  }
  for await (const rows of opened.rows())
    for (let at = 0; at < rows.length; at += rowsAtOnce)
      yield await ready(checker.check(rows.slice(at, at + rowsAtOnce)))
  const rest = checker.end()
  if (rest.length > 0) yield await ready(rest)
}
