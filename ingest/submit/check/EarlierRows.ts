import { CasesOfFile } from "./CasesOfFile.ts"
import type { EarlierCases } from "./EarlierCases.ts"
import { type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import { IdMap } from "./IdMap.ts"
import type { WholeRow } from "./JudgedRow.ts"
import type { PseudonymisedRow } from "./pseudonymiseRows.ts"

/** What is known about records in addition to the file. */
export interface KnownRecords {
  /** Case numbers are compared with those of these files too. */
  readonly earlier?: EarlierCases | undefined
  /** Ids of records that were corrected after this content of them was sent, by the server's answer. They are held back. */
  readonly corrected?: ReadonlySet<string> | undefined
}

/** The rows of a file that were checked so far, each valid by itself. */
export class EarlierRows {
  private readonly known: KnownRecords
  private readonly ids = new IdMap()
  /** The row and the content of each id, in the order in which they came. */
  private rows = new Uint32Array(2048)
  private readonly cases = new CasesOfFile()

  constructor(known: KnownRecords) {
    this.known = known
  }

  /** Adds a row. Returns what it repeats or contradicts, and similar case numbers. */
  add(whole: WholeRow, pseudonymised: PseudonymisedRow, row: number): ReadonlyArray<FileProblemEntry> {
    const { ready, similarity, content } = pseudonymised
    const { record } = ready
    const id = record["recordId"] as string
    const at = 2 * this.ids.size
    const known = this.ids.add(id, at, record["revision"] as number)
    if (known !== undefined) {
      // Two different rows have the same id of the partner, and only the partner knows which one is right.
      const isEqual = content === this.rows[known + 1]
      return [problemAt(isEqual ? "row-repeated" : "record-id-repeated", row, "", "row", this.rows[known])]
    }
    if (at === this.rows.length) {
      const { rows } = this
      this.rows = new Uint32Array(2 * rows.length)
      this.rows.set(rows)
    }
    this.rows[at] = row
    this.rows[at + 1] = content
    return this.known.corrected?.has(id) === true
      ? [problemAt("record-corrected-since", row, whole.nameOf("recordId"))]
      : this.addCase(whole, record["caseReference"] as string, similarity, row)
  }

  /** Returns whether a row that is valid by itself has this first pseudonym. */
  hasCase(person: string): boolean {
    return this.cases.has(person)
  }

  private addCase(
    whole: WholeRow,
    person: string,
    similarity: PseudonymisedRow["similarity"],
    row: number
  ): ReadonlyArray<FileProblemEntry> {
    const { number, isNew } = this.cases.add(person)
    const similar = isNew ? this.cases.similarTo(similarity, row) : undefined
    const found: Array<FileProblemEntry> = []
    if (similar !== undefined)
      found.push(problemAt("case-number-similar", row, whole.nameOf("caseReference"), "row", similar))
    else if (isNew && this.known.earlier?.isSimilar(person, similarity) === true)
      found.push(problemAt("case-number-similar-earlier", row, whole.nameOf("caseReference"), "row"))
    for (const { path, row: because } of this.cases.contradictions(number, whole, row))
      found.push(problemAt("case-contradictory", row, whole.nameOf(path), "row", because))
    return found
  }
}
